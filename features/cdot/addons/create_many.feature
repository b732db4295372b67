@op:cdot.addons.create_many
Feature: Create, change and end add-on purchases for the portal

  Background:
    Given the request
      | id | {fresh_namespace.id} |
      | add_on_purchases | = {"duo_pro": [{"quantity": 3, "started_on": "2026-03-01", "expires_on": "2027-03-01", "purchase_xid": "A-{unique}"}]} |

  @writes @req:cdot.addons.create_many/creates
  Scenario: New purchase: 201, and found afterwards
    When it is sent
    Then the status is 201
    And the members are
      | /0/quantity   | = 3        |
      | /0/expires_on | 2027-03-01 |
      | /1            | (absent)   |
    When "cdot.addons.get" is called with
      | id          | {fresh_namespace.id} |
      | add_on_name | code_suggestions     |
    Then the members are
      | /quantity     | = 3        |
      | /expires_on   | 2027-03-01 |
      | /purchase_xid | A-{unique} |

  @writes @req:cdot.addons.create_many/each-attribute @req:cdot.addons.create_many/add-on-in-words
  Scenario Outline: Each attribute sent: same value in the answer
    Given with
      | add_on_purchases | = {"<name>": [{"quantity": 7, "started_on": "2026-02-28", "expires_on": "2028-02-29", "purchase_xid": "B-{unique}", "trial": <trial>}]} |
    When it is sent
    Then the members are
      | /0/namespace_id   | = {fresh_namespace.id} |
      | /0/namespace_name | {fresh_namespace.name} |
      | /0/add_on         | <words>                |
      | /0/quantity       | = 7                    |
      | /0/started_on     | 2026-02-28             |
      | /0/expires_on     | 2028-02-29             |
      | /0/purchase_xid   | B-{unique}             |
      | /0/trial          | = <trial>              |

    Examples:
      | case           | name              | words             | trial |
      | duo-pro        | duo_pro           | Code Suggestions  | false |
      | duo-enterprise | duo_enterprise    | Duo Enterprise    | true  |
      | analytics      | product_analytics | Product Analytics | false |

  @writes @req:cdot.addons.create_many/several
  Scenario: Two add-ons in one request: both bought
    Given with
      | add_on_purchases | = {"duo_pro": [{"quantity": 3, "started_on": "2026-03-01", "expires_on": "2027-03-01", "purchase_xid": "A-{unique}"}], "product_analytics": [{"quantity": 4, "started_on": "2026-03-01", "expires_on": "2027-03-01", "purchase_xid": "B-{unique}"}]} |
    When it is sent
    Then the status is 201
    And some item of "" has
      | /add_on   | Code Suggestions |
      | /quantity | = 3              |
    And some item of "" has
      | /add_on       | Product Analytics |
      | /quantity     | = 4               |
      | /purchase_xid | B-{unique}        |
    When "cdot.addons.get" is called with
      | id          | {fresh_namespace.id} |
      | add_on_name | product_analytics    |
    Then the members are
      | /quantity | = 4 |

  @writes @req:cdot.addons.create_many/changes
  Scenario: Purchase that is there: changed
    When it is sent
    Given with
      | add_on_purchases | = {"duo_pro": [{"quantity": 5, "started_on": "2026-04-01", "expires_on": "2028-03-01", "purchase_xid": "A-{unique}"}]} |
    When it is sent
    Then the status is 201
    And the members are
      | /0/quantity | = 5 |
    When "cdot.addons.get" is called with
      | id          | {fresh_namespace.id} |
      | add_on_name | code_suggestions     |
    Then the members are
      | /quantity   | = 5        |
      | /started_on | 2026-04-01 |
      | /expires_on | 2028-03-01 |

  @writes @req:cdot.addons.create_many/ends
  Scenario: Days in the past and no `quantity`: quantity kept, purchase ended
    When it is sent
    Given with
      | add_on_purchases | = {"duo_pro": [{"started_on": "2020-01-01", "expires_on": "2020-01-02"}]} |
    When it is sent
    Then the status is 201
    And the members are
      | /0/quantity     | = 3        |
      | /0/started_on   | 2020-01-01 |
      | /0/expires_on   | 2020-01-02 |
      | /0/purchase_xid | A-{unique} |

  @writes @req:cdot.addons.create_many/repeated
  Scenario: Same request twice: same answer
    When it is sent 2 times
    Then the status is 201
    And the members are
      | /0/quantity     | = 3        |
      | /0/purchase_xid | A-{unique} |
      | /1              | (absent)   |

  @writes @req:cdot.addons.create_many/first-counts
  Scenario: Two purchases of one add-on: the first counts
    Given with
      | add_on_purchases | = {"duo_pro": [{"quantity": 3, "started_on": "2026-03-01", "expires_on": "2027-03-01", "purchase_xid": "A-{unique}"}, {"quantity": 99, "started_on": "2026-03-01", "expires_on": "2027-03-01", "purchase_xid": "A-{unique}"}]} |
    When it is sent
    Then the status is 201
    And the members are
      | /0/quantity | = 3      |
      | /1          | (absent) |

  @writes @req:cdot.addons.create_many/enterprise-over-pro
  Scenario: Duo Pro, then both: Duo Enterprise alone
    When it is sent
    Given with
      | add_on_purchases | = {"duo_pro": [{"quantity": 3, "started_on": "2026-03-01", "expires_on": "2027-03-01", "purchase_xid": "A-{unique}"}], "duo_enterprise": [{"quantity": 2, "started_on": "2026-03-01", "expires_on": "2027-03-01", "purchase_xid": "A-{unique}"}]} |
    When it is sent
    Then the status is 201
    And the members are
      | /0/add_on   | Duo Enterprise |
      | /0/quantity | = 2            |
      | /1          | (absent)       |
    When "cdot.addons.get" is called with
      | id          | {fresh_namespace.id} |
      | add_on_name | code_suggestions     |
    Then the status is 404

  @writes @req:cdot.addons.create_many/unknown-names
  Scenario Outline: Unknown add-on, empty or null list: 201 with an empty list
    Given with
      | add_on_purchases | = <purchases> |
    When it is sent
    Then the status is 201
    And the body is exactly
      """
      []
      """

    Examples:
      | case    | purchases             |
      | unknown | {"nonsense": [{"quantity": 1, "started_on": "2026-03-01", "expires_on": "2027-03-01", "purchase_xid": "A-{unique}"}]} |
      | empty   | {"duo_pro": []}       |
      | null    | {"duo_pro": null}     |

  @writes @req:cdot.addons.create_many/nothing
  Scenario Outline: Empty object or null: 201 with an empty list
    Given with
      | add_on_purchases | = <purchases> |
    When it is sent
    Then the status is 201
    And the body is exactly
      """
      []
      """

    Examples:
      | case   | purchases |
      | object | {}        |
      | null   | null      |

  @req:cdot.addons.create_many/name-needed
  Scenario: New purchase without `purchase_xid`: 400
    Given with
      | add_on_purchases | = {"duo_pro": [{"quantity": 3, "started_on": "2026-03-01", "expires_on": "2027-03-01"}]} |
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"message": {"purchase_xid": ["can't be blank"]}}
      """
    And it is the snapshot "without-name"

  @writes @req:cdot.addons.create_many/no-quantity-left
  Scenario: `quantity` 0 for a purchase that is there: 400, unchanged
    When it is sent
    Given with
      | add_on_purchases | = {"duo_pro": [{"quantity": 0, "started_on": "2026-03-01", "expires_on": "2027-03-01", "purchase_xid": "A-{unique}"}]} |
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"message": {"quantity": ["must be greater than or equal to 1"]}}
      """
    And it is the snapshot "no-quantity"
    When "cdot.addons.get" is called with
      | id          | {fresh_namespace.id} |
      | add_on_name | code_suggestions     |
    Then the members are
      | /quantity | = 3 |

  @req:cdot.addons.create_many/missing-parameter
  Scenario: Without `add_on_purchases`: 400, error names it
    Given without "add_on_purchases"
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"error": "add_on_purchases is missing"}
      """
    And it is the snapshot "without-purchases"

  @req:cdot.addons.create_many/missing-days
  Scenario: Purchase without its days: 400, error names both
    Given with
      | add_on_purchases | = {"duo_pro": [{"quantity": 1}]} |
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"error": "add_on_purchases[duo_pro][0][started_on] is missing, add_on_purchases[duo_pro][0][expires_on] is missing"}
      """
    And it is the snapshot "without-days"

  @req:cdot.addons.create_many/wrong-types
  Scenario Outline: List, negative quantity, or a word for it: 400, error names it
    Given with
      | add_on_purchases | = <purchases> |
    When it is sent
    Then the status is 400
    And the members are
      | /error | ~ ^<begin> |
    And it is the snapshot "<case>"

    Examples:
      | case     | purchases | begin |
      | list     | [] | add_on_purchases is invalid$ |
      | word     | {"duo_pro": [{"quantity": "many", "started_on": "2026-03-01", "expires_on": "2027-03-01", "purchase_xid": "A-{unique}"}]} | add_on_purchases\\[duo_pro\\]\\[0\\]\\[quantity\\] is invalid |
      | negative | {"duo_pro": [{"quantity": -1, "started_on": "2026-03-01", "expires_on": "2027-03-01", "purchase_xid": "A-{unique}"}]} | add_on_purchases\\[duo_pro\\]\\[0\\]\\[quantity\\] |

  @writes @req:cdot.addons.create_many/by-path
  Scenario: Namespace by path: 201
    Given with
      | id | {fresh_namespace.path} |
    When it is sent
    Then the status is 201
    And the members are
      | /0/namespace_id | = {fresh_namespace.id} |

  @req:cdot.addons.create_many/unknown-namespace
  Scenario: Unknown namespace: 404
    Given with
      | id | {missing.namespace_id} |
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      {"message": "404 Namespace Not Found"}
      """
    And it is the snapshot "unknown-namespace"

  @req:cdot.addons.create_many/unknown-namespace
  Scenario: Unknown namespace without `add_on_purchases`: 404
    Given with
      | id | {missing.namespace_id} |
    And without "add_on_purchases"
    When it is sent
    Then the status is 404
    And the members are
      | /message | 404 Namespace Not Found |
