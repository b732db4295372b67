@op:addons.update
Feature: Update an add-on purchase

  Background:
    Given the request
      | id          | {fresh_namespace.id} |
      | add_on_name | code_suggestions     |
      | expires_on  | 2025-07-15           |
    And in the editions "18.9.." with
      | started_on | 2023-07-20 |

  @writes @req:addons.update/changes
  Scenario: Purchase changed: new values answered, and found afterwards
    When "addons.create" was done as documented
    Given with
      | quantity     | 15         |
      | purchase_xid | B-{unique} |
    When it is sent
    Then the members are
      | /quantity     | = 15       |
      | /expires_on   | 2025-07-15 |
      | /purchase_xid | B-{unique} |
    When "addons.get" is called with
      | id          | {fresh_namespace.id} |
      | add_on_name | code_suggestions     |
    Then the members are
      | /quantity     | = 15       |
      | /expires_on   | 2025-07-15 |
      | /purchase_xid | B-{unique} |

  @writes @req:addons.update/each-attribute
  Scenario Outline: Each attribute sent: same value in the answer
    When "addons.create" was done as documented
    Given with
      | <attribute> | <value> |
    When it is sent
    Then the members are
      | /<attribute> | <shown> |

    Examples:
      | attribute    | value      | shown      |
      | quantity     | 15         | = 15       |
      | expires_on   | 2024-02-29 | 2024-02-29 |
      | purchase_xid | B-{unique} | B-{unique} |

  @writes @req:addons.update/names-the-namespace @req:addons.update/add-on-in-words
  Scenario: Answer has the namespace's id and name, and the add-on's name in words
    When "addons.create" was done as documented
    And it is sent
    Then the members are
      | /namespace_id   | = {fresh_namespace.id} |
      | /namespace_name | {fresh_namespace.name} |
      | /add_on         | Code Suggestions       |

  @writes @req:addons.update/no-quotes
  Scenario: Documented example: values without the quotes of its shell command
    Given the request of the documented example
    When it is sent
    Then the members are
      | /quantity     | = 15        |
      | /expires_on   | 2024-07-15  |
      | /purchase_xid | A-S12345678 |

  @writes @req:addons.update/ok-is-200
  Scenario: Purchase changed: 200
    Given the request of the documented example
    When it is sent
    Then the status is 200
    And the members are
      | /quantity | = 15 |

  @writes @req:addons.update/keeps-the-rest
  Scenario: Only `expires_on` sent: `quantity` and `purchase_xid` unchanged
    When "addons.create" was done as documented
    And it is sent
    Then the members are
      | /quantity     | = 10        |
      | /expires_on   | 2025-07-15  |
      | /purchase_xid | A-S12345678 |

  @writes @req:addons.update/started-on
  Scenario: Without `started_on`: 400, purchase unchanged; with it: another first day
    When "addons.create" was done as documented
    Given without "started_on"
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"error": "started_on is missing"}
      """
    And it is the snapshot "first-day"
    When "addons.get" is called with
      | id          | {fresh_namespace.id} |
      | add_on_name | code_suggestions     |
    Then the members are
      | /started_on | 2023-07-15 |
      | /expires_on | 2024-07-15 |
    Given with
      | started_on | 2024-02-29 |
    When it is sent
    Then the status is 200
    And the members are
      | /started_on | 2024-02-29 |

  @writes @req:addons.update/trial
  Scenario: `trial` sent: a trial, and still one when it is not sent
    When "addons.create" was done as documented
    Given with
      | trial | true |
    When it is sent
    Then the status is 200
    And the members are
      | /trial | = true |
    Given without "trial"
    When it is sent
    Then the members are
      | /trial | = true |

  @writes @req:addons.update/last-day
  Scenario: Without `expires_on`: 400, purchase unchanged
    When "addons.create" was done as documented
    Given with
      | quantity | 15 |
    And without "expires_on"
    When it is sent
    Then the status is 400
    When "addons.get" is called with
      | id          | {fresh_namespace.id} |
      | add_on_name | code_suggestions     |
    Then the members are
      | /quantity | = 10 |

  @writes @req:addons.update/missing-last-day
  Scenario: Without `expires_on`: 400, error names it
    When "addons.create" was done as documented
    Given without "expires_on"
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"error": "expires_on is missing"}
      """
    And it is the snapshot "last-day"

  @writes @req:addons.update/personal-namespace @editions:18.9..
  Scenario: Purchase of a personal namespace, with its first day: changed
    When "addons.create" is called with
      | id           | {fresh_own_namespace.id} |
      | add_on_name  | code_suggestions         |
      | quantity     | 10                       |
      | started_on   | 2023-07-15               |
      | expires_on   | 2024-07-15               |
      | purchase_xid | A-{unique}               |
    Given with
      | id       | {fresh_own_namespace.id} |
      | quantity | 15                       |
    When it is sent
    Then the members are
      | /namespace_id | = {fresh_own_namespace.id} |
      | /quantity     | = 15                       |

  @writes @req:addons.update/personal-namespace @editions:..17.9
  Scenario: Purchase of a personal namespace: changed
    When "addons.create" is called with
      | id           | {fresh_own_namespace.id} |
      | add_on_name  | code_suggestions         |
      | quantity     | 10                       |
      | expires_on   | 2024-07-15               |
      | purchase_xid | A-{unique}               |
    Given with
      | id       | {fresh_own_namespace.id} |
      | quantity | 15                       |
    When it is sent
    Then the members are
      | /namespace_id | = {fresh_own_namespace.id} |
      | /quantity     | = 15                       |

  @writes @req:addons.update/elsewhere-than-in-the-query
  Scenario Outline: Attributes as form or JSON: 200
    When "addons.create" was done as documented
    Given with
      | quantity | <quantity> |
    And travelling as "<way>"
    When it is sent
    Then the status is 200
    And the members are
      | /quantity   | = 25       |
      | /expires_on | 2025-07-15 |

    Examples:
      | case | way  | quantity |
      | form | form | 25       |
      | json | json | = 25     |

  @writes @req:addons.update/by-path
  Scenario: Namespace by path: 200
    When "addons.create" was done as documented
    Given with
      | id | {fresh_namespace.path} |
    When it is sent
    Then the status is 200
    And the members are
      | /namespace_id | = {fresh_namespace.id} |

  # Newer releases name the namespace and the add-on, and end otherwise.
  @req:addons.update/nothing-bought @editions:18.9..
  Scenario: No purchase: 400 with the names of namespace and add-on, none created
    Given with
      | quantity | 15 |
    When it is sent
    Then the status is 400
    And the members are
      | /message | ~ ^400 Bad request - Add-on purchase for namespace .+ and add-on Code Suggestions does not exist, |
    When "addons.get" is called with
      | id          | {fresh_namespace.id} |
      | add_on_name | code_suggestions     |
    Then the status is 404

  @req:addons.update/nothing-bought @editions:..17.9
  Scenario: No purchase: 400, none created
    Given with
      | quantity | 15 |
    When it is sent
    Then the status is 400
    And the members are
      | /message | ~ ^400 Bad request - Add-on purchase for namespace .* does not exist, |
    And it is the snapshot "nothing-bought"
    When "addons.get" is called with
      | id          | {fresh_namespace.id} |
      | add_on_name | code_suggestions     |
    Then the status is 404

  @req:addons.update/unknown-namespace
  Scenario Outline: Unknown namespace: 404, also with an invalid `expires_on`
    Given with
      | id         | <id>  |
      | expires_on | <day> |
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      {"message": "404 Namespace Not Found"}
      """
    And it is the snapshot "<case>"

    Examples:
      | case                      | id                     | day        |
      | unknown-namespace         | {missing.namespace_id} | 2025-07-15 |
      | unknown-namespace-and-day | no-namespace-{unique}  | never      |

  @req:addons.update/unknown-add-on
  Scenario: Unknown add-on: 404, also without `expires_on`
    Given with
      | add_on_name | no_such_add_on |
    And without "expires_on"
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      {"message": "404 Subscription Add-on Not Found"}
      """
    And it is the snapshot "unknown-add-on"

  @req:addons.update/wrong-types
  Scenario Outline: `quantity` or `expires_on` of the wrong type: 400, error names it
    Given with
      | quantity   | <quantity> |
      | expires_on | <day>      |
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"error": "<attribute> is invalid"}
      """
    And it is the snapshot "<case>"

    Examples:
      | case             | attribute  | quantity | day        |
      | quantity-invalid | quantity   | many     | 2025-07-15 |
      | day-invalid      | expires_on | 15       | never      |

  @writes @req:addons.update/least-quantity
  Scenario: `quantity` 0: 400, purchase unchanged; 1: changed
    When "addons.create" was done as documented
    Given with
      | quantity | 0 |
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"message": {"quantity": ["must be greater than or equal to 1"]}}
      """
    And it is the snapshot "least-quantity"
    When "addons.get" is called with
      | id          | {fresh_namespace.id} |
      | add_on_name | code_suggestions     |
    Then the members are
      | /quantity   | = 10       |
      | /expires_on | 2024-07-15 |
    Given with
      | quantity | 1 |
    When it is sent
    Then the members are
      | /quantity | = 1 |

  @req:addons.update/narrow-scope
  Scenario: Token scope too narrow: 403
    Given it is signed with the secret "reading_admin"
    When it is sent
    Then the status is 403
    And the members are
      | /error             | insufficient_scope                                                        |
      | /error_description | The request requires higher privileges than provided by the access token. |
    And it is the snapshot "narrow-scope"
