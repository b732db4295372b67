@op:scim.group.create
Feature: Create a SCIM user for a group: refusals

  Background:
    Given the request
      | group_path | {scim_group.path}                                                             |
      | externalId | nobody-has-this-id                                                            |
      | userName   | nobody-has-this-name                                                          |
      | emails     | = [{"primary": true, "type": "work", "value": "nobody-has-this@example.com"}] |
      | name       | = {"formatted": "Nobody", "familyName": "Body", "givenName": "No"}            |

  @req:scim.group.create/missing-email
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

  @req:scim.group.create/missing-email
  Scenario: Without `emails`: 412, `email` missing
    Given without "emails"
    When it is sent
    Then the status is 412
    And the members are
      | /detail | ~ ^Error saving user with .*: Missing params: .:email.$ |
      | /status | = 412                                                   |
    And it is the snapshot "without-emails"

  @req:scim.group.create/missing-parameters
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

  @req:scim.group.create/missing-name
  Scenario: Without `name`: 412, name blank
    Given without "name"
    When it is sent
    Then the status is 412
    And the members are
      | /schemas | with "urn:ietf:params:scim:api:messages:2.0:Error"          |
      | /detail  | ~ ^Error saving user with .*: (.* and )?Name can't be blank |
      | /status  | = 412                                                       |
    And it is the snapshot "without-name"

  @req:scim.group.create/unusable-email
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

  @req:scim.group.create/one-identity @writes
  Scenario: E-mail address of a user who is already linked: 409
    Given with
      | emails | = [{"primary": true, "type": "work", "value": "{scim_user.email}"}] |
    When it is sent
    Then the status is 409
    And the members are
      | /schemas | with "urn:ietf:params:scim:api:messages:2.0:Error" |
      | /detail  | ~ has already been taken                           |
      | /status  | = 409                                              |
    And it is the snapshot "linked-already"

  @req:scim.group.create/unknown-group
  Scenario: Unknown group: 404
    Given with
      | group_path | no-such-group |
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
        "detail": "Group no-such-group not found",
        "status": 404
      }
      """
    And it is the snapshot "unknown-group"

  @req:scim.group.create/group-without-saml
  Scenario: Group without SAML single sign-on: 404
    Given with
      | group_path | {group_without_saml.path} |
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
        "detail": "Group {group_without_saml.path} does not have SAML SSO configured",
        "status": 404
      }
      """
    And it is the snapshot "group-without-saml"

  @req:scim.group.create/scim-type-alone @writes
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
