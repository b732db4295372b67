@op:subscriptions.update
Feature: Update a subscription
  Seats are added, terms are renewed, trials end.

  Background:
    Given the request
      | id | {fresh_namespace.id} |

  @writes @req:subscriptions.update/changes @req:subscriptions.update/keeps-the-rest
  Scenario: Only `max_seats_used` sent: changed, the rest unchanged
    When "subscriptions.create" is called with
      | id             | {fresh_namespace.id} |
      | start_date     | 2020-07-15           |
      | end_date       | 2021-07-15           |
      | plan_code      | premium              |
      | seats          | 80                   |
      | max_seats_used | 82                   |
      | auto_renew     | true                 |
    Given with
      | max_seats_used | 0 |
    When it is sent
    Then the members are
      | /usage/max_seats_used            | = 0        |
      | /usage/seats_in_subscription     | = 80       |
      | /plan/trial                      | = false    |
      | /plan/auto_renew                 | = true     |
      | /billing/subscription_start_date | 2020-07-15 |
      | /billing/subscription_end_date   | 2021-07-15 |
    When "subscriptions.get" is called with
      | id | {fresh_namespace.id} |
    Then the members are
      | /usage/max_seats_used            | = 0        |
      | /usage/seats_in_subscription     | = 80       |
      | /plan/auto_renew                 | = true     |
      | /billing/subscription_start_date | 2020-07-15 |
      | /billing/subscription_end_date   | 2021-07-15 |

  @writes @req:subscriptions.update/plan
  Scenario: Only `seats` sent: plan unchanged; another plan: answered, and found afterwards
    When "subscriptions.create" is called with
      | id         | {fresh_namespace.id} |
      | start_date | 2020-07-15           |
      | plan_code  | premium              |
      | seats      | 80                   |
    Given with
      | seats | 81 |
    When it is sent
    Then the members are
      | /plan/code | premium |
    Given with
      | plan_code | ultimate |
    When it is sent
    Then the members are
      | /plan/code | ultimate |
    When "subscriptions.get" is called with
      | id | {fresh_namespace.id} |
    Then the members are
      | /plan/code | ultimate |

  @writes @req:subscriptions.update/each-attribute
  Scenario Outline: Each attribute sent: same value in the answer
    When "subscriptions.create" is called with
      | id         | {fresh_namespace.id} |
      | start_date | 2020-07-15           |
      | plan_code  | premium              |
      | seats      | 80                   |
    Given with
      | <attribute> | <value> |
    When it is sent
    Then the members are
      | <pointer> | <shown> |

    Examples:
      | case       | attribute      | value      | pointer                          | shown      |
      | start      | start_date     | 2020-08-01 | /billing/subscription_start_date | 2020-08-01 |
      | end        | end_date       | 2024-02-29 | /billing/subscription_end_date   | 2024-02-29 |
      | seats      | seats          | 81         | /usage/seats_in_subscription     | = 81       |
      | seats-used | max_seats_used | 7          | /usage/max_seats_used            | = 7        |
      | renewing   | auto_renew     | true       | /plan/auto_renew                 | = true     |
      | ending     | auto_renew     | false      | /plan/auto_renew                 | = false    |

  @writes @req:subscriptions.update/each-attribute @req:subscriptions.update/trial-starts-on
  Scenario: `trial` true, then false: answered as a trial, then not
    When "subscriptions.create" is called with
      | id         | {fresh_namespace.id} |
      | start_date | 2020-07-15           |
      | plan_code  | premium              |
      | seats      | 80                   |
    Given with
      | trial           | true       |
      | trial_starts_on | 2020-07-20 |
      | trial_ends_on   | 2020-08-15 |
    When it is sent
    Then the members are
      | /plan/trial            | = true     |
      | /billing/trial_ends_on | 2020-08-15 |
    Given with
      | trial | false |
    When it is sent
    Then the members are
      | /plan/trial | = false |

  @writes @req:subscriptions.update/personal-namespace
  Scenario: Subscription of a personal namespace: changed
    When "subscriptions.create" is called with
      | id         | {fresh_own_namespace.id} |
      | start_date | 2020-07-15               |
      | plan_code  | premium                  |
      | seats      | 80                       |
    Given with
      | id    | {fresh_own_namespace.id} |
      | seats | 81                       |
    When it is sent
    Then the members are
      | /usage/seats_in_subscription | = 81 |

  @writes @req:subscriptions.update/header-token
  Scenario: Token in the `TOKEN` header, as in the example: accepted
    When "ssh.personal_access_token" is called with
      | key_id | {example_key.key_id} |
      | name   | seller-{unique}      |
      | scopes | = ["api"]            |
    And "/token" is kept as "token"
    Given the request of the documented example
    And the credential is "missing"
    And the header "TOKEN" is "{kept.token}"
    When it is sent
    Then the members are
      | /usage/seats_in_subscription | = 80 |
      | /usage/max_seats_used        | = 0  |

  @writes @req:subscriptions.update/strict-json
  Scenario: Answer is strict JSON, without trailing commas
    Given the request of the documented example
    When it is sent
    Then the members are
      | /plan/upgradable                 | : boolean  |
      | /usage/seats_in_use              | : integer  |
      | /usage/seats_owed                | = 2        |
      | /billing/subscription_start_date | 2020-07-15 |

  @writes @req:subscriptions.update/ok-is-200
  Scenario: Subscription changed: 200
    Given the request of the documented example
    When it is sent
    Then the status is 200
    And the members are
      | /usage/max_seats_used | = 0 |

  @writes @req:subscriptions.update/new-term
  Scenario: Start moved: `max_seats_used` kept; new term after the end: reset
    When "subscriptions.create" is called with
      | id             | {fresh_namespace.id} |
      | start_date     | 2020-07-15           |
      | end_date       | 2021-07-15           |
      | plan_code      | premium              |
      | seats          | 10                   |
      | max_seats_used | 12                   |
    Given with
      | start_date | 2020-08-01 |
    When it is sent
    Then the members are
      | /usage/max_seats_used | = 12 |
    Given with
      | start_date | 2021-08-01 |
      | end_date   | 2022-08-01 |
    When it is sent
    Then the status is 200
    And the members are
      | /usage/max_seats_used            | != 12      |
      | /usage/seats_owed                | = 0        |
      | /usage/seats_in_subscription     | = 10       |
      | /billing/subscription_start_date | 2021-08-01 |

  @writes @req:subscriptions.update/start-alone
  Scenario: Start after the end, and no new end: `max_seats_used` kept
    When "subscriptions.create" is called with
      | id             | {fresh_namespace.id} |
      | start_date     | 2020-07-15           |
      | end_date       | 2021-07-15           |
      | seats          | 10                   |
      | max_seats_used | 12                   |
    Given with
      | start_date | 2021-08-01 |
    When it is sent
    Then the status is 200
    And the members are
      | /usage/max_seats_used            | = 12       |
      | /billing/subscription_start_date | 2021-08-01 |
      | /billing/subscription_end_date   | 2021-07-15 |

  @writes @req:subscriptions.update/elsewhere-than-in-the-query
  Scenario Outline: Attributes as form or JSON: 200
    When "subscriptions.create" is called with
      | id         | {fresh_namespace.id} |
      | start_date | 2020-07-15           |
      | plan_code  | premium              |
      | seats      | 80                   |
    Given with
      | seats | <seats> |
    And travelling as "<way>"
    When it is sent
    Then the status is 200
    And the members are
      | /usage/seats_in_subscription | = 25 |

    Examples:
      | case | way  | seats |
      | form | form | 25    |
      | json | json | = 25  |

  @writes @req:subscriptions.update/by-path
  Scenario: Namespace by path: 200
    When "subscriptions.create" is called with
      | id         | {fresh_namespace.id} |
      | start_date | 2020-07-15           |
      | seats      | 80                   |
    Given with
      | id    | {fresh_namespace.path} |
      | seats | 81                     |
    When it is sent
    Then the status is 200
    And the members are
      | /usage/seats_in_subscription | = 81 |

  @req:subscriptions.update/no-subscription
  Scenario: No subscription: 404
    Given with
      | seats | 10 |
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      {"message": "404 GitlabSubscription Not Found"}
      """
    And it is the snapshot "no-subscription"

  @req:subscriptions.update/unknown-namespace
  Scenario Outline: Unknown namespace: 404
    Given with
      | id    | <id> |
      | seats | 10   |
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

  @req:subscriptions.update/namespace-first
  Scenario Outline: Unknown namespace or token of a non-administrator, invalid `seats`: 404 or 403
    Given with
      | id    | <id> |
      | seats | many |
    And it is signed with the secret "<whose>"
    When it is sent
    Then the status is <status>
    And the members are
      | /message | <message> |

    Examples:
      | case              | id                     | whose     | status | message                 |
      | unknown-namespace | {missing.namespace_id} | admin     | 404    | 404 Namespace Not Found |
      | somebody-else     | {fresh_namespace.id}   | developer | 403    | 403 Forbidden           |

  @req:subscriptions.update/parameters-first
  Scenario: Unknown namespace and invalid `seats`: 400, error names it
    Given with
      | id    | {missing.namespace_id} |
      | seats | many                   |
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"error": "seats is invalid"}
      """
    And it is the snapshot "unknown-namespace-and-seats"

  @req:subscriptions.update/parameters-first
  Scenario: Token of a non-administrator and invalid `seats`: 400, error names it
    Given with
      | seats | many |
    And it is signed with the secret "developer"
    When it is sent
    Then the status is 400
    And the members are
      | /error | seats is invalid |

  @writes @req:subscriptions.update/null-seats
  Scenario: `seats` null: 400, subscription unchanged
    When "subscriptions.create" is called with
      | id         | {fresh_namespace.id} |
      | start_date | 2020-07-15           |
      | seats      | 80                   |
    Given with
      | seats | = null |
    And travelling as "json"
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"message": {"seats": ["can't be blank"]}}
      """
    And it is the snapshot "null-seats"
    When "subscriptions.get" is called with
      | id | {fresh_namespace.id} |
    Then the members are
      | /usage/seats_in_subscription | = 80 |

  @writes @req:subscriptions.update/wrong-types
  Scenario Outline: Attribute of the wrong type: 400, error names it, nothing changed
    When "subscriptions.create" is called with
      | id         | {fresh_namespace.id} |
      | start_date | 2020-07-15           |
      | seats      | 80                   |
    Given with
      | end_date    | 2021-07-15 |
      | <attribute> | <value>    |
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"error": "<attribute> is invalid"}
      """
    And it is the snapshot "<case>"
    When "subscriptions.get" is called with
      | id | {fresh_namespace.id} |
    Then the members are
      | /usage/seats_in_subscription   | = 80   |
      | /billing/subscription_end_date | = null |

    Examples:
      | case                | attribute       | value   |
      | seats-invalid       | seats           | many    |
      | seats-used-invalid  | max_seats_used  | most    |
      | start-invalid       | start_date      | soon    |
      | auto-renew-invalid  | auto_renew      | perhaps |
      | trial-invalid       | trial           | perhaps |
      | trial-start-invalid | trial_starts_on | soon    |
      | trial-end-invalid   | trial_ends_on   | never   |

  @writes @req:subscriptions.update/trial-without-start
  Scenario: Trial with `start_date` and without `trial_starts_on`: 200
    When "subscriptions.create" is called with
      | id         | {fresh_namespace.id} |
      | start_date | 2020-07-15           |
      | seats      | 80                   |
    Given with
      | start_date    | 2020-07-16 |
      | trial         | true       |
      | trial_ends_on | 2020-08-15 |
    When it is sent
    Then the status is 200
    And the members are
      | /plan/trial            | = true     |
      | /billing/trial_ends_on | 2020-08-15 |

  @writes @req:subscriptions.update/trial-needs-start
  Scenario: Trial without `trial_starts_on` and `start_date`: 400, no trial
    When "subscriptions.create" is called with
      | id         | {fresh_namespace.id} |
      | start_date | 2020-07-15           |
      | seats      | 80                   |
    Given with
      | trial         | true       |
      | trial_ends_on | 2020-08-15 |
    When it is sent
    Then the status is 400
    And some item of "/message/trial_starts_on" has
      |  | can't be blank |
    And it is the snapshot "trial-without-start"
    When "subscriptions.get" is called with
      | id | {fresh_namespace.id} |
    Then the members are
      | /plan/trial            | = false |
      | /billing/trial_ends_on | = null  |

  @writes @req:subscriptions.update/trial-needs-end
  Scenario Outline: Trial without an end, or that ends before it starts: 400, no trial
    When "subscriptions.create" is called with
      | id         | {fresh_namespace.id} |
      | start_date | 2020-07-15           |
      | seats      | 80                   |
    Given with
      | trial           | true       |
      | trial_starts_on | 2020-07-15 |
      | trial_ends_on   | <last>     |
    When it is sent
    Then the status is 400
    And some item of "/message/trial_ends_on" has
      |  | <fault> |
    And it is the snapshot "<case>"
    When "subscriptions.get" is called with
      | id | {fresh_namespace.id} |
    Then the members are
      | /plan/trial | = false |

    Examples:
      | case              | last       | fault                           |
      | trial-without-end | = null     | can't be blank                  |
      | trial-ends-before | 2020-07-01 | must be greater than 2020-07-15 |

  @req:subscriptions.update/narrow-scope
  Scenario: Token scope too narrow: 403
    Given with
      | seats | 10 |
    And it is signed with the secret "reading_admin"
    When it is sent
    Then the status is 403
    And the members are
      | /error             | insufficient_scope                                                        |
      | /error_description | The request requires higher privileges than provided by the access token. |
    And it is the snapshot "narrow-scope"
