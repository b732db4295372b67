@op:cdot.subscriptions.update
Feature: Update a subscription for the portal

  Background:
    When "cdot.subscriptions.create" is called with
      | id             | {fresh_namespace.id} |
      | start_date     | 2026-03-01           |
      | end_date       | 2027-03-01           |
      | seats          | = 80                 |
      | max_seats_used | = 82                 |
    Given the request
      | id | {fresh_namespace.id} |

  @writes @req:cdot.subscriptions.update/changes @req:cdot.subscriptions.update/keeps-the-rest
  Scenario: Only `seats` sent: 200, changed, the rest unchanged
    Given with
      | seats | = 81 |
    When it is sent
    Then the status is 200
    And the members are
      | /usage/seats_in_subscription     | = 81       |
      | /usage/max_seats_used            | = 82       |
      | /plan/name                       | : string or null |
      | /plan/upgradable                 | : boolean  |
      | /plan/trial                      | = false    |
      | /billing/subscription_start_date | 2026-03-01 |
      | /billing/subscription_end_date   | 2027-03-01 |
    When "cdot.subscriptions.get" is called with
      | id | {fresh_namespace.id} |
    Then the members are
      | /usage/seats_in_subscription     | = 81       |
      | /usage/max_seats_used            | = 82       |
      | /billing/subscription_start_date | 2026-03-01 |
      | /billing/subscription_end_date   | 2027-03-01 |

  @writes @req:cdot.subscriptions.update/each-attribute
  Scenario Outline: Each attribute sent: same value in the answer
    Given with
      | <attribute> | <value> |
    When it is sent
    Then the members are
      | <pointer> | <shown> |

    Examples:
      | case       | attribute      | value      | pointer                          | shown      |
      | start      | start_date     | 2026-08-01 | /billing/subscription_start_date | 2026-08-01 |
      | end        | end_date       | 2028-02-29 | /billing/subscription_end_date   | 2028-02-29 |
      | plan       | plan_code      | free       | /plan/code                       | free       |
      | seats      | seats          | = 81       | /usage/seats_in_subscription     | = 81       |
      | seats-used | max_seats_used | = 7        | /usage/max_seats_used            | = 7        |
      | renewing   | auto_renew     | = true     | /plan/auto_renew                 | = true     |
      | ending     | auto_renew     | = false    | /plan/auto_renew                 | = false    |

  @writes @req:cdot.subscriptions.update/each-attribute @req:cdot.subscriptions.update/trial-starts-on
  Scenario: `trial` true, then false: answered as a trial, then not
    Given with
      | trial           | = true     |
      | trial_starts_on | 2026-03-01 |
      | trial_ends_on   | 2026-04-01 |
    When it is sent
    Then the members are
      | /plan/trial            | = true     |
      | /billing/trial_ends_on | 2026-04-01 |
    Given with
      | trial | = false |
    When it is sent
    Then the members are
      | /plan/trial | = false |

  @writes @req:cdot.subscriptions.update/in-the-query
  Scenario: Attributes in the query: 200
    Given with
      | seats | 25 |
    And travelling as "query"
    When it is sent
    Then the status is 200
    And the members are
      | /usage/seats_in_subscription | = 25 |

  @writes @req:cdot.subscriptions.update/nothing-sent
  Scenario: No attribute: 200, nothing changed
    When it is sent
    Then the status is 200
    And the members are
      | /usage/seats_in_subscription     | = 80       |
      | /billing/subscription_start_date | 2026-03-01 |

  @writes @req:cdot.subscriptions.update/by-path
  Scenario: Namespace by path: 200
    Given with
      | id    | {fresh_namespace.path} |
      | seats | = 81                   |
    When it is sent
    Then the status is 200
    And the members are
      | /usage/seats_in_subscription | = 81 |

  @req:cdot.subscriptions.update/no-subscription
  Scenario: No subscription: 404
    Given with
      | id    | {other_fresh_namespace.id} |
      | seats | = 10                       |
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      {"message": "404 GitlabSubscription Not Found"}
      """
    And it is the snapshot "no-subscription"

  @req:cdot.subscriptions.update/unknown-namespace
  Scenario Outline: Unknown namespace: 404, also with invalid `seats`
    Given with
      | id    | <id>    |
      | seats | <seats> |
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      {"message": "404 Namespace Not Found"}
      """
    And it is the snapshot "<case>"

    Examples:
      | case                        | id                     | seats |
      | unknown-id                  | {missing.namespace_id} | = 10  |
      | unknown-namespace-and-seats | no-namespace-{unique}  | many  |

  @writes @req:cdot.subscriptions.update/null-seats
  Scenario: `seats` null: 400, subscription unchanged
    Given with
      | seats | = null |
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"message": {"seats": ["can't be blank"]}}
      """
    And it is the snapshot "null-seats"
    When "cdot.subscriptions.get" is called with
      | id | {fresh_namespace.id} |
    Then the members are
      | /usage/seats_in_subscription | = 80 |

  @writes @req:cdot.subscriptions.update/wrong-types
  Scenario Outline: Attribute of the wrong type: 400, error names it, nothing changed
    Given with
      | max_seats_used | = 1     |
      | <attribute>    | <value> |
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"error": "<attribute> is invalid"}
      """
    And it is the snapshot "<case>"
    When "cdot.subscriptions.get" is called with
      | id | {fresh_namespace.id} |
    Then the members are
      | /usage/max_seats_used | = 82 |

    Examples:
      | case          | attribute  | value |
      | seats-invalid | seats      | many  |
      | start-invalid | start_date | soon  |

  @writes @req:cdot.subscriptions.update/trial-needs-start
  Scenario: Trial without `trial_starts_on` and `start_date`: 400, no trial
    Given with
      | trial         | = true     |
      | trial_ends_on | 2026-04-01 |
    When it is sent
    Then the status is 400
    And some item of "/message/trial_starts_on" has
      |  | can't be blank |
    When "cdot.subscriptions.get" is called with
      | id | {fresh_namespace.id} |
    Then the members are
      | /plan/trial            | = false |
      | /billing/trial_ends_on | = null  |
