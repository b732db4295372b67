@op:scim.instance.create
Feature: Create a SCIM user for the instance: refusals

  Background:
    Given the request
      | externalId | nobody-has-this-id                                                            |
      | userName   | nobody-has-this-name                                                          |
      | emails     | = [{"primary": true, "type": "work", "value": "nobody-has-this@example.com"}] |
      | name       | = {"formatted": "Nobody", "familyName": "Body", "givenName": "No"}            |

  @req:scim.instance.create/missing-email
  Scenario Outline: `emails` without a work or primary address: 412, `email` missing
    Given with
      | emails | = <emails> |
    When it is sent
    Then the status is 412
    And the members are
      | /schemas | with "urn:ietf:params:scim:api:messages:2.0:Error"      |
      | /detail  | ~ ^Error saving user with .*: Missing params: .:email.$ |
      | /status  | = 412                                                   |
    And the header "content-type" of the answer matches "(?i)^application/(scim[+])?json(\s*;|$)"
    And it is the snapshot "<case>"

    Examples:
      | case            | emails                                                                       |
      | no-addresses    | []                                                                           |
      | private-address | [{"primary": false, "type": "home", "value": "nobody-has-this@example.com"}] |

  @req:scim.instance.create/missing-email
  Scenario: Without `emails`: 412, `email` missing
    Given without "emails"
    When it is sent
    Then the status is 412
    And the members are
      | /detail | ~ ^Error saving user with .*: Missing params: .:email.$ |
      | /status | = 412                                                   |
    And it is the snapshot "without-emails"

  @req:scim.instance.create/missing-parameters
  Scenario Outline: Without `externalId` or `userName`: 412, params missing
    Given without "<attribute>"
    When it is sent
    Then the status is 412
    And the members are
      | /schemas | with "urn:ietf:params:scim:api:messages:2.0:Error" |
      | /detail  | ~ ^Error saving user with .*: Missing params:      |
      | /status  | = 412                                              |
    And it is the snapshot "<case>"

    Examples:
      | case                | attribute  |
      | without-external-id | externalId |
      | without-user-name   | userName   |

  @req:scim.instance.create/missing-name
  Scenario: Without `name`: 412, name blank
    Given without "name"
    When it is sent
    Then the status is 412
    And the members are
      | /schemas | with "urn:ietf:params:scim:api:messages:2.0:Error"          |
      | /detail  | ~ ^Error saving user with .*: (.* and )?Name can't be blank |
      | /status  | = 412                                                       |
    And it is the snapshot "without-name"

  @req:scim.instance.create/unusable-email
  Scenario: Malformed e-mail address: 412
    Given with
      | emails | = [{"primary": true, "type": "work", "value": "no address at all"}] |
    When it is sent
    Then the status is 412
    And the members are
      | /schemas | with "urn:ietf:params:scim:api:messages:2.0:Error" |
      | /detail  | ~ ^Error saving user with .                        |
      | /status  | = 412                                              |
    And it is the snapshot "unusable-email"

  @req:scim.instance.create/one-identity @writes
  Scenario: E-mail address of a user who is already linked: 409
    Given with
      | emails | = [{"primary": true, "type": "work", "value": "{scim_instance_user.email}"}] |
    When it is sent
    Then the status is 409
    And the members are
      | /schemas | with "urn:ietf:params:scim:api:messages:2.0:Error" |
      | /detail  | ~ has already been taken                           |
      | /status  | = 409                                              |
    And it is the snapshot "linked-already"

  @req:scim.instance.create/scim-type-alone @writes
  Scenario: `Content-Type: application/json`: 415
    Given with
      | externalId | {unique}                                                               |
      | userName   | {unique}                                                               |
      | emails     | = [{"primary": true, "type": "work", "value": "{unique}@example.com"}] |
    And the content type is "application/json"
    When it is sent
    Then the status is 415
    And the members are
      | /error | : string |
