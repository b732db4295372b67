@op:scim.group.list
Feature: List SCIM users of a group

  Before it creates a user, an identity provider asks whether that user exists.

  Background:
    Given the request
      | group_path | {scim_group.path}      |
      | filter     | id eq "{scim_user.id}" |

  @req:scim.group.list/list-response @req:scim.group.list/scim-token-alone
  Scenario: Filter by a known id: one user; by an unknown id: empty list
    When it is sent
    Then the status is 200
    And the members are
      | /schemas              | with "urn:ietf:params:scim:api:messages:2.0:ListResponse" |
      | /totalResults         | = 1                                                       |
      | /Resources/0/id       | {scim_user.id}                                            |
      | /Resources/0/userName | {scim_user.user_name}                                     |
      | /Resources/1          | (absent)                                                  |
    Given with
      | filter | id eq "nobody-has-this-id" |
    When it is sent
    Then the status is 200
    And the members are
      | /schemas      | with "urn:ietf:params:scim:api:messages:2.0:ListResponse" |
      | /totalResults | = 0                                                       |
      | /Resources    | = []                                                      |
    And it is the snapshot "nobody-found"

  @req:scim.group.list/list-response
  Scenario: Without `filter`: users are listed
    Given without "filter"
    When it is sent
    Then the status is 200
    And the members are
      | /schemas      | with "urn:ietf:params:scim:api:messages:2.0:ListResponse" |
      | /totalResults | != 0                                                      |
    And some item of "/Resources" has
      | /id       | ~ . |
      | /userName | ~ . |

  @req:scim.group.list/filter-quotes
  Scenario Outline: Filter value with or without quotes: the user
    Given with
      | filter | <filter> |
    When it is sent
    Then the status is 200
    And the members are
      | /totalResults   | = 1            |
      | /Resources/0/id | {scim_user.id} |

    Examples:
      | case     | filter                 |
      | quoted   | id eq "{scim_user.id}" |
      | unquoted | id eq {scim_user.id}   |

  @req:scim.group.list/eq-is-exact @writes
  Scenario: Filter by part of an id: empty list
    Given "scim.group.create" is called with
      | group_path | {scim_group.path}                                                       |
      | externalId | {unique}-a-b-c-d                                                        |
      | userName   | {unique}                                                                |
      | emails     | = [{"type": "work", "primary": true, "value": "{unique}@example.com"}]  |
      | name       | = {"formatted": "Test User", "familyName": "User", "givenName": "Test"} |
    And with
      | filter | id eq {unique}-a-b-c-d |
    When it is sent
    Then the status is 200
    And the members are
      | /totalResults   | = 1              |
      | /Resources/0/id | {unique}-a-b-c-d |
    Given with
      | filter | id eq {unique}-a-b-c |
    When it is sent
    Then the status is 200
    And the members are
      | /totalResults | = 0  |
      | /Resources    | = [] |

  @req:scim.group.list/own-users @writes
  Scenario: User of another group: not listed
    Given without "filter"
    And with
      | group_path | {scim_other_group.path}                                                 |
      | externalId | {unique}                                                                |
      | userName   | {unique}                                                                |
      | emails     | = [{"type": "work", "primary": true, "value": "{unique}@example.com"}]  |
      | name       | = {"formatted": "Test User", "familyName": "User", "givenName": "Test"} |
    And it is signed with the secret "scim_other_group"
    When it is sent to "scim.group.create"
    Then the status is 201
    When "scim.group.list" is called with
      | group_path | {scim_group.path} |
      | filter     | id eq "{unique}"  |
    Then the status is 200
    And the members are
      | /totalResults | = 0  |
      | /Resources    | = [] |
    When "scim.group.create" was done as documented
    And "scim.group.list" is called with
      | group_path | {scim_group.path} |
      | filter     | id eq "{unique}"  |
    Then the status is 200
    And the members are
      | /totalResults   | = 1      |
      | /Resources/0/id | {unique} |

  @req:scim.group.list/start-index
  Scenario Outline: `startIndex` 1, 0 or negative: list begins with the first user
    Given with
      | startIndex | <start> |
    When it is sent
    Then the status is 200
    And the members are
      | /totalResults   | = 1            |
      | /startIndex     | (present)      |
      | /Resources/0/id | {scim_user.id} |

    Examples:
      | start |
      | 1     |
      | 0     |
      | -5    |

  @req:scim.group.list/start-index
  Scenario: `startIndex` past the end: empty list, same `totalResults`
    When it is sent
    Then the status is 200
    And the members are
      | /Resources/0/id | {scim_user.id} |
    Given with
      | startIndex | 2 |
    When it is sent
    Then the status is 200
    And the members are
      | /totalResults | = 1  |
      | /Resources    | = [] |

  @req:scim.group.list/count
  Scenario: `count` 1: one user, `totalResults` counts the others
    Given without "filter"
    And with
      | count | 1 |
    When it is sent
    Then the status is 200
    And the members are
      | /totalResults   | != 1     |
      | /Resources/0/id | ~ .      |
      | /Resources/1    | (absent) |

  @req:scim.group.list/name
  Scenario: User in the list has the name, as `name.formatted` or inside `name`
    When it is sent
    Then the status is 200
    And the members are
      | /Resources/0/id | {scim_user.id} |
    And no item of "/Resources" has
      | /name.formatted | != {scim_user.name} |
    And no item of "/Resources" has
      | /name/formatted | != {scim_user.name} |

  @req:scim.group.list/filter-attributes
  Scenario Outline: Filter by `id`, `externalId` or `userName`: the user
    Given with
      | filter | <attribute> eq "<value>" |
    When it is sent
    Then the status is 200
    And the members are
      | /totalResults   | = 1            |
      | /Resources/0/id | {scim_user.id} |

    Examples:
      | attribute  | value                 |
      | id         | {scim_user.id}        |
      | externalId | {scim_user.id}        |
      | userName   | {scim_user.user_name} |

  @req:scim.group.list/user-name-filter @writes
  Scenario Outline: Filter `userName` by id, name, e-mail address or its local part: the user
    Given "scim.group.create" is called with
      | group_path | {scim_group.path}                                                           |
      | externalId | {unique}-id                                                                 |
      | userName   | {unique}-name                                                               |
      | emails     | = [{"type": "work", "primary": true, "value": "{unique}-mail@example.com"}] |
      | name       | = {"formatted": "Test User", "familyName": "User", "givenName": "Test"}     |
    And with
      | filter | userName eq "<value>" |
    When it is sent
    Then the status is 200
    And the members are
      | /totalResults   | = 1         |
      | /Resources/0/id | {unique}-id |

    Examples:
      | case        | value                     |
      | external-id | {unique}-id               |
      | user-name   | {unique}-name             |
      | address     | {unique}-mail@example.com |
      | local-part  | {unique}-name@elsewhere.example |

  @req:scim.group.list/unsupported-filter
  Scenario Outline: Unsupported filter: 412
    Given with
      | filter | <filter> |
    When it is sent
    Then the status is 412
    And the body is exactly
      """
      {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
        "detail": "Unsupported Filter",
        "status": 412
      }
      """
    And the header "content-type" of the answer matches "(?i)^application/(scim[+])?json(\s*;|$)"
    And it is the snapshot "<case>"

    Examples:
      | case              | filter                            |
      | other-operator    | id ne "{scim_user.id}"            |
      | other-attribute   | displayName eq "{scim_user.name}" |
      | unreadable-filter | somebody                          |

  @req:scim.group.list/page-size
  Scenario: Without `count`: `itemsPerPage` 20, `startIndex` 1
    When it is sent
    Then the status is 200
    And the members are
      | /itemsPerPage | = 20 |
      | /startIndex   | = 1  |

  @req:scim.group.list/page-size
  Scenario Outline: `count` from 1 to 100: that page size; higher: 100; lower: 20
    Given with
      | count | <count> |
    When it is sent
    Then the status is 200
    And the members are
      | /itemsPerPage   | = <size>       |
      | /Resources/0/id | {scim_user.id} |

    Examples:
      | count | size |
      | 5     | 5    |
      | 100   | 100  |
      | 500   | 100  |
      | 0     | 20   |
      | -1    | 20   |

  @req:scim.group.list/unknown-group
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

  @req:scim.group.list/group-without-saml
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

  @req:scim.group.list/subgroup-path
  Scenario: Path of a subgroup, slashes percent-encoded: 401 or 404
    Given with
      | group_path | {subgroup.path} |
    When it is sent
    Then the status is one of 401, 404

  @req:scim.group.list/nested-name
  Scenario: Name of a user in the list is an object with its parts
    Given with
      | filter | id eq "{scim_user.id}" |
    When it is sent
    Then the status is 200
    And some item of "/Resources" has
      | /name            | : object         |
      | /name/formatted  | {scim_user.name} |
      | /name/givenName  | : string         |
      | /name/familyName | : string         |
