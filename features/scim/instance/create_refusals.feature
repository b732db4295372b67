@op:scim.instance.create
Feature: People who are not provisioned

  Background:
    Given the request
      | externalId | nobody-has-this-id                                                            |
      | userName   | nobody-has-this-name                                                          |
      | emails     | = [{"primary": true, "type": "work", "value": "nobody-has-this@example.com"}] |
      | name       | = {"formatted": "Nobody", "familyName": "Body", "givenName": "No"}            |

  @req:scim.instance.create/missing-email
  Scenario Outline: There is no address to write to
    Given with
      | emails | = <emails> |
    When it is sent
    Then the status is 412
    And the members are
      | /schemas | = ["urn:ietf:params:scim:api:messages:2.0:Error"]       |
      | /detail  | ~ ^Error saving user with .*: Missing params: .:email.$ |
      | /status  | = 412                                                   |
    And the header "content-type" of the answer matches "(?i)^application/(scim[+])?json(\s*;|$)"
    And it is the snapshot "<case>"

    Examples:
      | case            | emails                                                                       |
      | no-addresses    | []                                                                           |
      | private-address | [{"primary": false, "type": "home", "value": "nobody-has-this@example.com"}] |

  @req:scim.instance.create/missing-email
  Scenario: Addresses are not mentioned
    Given without "emails"
    When it is sent
    Then the status is 412
    And the members are
      | /detail | ~ ^Error saving user with .*: Missing params: .:email.$ |
      | /status | = 412                                                   |
    And it is the snapshot "without-emails"

  @req:scim.instance.create/missing-parameters
  Scenario Outline: Who it is remains unsaid
    Given without "<attribute>"
    When it is sent
    Then the status is 412
    And the members are
      | /schemas | = ["urn:ietf:params:scim:api:messages:2.0:Error"] |
      | /detail  | ~ ^Error saving user with .*: Missing params:     |
      | /status  | = 412                                             |
    And it is the snapshot "<case>"

    Examples:
      | case                | attribute  |
      | without-external-id | externalId |
      | without-user-name   | userName   |

  @req:scim.instance.create/unusable-email
  Scenario: The address is none
    Given with
      | emails | = [{"primary": true, "type": "work", "value": "no address at all"}] |
    When it is sent
    Then the status is 412
    And the members are
      | /schemas | = ["urn:ietf:params:scim:api:messages:2.0:Error"] |
      | /detail  | ~ ^Error saving user with .                       |
      | /status  | = 412                                             |
    And it is the snapshot "unusable-email"

  @req:scim.instance.create/one-identity @writes
  Scenario: The address belongs to somebody who is linked already
    Given with
      | emails | = [{"primary": true, "type": "work", "value": "{scim_instance_user.email}"}] |
    When it is sent
    Then the status is 409
    And the members are
      | /schemas | = ["urn:ietf:params:scim:api:messages:2.0:Error"] |
      | /detail  | ~ has already been taken                          |
      | /status  | = 409                                             |
    And it is the snapshot "linked-already"
