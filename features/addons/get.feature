@op:addons.get
Feature: Get an add-on purchase

  Background:
    Given the request
      | id          | {fresh_namespace.id} |
      | add_on_name | code_suggestions     |

  @writes @req:addons.get/shows
  Scenario: Purchase created: found with the same values
    When "addons.create" was done as documented
    And it is sent
    Then the members are
      | /quantity     | = 10        |
      | /expires_on   | 2024-07-15  |
      | /purchase_xid | A-S12345678 |

  @writes @req:addons.get/first-day
  Scenario: Answer has the first day, and whether it is a trial
    When "addons.create" is called with
      | id           | {fresh_namespace.id} |
      | add_on_name  | code_suggestions     |
      | quantity     | 12                   |
      | started_on   | 2024-02-29           |
      | expires_on   | 2024-07-15           |
      | purchase_xid | A-{unique}           |
      | trial        | true                 |
    And it is sent
    Then the status is 200
    And the members are
      | /quantity   | = 12       |
      | /started_on | 2024-02-29 |
      | /trial      | = true     |

  @writes @req:addons.get/names-the-namespace @req:addons.get/add-on-in-words
  Scenario: Answer has the namespace's id and name, and the add-on's name in words
    Given the request of the documented example
    When it is sent
    Then the members are
      | /namespace_id   | = {fresh_namespace.id} |
      | /namespace_name | {fresh_namespace.name} |
      | /add_on         | Code Suggestions       |

  @writes @req:addons.get/personal-namespace @editions:18.9..
  Scenario: Purchase of a personal namespace, with its first day: found
    When "addons.create" is called with
      | id           | {fresh_own_namespace.id} |
      | add_on_name  | code_suggestions         |
      | quantity     | 12                       |
      | started_on   | 2023-07-15               |
      | expires_on   | 2024-07-15               |
      | purchase_xid | A-{unique}               |
    Given with
      | id | {fresh_own_namespace.id} |
    When it is sent
    Then the members are
      | /namespace_id | = {fresh_own_namespace.id} |
      | /quantity     | = 12                       |

  @writes @req:addons.get/personal-namespace @editions:..17.9
  Scenario: Purchase of a personal namespace: found
    When "addons.create" is called with
      | id           | {fresh_own_namespace.id} |
      | add_on_name  | code_suggestions         |
      | quantity     | 12                       |
      | expires_on   | 2024-07-15               |
      | purchase_xid | A-{unique}               |
    Given with
      | id | {fresh_own_namespace.id} |
    When it is sent
    Then the members are
      | /namespace_id | = {fresh_own_namespace.id} |
      | /quantity     | = 12                       |

  @writes @req:addons.get/by-path
  Scenario: Namespace by path: 200
    Given the request of the documented example
    And with
      | id | {fresh_namespace.path} |
    When it is sent
    Then the status is 200
    And the members are
      | /namespace_id | = {fresh_namespace.id} |
      | /quantity     | = 15                   |

  @req:addons.get/nothing-bought
  Scenario: No purchase: 404
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      {"message": "404 Not found"}
      """
    And it is the snapshot "nothing-bought"

  @req:addons.get/unknown-namespace
  Scenario Outline: Unknown namespace: 404
    Given with
      | id | <id> |
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      {"message": "404 Namespace Not Found"}
      """
    And it is the snapshot "<case>"

    Examples:
      | case         | id                     |
      | unknown-id   | {missing.namespace_id} |
      | unknown-path | no-namespace-{unique}  |

  @req:addons.get/unknown-add-on
  Scenario: Unknown add-on: 404
    Given with
      | add_on_name | no_such_add_on |
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      {"message": "404 Subscription Add-on Not Found"}
      """
    And it is the snapshot "unknown-add-on"

  @writes @req:addons.get/header-token-elsewhere
  Scenario: Token in the `TOKEN` header: 401
    When "ssh.personal_access_token" is called with
      | key_id | {example_key.key_id} |
      | name   | seller-{unique}      |
      | scopes | = ["api"]            |
    And "/token" is kept as "token"
    Given the credential is "missing"
    And the header "TOKEN" is "{kept.token}"
    When it is sent
    Then the status is 401
    And the body is exactly
      """
      {"message": "401 Unauthorized"}
      """
    And it is the snapshot "header-token-elsewhere"

  @req:addons.get/narrow-scope
  Scenario: Token scope too narrow: 403
    Given it is signed with the secret "reading_admin"
    When it is sent
    Then the status is 403
    And the members are
      | /error             | insufficient_scope                                                        |
      | /error_description | The request requires higher privileges than provided by the access token. |
    And it is the snapshot "narrow-scope"

  @writes @req:addons.get/reading-scope
  Scenario: Token from `ssh.personal_access_token` with the scope `read_api`: 200
    When "ssh.personal_access_token" is called with
      | key_id | {example_key.key_id} |
      | name   | reader-{unique}      |
      | scopes | = ["read_api"]       |
    And "/token" is kept as "token"
    Given the request of the documented example
    And it is signed with the token "{kept.token}"
    When it is sent
    Then the status is 200
    And the members are
      | /quantity | = 15 |

  @writes @req:addons.get/made-tokens
  Scenario: Token from `ssh.personal_access_token` of an administrator: 200
    When "ssh.personal_access_token" is called with
      | key_id | {example_key.key_id} |
      | name   | seller-{unique}      |
      | scopes | = ["api"]            |
    And "/token" is kept as "token"
    Given the request of the documented example
    And it is signed with the token "{kept.token}"
    When it is sent
    Then the status is 200
    And the members are
      | /quantity | = 15 |

  @writes @req:addons.get/made-tokens
  Scenario: Token from `ssh.personal_access_token` of a non-administrator: 403
    When "ssh.personal_access_token" is called with
      | key_id | {member.key_id} |
      | name   | seller-{unique} |
      | scopes | = ["api"]       |
    And "/token" is kept as "token"
    Given it is signed with the token "{kept.token}"
    When it is sent
    Then the status is 403
    And the body is exactly
      """
      {"message": "403 Forbidden"}
      """
    And it is the snapshot "of-somebody-else"
