@op:storage_exclusions.list
Feature: List exclusions from the storage limit

  @req:storage_exclusions.list/lists
  Scenario: Excluded namespaces: listed with their names and reasons
    When it is sent
    Then some item of "" has
      | /id             | = {excluded_namespace.exclusion_id} |
      | /namespace_id   | = {excluded_namespace.id}           |
      | /namespace_name | {excluded_namespace.name}           |
      | /reason         | {excluded_namespace.reason}         |
    And some item of "" has
      | /id             | = {other_excluded_namespace.exclusion_id} |
      | /namespace_id   | = {other_excluded_namespace.id}           |
      | /namespace_name | {other_excluded_namespace.name}           |
      | /reason         | {other_excluded_namespace.reason}         |
    And no item of "" has
      | /namespace_id | = {subgroup.id} |

  @req:storage_exclusions.list/below-the-api
  Scenario: Documented path under `/api/v4`: exclusions listed
    Given the request of the documented example
    When it is sent
    Then some item of "" has
      | /namespace_id | = {excluded_namespace.id} |

  @req:storage_exclusions.list/no-namespace-called-storage
  Scenario: Path segment `storage`: the list, not a namespace of that name
    When it is sent
    Then the members are
      | /message | (absent) |
      | /error   | (absent) |
    And some item of "" has
      | /namespace_id | = {other_excluded_namespace.id} |

  @req:storage_exclusions.list/strict-json
  Scenario: Answer is strict JSON, without trailing commas
    When it is sent
    Then some item of "" has
      | /id           | : integer                   |
      | /namespace_id | = {excluded_namespace.id}   |
      | /reason       | {excluded_namespace.reason} |

  # The ordinary page may be full by now.
  @writes @req:storage_exclusions.list/follows-changes
  Scenario: Namespace excluded: listed; exclusion removed: no longer listed
    Given with
      | per_page | 100 |
    When it is sent
    Then the status is 200
    And no item of "" has
      | /namespace_id | = {fresh_namespace.id} |
    When "storage_exclusions.create" is called with
      | id     | {fresh_namespace.id} |
      | reason | listed {unique}      |
    And it is sent
    Then some item of "" has
      | /namespace_id   | = {fresh_namespace.id} |
      | /namespace_name | {fresh_namespace.name} |
      | /reason         | listed {unique}        |
    When "storage_exclusions.delete" is called with
      | id | {fresh_namespace.id} |
    And it is sent
    Then the status is 200
    And no item of "" has
      | /namespace_id | = {fresh_namespace.id} |

  @req:storage_exclusions.list/pages
  Scenario: `per_page` 1: one item, on `page` 2 another one
    Given with
      | per_page | 1 |
    When it is sent
    Then the status is 200
    And the members are
      | /0/id | : integer |
      | /1    | (absent)  |
    And "/0/id" is kept as "first"
    Given with
      | page | 2 |
    When it is sent
    Then the status is 200
    And the members are
      | /0/id | != {kept.first} |
      | /1    | (absent)        |

  @req:storage_exclusions.list/pages
  Scenario Outline: Page size: 20 by default, else `per_page` up to 100
    Given with
      | per_page | <wanted> |
    When it is sent
    Then the status is 200
    And the header "X-Per-Page" of the answer matches "^<size>$"
    And some item of "" has
      | /namespace_id | : integer |

    Examples:
      | case     | wanted | size |
      | unsaid   | = null | 20   |
      | few      | 2      | 2    |
      | too-many | 1000   | 100  |

  @req:storage_exclusions.list/page-headers
  Scenario: Headers give totals, page size, page and previous page
    Given with
      | per_page | 1 |
      | page     | 2 |
    When it is sent
    Then the status is 200
    And the header "X-Total" of the answer matches "^([2-9]|[1-9][0-9]+)$"
    And the header "X-Total-Pages" of the answer matches "^([2-9]|[1-9][0-9]+)$"
    And the header "X-Per-Page" of the answer matches "^1$"
    And the header "X-Page" of the answer matches "^2$"
    And the header "X-Prev-Page" of the answer matches "^1$"

  @req:storage_exclusions.list/page-headers
  Scenario: First page: `X-Next-Page` is 2
    Given with
      | per_page | 1 |
    When it is sent
    Then the status is 200
    And the header "X-Page" of the answer matches "^1$"
    And the header "X-Next-Page" of the answer matches "^2$"

  @req:storage_exclusions.list/narrow-scope
  Scenario: Token scope too narrow: 403
    Given it is signed with the secret "reading_admin"
    When it is sent
    Then the status is 403
    And the members are
      | /error             | insufficient_scope                                                        |
      | /error_description | The request requires higher privileges than provided by the access token. |
    And it is the snapshot "narrow-scope"

  @req:storage_exclusions.list/no-items
  Scenario: `per_page` 0: 400, error names it
    Given with
      | per_page | 0 |
    When it is sent
    Then the status is 400
    And the members are
      | /error | ~ ^per_page |
    And it is the snapshot "no-items"

  @writes @req:storage_exclusions.list/reading-scope
  Scenario: Token from `ssh.personal_access_token` with the scope `read_api`: 200
    When "ssh.personal_access_token" is called with
      | key_id | {example_key.key_id} |
      | name   | reader-{unique}      |
      | scopes | = ["read_api"]       |
    And "/token" is kept as "token"
    Given it is signed with the token "{kept.token}"
    When it is sent
    Then the status is 200
    And some item of "" has
      | /namespace_id | : integer |

  @writes @req:storage_exclusions.list/made-tokens
  Scenario: Token from `ssh.personal_access_token` of an administrator: 200
    When "ssh.personal_access_token" is called with
      | key_id | {example_key.key_id} |
      | name   | admin-area-{unique}  |
      | scopes | = ["api"]            |
    And "/token" is kept as "token"
    Given it is signed with the token "{kept.token}"
    When it is sent
    Then the status is 200
    And some item of "" has
      | /namespace_id | = {excluded_namespace.id} |

  @writes @req:storage_exclusions.list/made-tokens
  Scenario Outline: Token from `ssh.personal_access_token`, wrong scope or non-administrator: 403
    When "ssh.personal_access_token" is called with
      | key_id | {<whose>.key_id}    |
      | name   | admin-area-{unique} |
      | scopes | = ["<scope>"]       |
    And "/token" is kept as "token"
    Given it is signed with the token "{kept.token}"
    When it is sent
    Then the status is 403
    And the members are
      | <pointer> | <text> |

    Examples:
      | case             | whose       | scope     | pointer  | text               |
      | for-reading-only | example_key | read_user | /error   | insufficient_scope |
      | of-somebody-else | member      | api       | /message | 403 Forbidden      |
