@op:scim.instance.get
Feature: Get a SCIM user of the instance

  The id is the external id that the identity provider gave.

  Background:
    Given the request
      | id | {scim_instance_user.id} |

  @req:scim.instance.get/user @req:scim.instance.get/scim-token-alone
  Scenario: Known id: 200 with the user
    When it is sent
    Then the status is 200
    And the members are
      | /schemas           | with "urn:ietf:params:scim:schemas:core:2.0:User" |
      | /id                | {scim_instance_user.id}                           |
      | /active            | = true                                            |
      | /userName          | {scim_instance_user.user_name}                    |
      | /meta/resourceType | User                                              |
      | /emails/0/type     | work                                              |
      | /emails/0/value    | {scim_instance_user.email}                        |
      | /emails/0/primary  | = true                                            |

  @req:scim.instance.get/user
  Scenario: `Content-Type: application/scim+json` without a body: 200
    Given the header "Content-Type" is "application/scim+json"
    When it is sent
    Then the status is 200
    And the members are
      | /id | {scim_instance_user.id} |

  @req:scim.instance.get/whole-id
  Scenario: Id with one letter added: 404
    When it is sent
    Then the status is 200
    And the members are
      | /id | {scim_instance_user.id} |
    Given with
      | id | f{scim_instance_user.id} |
    When it is sent
    Then the status is 404

  @req:scim.instance.get/whole-id @writes
  Scenario Outline: Id that is any text, such as an e-mail address: 200 with the user
    Given "scim.instance.create" is called with
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

  @req:scim.instance.get/unknown-user
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

  @req:scim.instance.get/flat-name
  Scenario: Answer has the name as `name.formatted`
    When it is sent
    Then the status is 200
    And the members are
      | /name.formatted | {scim_instance_user.name} |

  @req:scim.instance.get/nested-name
  Scenario: Name is an object with its parts
    When it is sent
    Then the status is 200
    And the members are
      | /name            | : object                  |
      | /name/formatted  | {scim_instance_user.name} |
      | /name/givenName  | : string                  |
      | /name/familyName | : string                  |

  @req:scim.instance.get/any-case @writes
  Scenario: Id in another letter case: 200 with the user
    Given "scim.instance.create" is called with
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
