@op:addons.create
Feature: Create an add-on purchase

  Background:
    Given the request
      | id           | {fresh_namespace.id} |
      | add_on_name  | code_suggestions     |
      | quantity     | 10                   |
      | expires_on   | 2024-07-15           |
      | purchase_xid | A-{unique}           |
    And in the editions "18.9.." with
      | started_on | 2023-07-15 |

  @writes @req:addons.create/creates
  Scenario: New purchase: answered, and found afterwards
    When it is sent
    Then the status is one of 200, 201
    And the members are
      | /quantity     | = 10       |
      | /expires_on   | 2024-07-15 |
      | /purchase_xid | A-{unique} |
    When "addons.get" is called with
      | id          | {fresh_namespace.id} |
      | add_on_name | code_suggestions     |
    Then the members are
      | /quantity     | = 10       |
      | /expires_on   | 2024-07-15 |
      | /purchase_xid | A-{unique} |

  @writes @req:addons.create/each-attribute
  Scenario Outline: Each attribute sent: same value in the answer
    Given with
      | <attribute> | <value> |
    When it is sent
    Then the status is one of 200, 201
    And the members are
      | /<attribute> | <shown> |

    Examples:
      | attribute    | value      | shown      |
      | quantity     | 1          | = 1        |
      | expires_on   | 2024-02-29 | 2024-02-29 |
      | purchase_xid | B-{unique} | B-{unique} |

  @writes @req:addons.create/complete
  Scenario Outline: Without `quantity`, `expires_on` or `purchase_xid`: no purchase
    Given without "<attribute>"
    When it is sent
    Then the members are
      | /add_on | (absent) |
    Given with
      | <attribute> | <value> |
    When it is sent
    Then the members are
      | /add_on      | Code Suggestions |
      | /<attribute> | <shown>          |

    Examples:
      | attribute    | value      | shown      |
      | quantity     | 10         | = 10       |
      | expires_on   | 2024-07-15 | 2024-07-15 |
      | purchase_xid | A-{unique} | A-{unique} |

  @writes @req:addons.create/started-on
  Scenario: Without `started_on`: 400, no purchase
    Given without "started_on"
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"error": "started_on is missing"}
      """
    And it is the snapshot "without-first-day"
    When "addons.get" is called with
      | id          | {fresh_namespace.id} |
      | add_on_name | code_suggestions     |
    Then the status is 404

  @writes @req:addons.create/first-day
  Scenario Outline: Answer has the first day, and whether it is a trial
    Given with
      | started_on | 2024-02-29 |
      | trial      | <trial>    |
    When it is sent
    Then the status is 201
    And the members are
      | /started_on | 2024-02-29 |
      | /trial      | = <shown>  |

    Examples:
      | case   | trial  | shown |
      | unsaid | = null | false |
      | trial  | true   | true  |

  @writes @req:addons.create/names-the-namespace
  Scenario: Answer has the namespace's id and name
    When it is sent
    Then the members are
      | /namespace_id   | = {fresh_namespace.id} |
      | /namespace_name | {fresh_namespace.name} |

  @writes @req:addons.create/add-on-in-words
  Scenario: Answer has the add-on's name in words
    When it is sent
    Then the members are
      | /add_on | Code Suggestions |

  @writes @req:addons.create/no-quotes
  Scenario: Documented example: values without the quotes of its shell command
    Given the request of the documented example
    When it is sent
    Then the members are
      | /quantity     | = 10        |
      | /expires_on   | 2024-07-15  |
      | /purchase_xid | A-S12345678 |

  @writes @req:addons.create/personal-namespace
  Scenario: Personal namespace: purchase created
    Given with
      | id | {fresh_own_namespace.id} |
    When it is sent
    Then the status is one of 200, 201
    And the members are
      | /namespace_id | = {fresh_own_namespace.id} |
      | /quantity     | = 10                       |

  @writes @req:addons.create/created-is-201
  Scenario: New purchase: 201
    When it is sent
    Then the status is 201
    And the members are
      | /quantity | = 10 |

  @writes @req:addons.create/several-words
  Scenario Outline: Add-on name of two or three words: each word capitalised
    Given with
      | add_on_name | <name> |
    When it is sent
    Then the status is 201
    And the members are
      | /add_on | <words> |

    Examples:
      | case        | name              | words             |
      | two-words   | product_analytics | Product Analytics |
      | three-words | duo_amazon_q      | Duo Amazon Q      |

  @writes @req:addons.create/elsewhere-than-in-the-query
  Scenario Outline: Attributes as form or JSON: 201
    Given with
      | quantity | <quantity> |
    And travelling as "<way>"
    When it is sent
    Then the status is 201
    And the members are
      | /quantity     | = 25       |
      | /expires_on   | 2024-07-15 |
      | /purchase_xid | A-{unique} |

    Examples:
      | case        | way  | quantity |
      | form        | form | 25       |
      | json        | json | = 25     |
      | json-digits | json | 25       |

  @writes @req:addons.create/empty-pairs
  Scenario: Form with empty pairs (`&&`): purchase created
    Given without "quantity"
    And without "expires_on"
    And without "purchase_xid"
    And the content type is "application/x-www-form-urlencoded"
    And the body is
      """
      &quantity=10&&expires_on=2024-07-15&purchase_xid=A-{unique}&
      """
    When it is sent
    Then the status is one of 200, 201
    And the members are
      | /quantity     | = 10       |
      | /expires_on   | 2024-07-15 |
      | /purchase_xid | A-{unique} |

  @writes @req:addons.create/by-path
  Scenario: Namespace by path: 201
    Given with
      | id | {fresh_namespace.path} |
    When it is sent
    Then the status is 201
    And the members are
      | /namespace_id | = {fresh_namespace.id} |

  # The refusal names the namespace, which is another one each time, so it has no snapshot. By what it is named, and how
  # the refusal ends, changed between releases.
  @writes @req:addons.create/once
  Scenario: Same add-on bought again: 400, first purchase unchanged
    When it is sent
    Then the status is 201
    Given with
      | quantity     | 20         |
      | expires_on   | 2025-07-15 |
      | purchase_xid | B-{unique} |
    When it is sent
    Then the status is 400
    And the members are
      | /message | ~ ^400 Bad request - Add-on purchase for namespace .+ and add-on Code Suggestions already exists, |
    When "addons.get" is called with
      | id          | {fresh_namespace.id} |
      | add_on_name | code_suggestions     |
    Then the members are
      | /quantity     | = 10       |
      | /expires_on   | 2024-07-15 |
      | /purchase_xid | A-{unique} |

  @req:addons.create/root-only @req:addons.create/root-only-on-gitlab-com
  Scenario: Subgroup: 400
    Given with
      | id | {subgroup.id} |
    When it is sent
    Then the status is 400
    And the members are
      | /message | ~ ^400 Bad request - Namespace .+ is not a root namespace$ |
    And it is the snapshot "root-only"

  @req:addons.create/unknown-namespace
  Scenario Outline: Unknown namespace: 404, also with an invalid `quantity`
    Given with
      | id       | <id>       |
      | quantity | <quantity> |
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      {"message": "404 Namespace Not Found"}
      """
    And it is the snapshot "<case>"

    Examples:
      | case                           | id                     | quantity |
      | unknown-namespace              | {missing.namespace_id} | 10       |
      | unknown-namespace-and-quantity | no-namespace-{unique}  | many     |

  @req:addons.create/unknown-add-on
  Scenario: Unknown add-on: 404, also without `quantity`
    Given with
      | add_on_name | no_such_add_on |
    And without "quantity"
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      {"message": "404 Subscription Add-on Not Found"}
      """
    And it is the snapshot "unknown-add-on"

  @req:addons.create/missing-parameters
  Scenario Outline: Missing attributes: 400, error names them in order
    Given with
      | quantity     | = <quantity> |
      | expires_on   | = <day>      |
      | purchase_xid | = <name>     |
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"error": "<error>"}
      """
    And it is the snapshot "<case>"

    Examples:
      | case             | quantity | day          | name  | error                                                               |
      | without-quantity | null     | "2024-07-15" | "A-1" | quantity is missing                                                 |
      | without-day      | 10       | null         | "A-1" | expires_on is missing                                               |
      | without-name     | 10       | "2024-07-15" | null  | purchase_xid is missing                                             |
      | with-nothing     | null     | null         | null  | quantity is missing, expires_on is missing, purchase_xid is missing |

  @req:addons.create/wrong-types
  Scenario Outline: `quantity` or `expires_on` of the wrong type: 400, error names it
    Given with
      | quantity   | <quantity> |
      | expires_on | <day>      |
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"error": "<error>"}
      """
    And it is the snapshot "<case>"

    Examples:
      | case             | quantity | day        | error                                      |
      | quantity-invalid | many     | 2024-07-15 | quantity is invalid                        |
      | day-invalid      | 10       | never      | expires_on is invalid                      |
      | both-invalid     | many     | never      | quantity is invalid, expires_on is invalid |

  @req:addons.create/least-quantity
  Scenario Outline: `quantity` 0 or negative: 400
    Given with
      | quantity | <quantity> |
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"message": {"quantity": ["must be greater than or equal to 1"]}}
      """
    And it is the snapshot "<case>"

    Examples:
      | case     | quantity |
      | none     | 0        |
      | negative | -1       |

  @writes @req:addons.create/least-quantity
  Scenario: `quantity` 1: purchase created
    Given with
      | quantity | 1 |
    When it is sent
    Then the status is one of 200, 201
    And the members are
      | /quantity | = 1 |

  @req:addons.create/purchase-name
  Scenario Outline: `purchase_xid` empty, blank or too long: 400
    Given with
      | purchase_xid | = <name> |
    When it is sent
    Then the status is 400
    And the members are
      | /message/purchase_xid | : array |
    And it is the snapshot "<case>"

    Examples:
      | case       | name                                                |
      | empty-name | ""                                                  |
      | blank-name | "  "                                                |
      | long-name  | "{zeros}{zeros}{zeros}{zeros}{zeros}{zeros}{zeros}" |

  @req:addons.create/narrow-scope
  Scenario: Token scope too narrow: 403, no purchase
    Given it is signed with the secret "reading_admin"
    When it is sent
    Then the status is 403
    And the members are
      | /error             | insufficient_scope                                                        |
      | /error_description | The request requires higher privileges than provided by the access token. |
    And it is the snapshot "narrow-scope"
    When "addons.get" is called with
      | id          | {fresh_namespace.id} |
      | add_on_name | code_suggestions     |
    Then the status is 404
