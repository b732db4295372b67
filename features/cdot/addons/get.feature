@op:cdot.addons.get
Feature: Get an add-on purchase for the portal

  Background:
    Given the request
      | id          | {fresh_namespace.id} |
      | add_on_name | code_suggestions     |

  @writes @req:cdot.addons.get/shows @req:cdot.addons.get/names-the-namespace @req:cdot.addons.get/add-on-in-words
  Scenario: Purchase made: found with the same values
    When "cdot.addons.create_many" is called with
      | id               | {fresh_namespace.id}                                                                                                                                |
      | add_on_purchases | = {"duo_pro": [{"quantity": 12, "started_on": "2026-03-01", "expires_on": "2027-03-01", "purchase_xid": "A-{unique}", "trial": true}]} |
    And it is sent
    Then the status is 200
    And the members are
      | /namespace_id   | = {fresh_namespace.id} |
      | /namespace_name | {fresh_namespace.name} |
      | /add_on         | Code Suggestions       |
      | /quantity       | = 12                   |
      | /started_on     | 2026-03-01             |
      | /expires_on     | 2027-03-01             |
      | /purchase_xid   | A-{unique}             |
      | /trial          | = true                 |

  @req:cdot.addons.get/nothing-bought
  Scenario: No purchase: 404
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      {"message": "404 Not found"}
      """
    And it is the snapshot "nothing-bought"

  @req:cdot.addons.get/unknown-add-on
  Scenario Outline: Unknown add-on: 404
    Given with
      | add_on_name | <name> |
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      {"message": "404 Subscription Add-on Not Found"}
      """
    And it is the snapshot "<case>"

    Examples:
      | case           | name           |
      | unknown-add-on | no_such_add_on |
      | duo-pro        | duo_pro        |

  @writes @req:cdot.addons.get/by-path
  Scenario: Namespace by path: 200
    Given the request of the documented example
    And with
      | id | {fresh_namespace.path} |
    When it is sent
    Then the status is 200
    And the members are
      | /namespace_id | = {fresh_namespace.id} |
      | /quantity     | = 3                    |

  @req:cdot.addons.get/unknown-namespace
  Scenario Outline: Unknown namespace: 404, also with an unknown add-on
    Given with
      | id          | <id>   |
      | add_on_name | <name> |
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      {"message": "404 Namespace Not Found"}
      """
    And it is the snapshot "<case>"

    Examples:
      | case                         | id                     | name             |
      | unknown-id                   | {missing.namespace_id} | code_suggestions |
      | unknown-namespace-and-add-on | no-namespace-{unique}  | no_such_add_on   |
