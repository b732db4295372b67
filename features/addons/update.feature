@op:addons.update
Feature: What a namespace bought of an add-on changes

  Background:
    Given the request
      | id          | {fresh_namespace.id} |
      | add_on_name | code_suggestions     |
      | expires_on  | 2025-07-15           |

  @writes @req:addons.update/changes
  Scenario: The purchase is another one from then on
    Given "addons.create" was done as documented
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
  Scenario Outline: What is said is what is had
    Given "addons.create" was done as documented
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
  Scenario: Whose purchase it is, and of what
    Given "addons.create" was done as documented
    And it is sent
    Then the members are
      | /namespace_id   | = {fresh_namespace.id} |
      | /namespace_name | {fresh_namespace.name} |
      | /add_on         | Code Suggestions       |

  @writes @req:addons.update/no-quotes
  Scenario: Quotes are for the shell
    Given the request of the documented example
    When it is sent
    Then the members are
      | /quantity     | = 15        |
      | /expires_on   | 2024-07-15  |
      | /purchase_xid | A-S12345678 |

  @writes @req:addons.update/ok-is-200
  Scenario: The change has the ordinary status
    Given the request of the documented example
    When it is sent
    Then the status is 200
    And the members are
      | /quantity | = 15 |

  @writes @req:addons.update/keeps-the-rest
  Scenario: Only the last day changes
    When "addons.create" is called with
      | id           | {fresh_namespace.id} |
      | add_on_name  | code_suggestions     |
      | quantity     | 10                   |
      | expires_on   | 2024-07-15           |
      | purchase_xid | A-{unique}           |
    And it is sent
    Then the status is 200
    And the members are
      | /quantity     | = 10       |
      | /expires_on   | 2025-07-15 |
      | /purchase_xid | A-{unique} |

  @writes @req:addons.update/last-day
  Scenario: The last day is missing
    Given "addons.create" was done as documented
    Given with
      | quantity | 15 |
    And without "expires_on"
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"error": "expires_on is missing"}
      """
    And it is the snapshot "last-day"
    When "addons.get" is called with
      | id          | {fresh_namespace.id} |
      | add_on_name | code_suggestions     |
    Then the members are
      | /quantity | = 10 |

  @writes @req:addons.update/elsewhere-than-in-the-query
  Scenario Outline: The attributes travel otherwise
    Given "addons.create" was done as documented
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
  Scenario: The namespace by its path
    Given "addons.create" was done as documented
    Given with
      | id | {fresh_namespace.path} |
    When it is sent
    Then the status is 200
    And the members are
      | /namespace_id | = {fresh_namespace.id} |

  # The refusal names the namespace, which is another one each time, so it has no snapshot.
  @req:addons.update/nothing-bought
  Scenario: There is nothing to change
    Given with
      | quantity | 15 |
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"message": "400 Bad request - Add-on purchase for namespace {fresh_namespace.name} and add-on Code Suggestions does not exist, create a new record instead"}
      """
    When "addons.get" is called with
      | id          | {fresh_namespace.id} |
      | add_on_name | code_suggestions     |
    Then the status is 404

  @req:addons.update/unknown-namespace
  Scenario Outline: There is no such namespace
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
  Scenario: There is no such add-on
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
  Scenario Outline: A value of another type
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
  Scenario: Less than one
    Given "addons.create" was done as documented
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
  Scenario: The token is for something else
    Given it is signed with the secret "reading_admin"
    When it is sent
    Then the status is 403
    And the members are
      | /error             | insufficient_scope                                                        |
      | /error_description | The request requires higher privileges than provided by the access token. |
    And it is the snapshot "narrow-scope"
