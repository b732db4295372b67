@op:scim.instance.list
Feature: List SCIM users of the instance

  Before it creates a user, an identity provider asks whether that user exists.

  Background:
    Given the request
      | filter | id eq "{scim_instance_user.id}" |

  @req:scim.instance.list/list-response @req:scim.instance.list/scim-token-alone
  Scenario: Filter by a known id: one user; by an unknown id: empty list
    When it is sent
    Then the status is 200
    And the members are
      | /schemas              | with "urn:ietf:params:scim:api:messages:2.0:ListResponse" |
      | /totalResults         | = 1                                                       |
      | /Resources/0/id       | {scim_instance_user.id}                                   |
      | /Resources/0/userName | {scim_instance_user.user_name}                            |
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

  @req:scim.instance.list/list-response
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

  @req:scim.instance.list/filter-quotes
  Scenario Outline: Filter value with or without quotes: the user
    Given with
      | filter | <filter> |
    When it is sent
    Then the status is 200
    And the members are
      | /totalResults   | = 1                     |
      | /Resources/0/id | {scim_instance_user.id} |

    Examples:
      | case     | filter                          |
      | quoted   | id eq "{scim_instance_user.id}" |
      | unquoted | id eq {scim_instance_user.id}   |

  @req:scim.instance.list/eq-is-exact @writes
  Scenario: Filter by part of an id: empty list
    Given "scim.instance.create" is called with
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

  @req:scim.instance.list/own-users @writes
  Scenario: User provisioned for a group only: not listed
    Given "scim.group.create" was done as documented
    And with
      | filter | id eq "{unique}" |
    When it is sent
    Then the status is 200
    And the members are
      | /totalResults | = 0  |
      | /Resources    | = [] |
    When "scim.instance.create" was done as documented
    And it is sent
    Then the status is 200
    And the members are
      | /totalResults   | = 1      |
      | /Resources/0/id | {unique} |

  @req:scim.instance.list/start-index
  Scenario Outline: `startIndex` 1, 0 or negative: list begins with the first user
    Given with
      | startIndex | <start> |
    When it is sent
    Then the status is 200
    And the members are
      | /totalResults   | = 1                     |
      | /startIndex     | (present)               |
      | /Resources/0/id | {scim_instance_user.id} |

    Examples:
      | start |
      | 1     |
      | 0     |
      | -5    |

  @req:scim.instance.list/start-index
  Scenario: `startIndex` past the end: empty list, same `totalResults`
    When it is sent
    Then the status is 200
    And the members are
      | /Resources/0/id | {scim_instance_user.id} |
    Given with
      | startIndex | 2 |
    When it is sent
    Then the status is 200
    And the members are
      | /totalResults | = 1  |
      | /Resources    | = [] |

  @req:scim.instance.list/count @writes
  Scenario: `count` 1: one user, `totalResults` counts the others
    Given "scim.instance.create" was done as documented
    And without "filter"
    And with
      | count | 1 |
    When it is sent
    Then the status is 200
    And the members are
      | /totalResults   | != 1     |
      | /Resources/0/id | ~ .      |
      | /Resources/1    | (absent) |

  @req:scim.instance.list/name
  Scenario: User in the list has the name, as `name.formatted` or inside `name`
    When it is sent
    Then the status is 200
    And the members are
      | /Resources/0/id | {scim_instance_user.id} |
    And no item of "/Resources" has
      | /name.formatted | != {scim_instance_user.name} |
    And no item of "/Resources" has
      | /name/formatted | != {scim_instance_user.name} |

  @req:scim.instance.list/filter-attributes
  Scenario Outline: Filter by `id`, `externalId` or `userName`: the user
    Given with
      | filter | <attribute> eq "<value>" |
    When it is sent
    Then the status is 200
    And the members are
      | /totalResults   | = 1                     |
      | /Resources/0/id | {scim_instance_user.id} |

    Examples:
      | attribute  | value                          |
      | id         | {scim_instance_user.id}        |
      | externalId | {scim_instance_user.id}        |
      | userName   | {scim_instance_user.user_name} |

  @req:scim.instance.list/user-name-filter @writes
  Scenario Outline: Filter `userName` by id, name, e-mail address or its local part: the user
    Given "scim.instance.create" is called with
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

  @req:scim.instance.list/unsupported-filter
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
      | case              | filter                                     |
      | other-operator    | id ne "{scim_instance_user.id}"            |
      | other-attribute   | displayName eq "{scim_instance_user.name}" |
      | unreadable-filter | somebody                                   |

  @req:scim.instance.list/page-size
  Scenario: Without `count`: `itemsPerPage` 20, `startIndex` 1
    When it is sent
    Then the status is 200
    And the members are
      | /itemsPerPage | = 20 |
      | /startIndex   | = 1  |

  @req:scim.instance.list/page-size
  Scenario Outline: `count` from 1 to 100: that page size; higher: 100; lower: 20
    Given with
      | count | <count> |
    When it is sent
    Then the status is 200
    And the members are
      | /itemsPerPage   | = <size>                |
      | /Resources/0/id | {scim_instance_user.id} |

    Examples:
      | count | size |
      | 5     | 5    |
      | 100   | 100  |
      | 500   | 100  |
      | 0     | 20   |
      | -1    | 20   |

  @req:scim.instance.list/nested-name
  Scenario: Name of a user in the list is an object with its parts
    Given with
      | filter | id eq "{scim_instance_user.id}" |
    When it is sent
    Then the status is 200
    And some item of "/Resources" has
      | /name            | : object                  |
      | /name/formatted  | {scim_instance_user.name} |
      | /name/givenName  | : string                  |
      | /name/familyName | : string                  |
