@op:scim.group.get
Feature: Get a SCIM user of a group

  The id is the external id that the identity provider gave.

  Background:
    Given the request
      | group_path | {scim_group.path} |
      | id         | {scim_user.id}    |

  @req:scim.group.get/user @req:scim.group.get/scim-token-alone
  Scenario: Known id: 200 with the user
    When it is sent
    Then the status is 200
    And the members are
      | /schemas           | with "urn:ietf:params:scim:schemas:core:2.0:User" |
      | /id                | {scim_user.id}                                    |
      | /active            | = true                                            |
      | /userName          | {scim_user.user_name}                             |
      | /meta/resourceType | User                                              |
      | /emails/0/type     | work                                              |
      | /emails/0/value    | {scim_user.email}                                 |
      | /emails/0/primary  | = true                                            |

  @req:scim.group.get/user
  Scenario: `Content-Type: application/scim+json` without a body: 200
    Given the header "Content-Type" is "application/scim+json"
    When it is sent
    Then the status is 200
    And the members are
      | /id | {scim_user.id} |

  @req:scim.group.get/whole-id
  Scenario: Id with one letter added: 404
    When it is sent
    Then the status is 200
    And the members are
      | /id | {scim_user.id} |
    Given with
      | id | f{scim_user.id} |
    When it is sent
    Then the status is 404

  @req:scim.group.get/whole-id @writes
  Scenario Outline: Id that is any text, such as an e-mail address: 200 with the user
    Given "scim.group.create" is called with
      | group_path | {scim_group.path}                                                       |
      | externalId | <id>                                                                    |
      | userName   | {unique}                                                                |
      | emails     | = [{"type": "work", "primary": true, "value": "{unique}@example.com"}]  |
      | name       | = {"formatted": "Test User", "familyName": "User", "givenName": "Test"} |
    And with
      | id | <id> |
    When it is sent
    Then the status is 200
    And the members are
      | /id       | <id>     |
      | /userName | {unique} |

    Examples:
      | case       | id                             |
      | plain      | {unique}                       |
      | address    | {unique}+work@example.com      |
      | directory  | uid={unique},dc=example,dc=com |
      | with-blank | {unique} the second            |

  @req:scim.group.get/unknown-user
  Scenario: Unknown id: 404
    Given with
      | id | nobody-has-this-id |
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
        "detail": "Resource nobody-has-this-id not found",
        "status": 404
      }
      """
    And the header "content-type" of the answer matches "(?i)^application/(scim[+])?json(\s*;|$)"
    And it is the snapshot "unknown-user"

  @req:scim.group.get/unknown-group
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

  @req:scim.group.get/group-without-saml
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

  @req:scim.group.get/flat-name
  Scenario: Answer has the name as `name.formatted`
    When it is sent
    Then the status is 200
    And the members are
      | /name.formatted | {scim_user.name} |

  @req:scim.group.get/nested-name
  Scenario: Name is an object with its parts
    When it is sent
    Then the status is 200
    And the members are
      | /name            | : object         |
      | /name/formatted  | {scim_user.name} |
      | /name/givenName  | : string         |
      | /name/familyName | : string         |

  @req:scim.group.get/any-case @writes
  Scenario: Id in another letter case: 200 with the user
    Given "scim.group.create" is called with
      | group_path | {scim_group.path}                                                       |
      | externalId | {unique}-abc                                                            |
      | userName   | {unique}                                                                |
      | emails     | = [{"primary": true, "type": "work", "value": "{unique}@example.com"}]  |
      | name       | = {"formatted": "Test User", "familyName": "User", "givenName": "Test"} |
    And with
      | id | {unique}-ABC |
    When it is sent
    Then the status is 200
    And the members are
      | /id       | {unique}-abc |
      | /userName | {unique}     |

  @req:scim.group.get/own-users @writes
  Scenario: User of another group: 200 there, 404 here
    Given with
      | group_path | {scim_other_group.path}                                                      |
      | externalId | {unique}-there                                                               |
      | userName   | {unique}-there                                                               |
      | emails     | = [{"primary": true, "type": "work", "value": "{unique}-there@example.com"}] |
      | name       | = {"formatted": "Test User", "familyName": "User", "givenName": "Test"}      |
    And it is signed with the secret "scim_other_group"
    When it is sent to "scim.group.create"
    Then the status is 201
    Given with
      | id | {unique}-there |
    When it is sent
    Then the status is 200
    And the members are
      | /userName | {unique}-there |
    When "scim.group.get" is called with
      | group_path | {scim_group.path} |
      | id         | {unique}-there    |
    Then the status is 404
