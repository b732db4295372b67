@op:subscriptions.create
Feature: Create a subscription
  CustomersDot tells the instance that seats were bought for a namespace.

  Background:
    Given the request
      | id         | {fresh_namespace.id} |
      | start_date | 2020-07-15           |
      | plan_code  | premium              |
      | seats      | 10                   |

  @writes @req:subscriptions.create/creates
  Scenario: New subscription: answered, and found afterwards
    When it is sent
    Then the status is one of 200, 201
    And the members are
      | /usage/seats_in_subscription     | = 10       |
      | /billing/subscription_start_date | 2020-07-15 |
    When "subscriptions.get" is called with
      | id | {fresh_namespace.id} |
    Then the members are
      | /usage/seats_in_subscription     | = 10       |
      | /billing/subscription_start_date | 2020-07-15 |

  @writes @req:subscriptions.create/plan
  Scenario Outline: Plan sent: answered with its code and a name, and found afterwards
    Given with
      | plan_code | <plan> |
    When it is sent
    Then the status is one of 200, 201
    And the members are
      | /plan/code | <plan> |
      | /plan/name | ~ .    |
    When "subscriptions.get" is called with
      | id | {fresh_namespace.id} |
    Then the members are
      | /plan/code | <plan> |

    Examples:
      | plan     |
      | premium  |
      | ultimate |

  @writes @req:subscriptions.create/plan-title
  Scenario Outline: Plan sent: answered with its title, an unknown one with null
    Given with
      | plan_code | <plan> |
    When it is sent
    Then the status is 201
    And the members are
      | /plan/code | <code>  |
      | /plan/name | <title> |

    Examples:
      | case    | plan         | code     | title    |
      | known   | ultimate     | ultimate | Ultimate |
      | unknown | no-such-plan | = null   | = null   |
      | capital | ULTIMATE     | = null   | = null   |

  @writes @req:subscriptions.create/upgradable
  Scenario Outline: Paid plan: upgradable unless it is the highest
    Given with
      | plan_code | <plan> |
    When it is sent
    Then the status is 201
    And the members are
      | /plan/upgradable | = <upgradable> |

    Examples:
      | plan     | upgradable |
      | premium  | true       |
      | ultimate | false      |

  @writes @req:subscriptions.create/each-attribute
  Scenario Outline: Each attribute sent: same value in the answer
    Given with
      | <attribute> | <value> |
    When it is sent
    Then the status is one of 200, 201
    And the members are
      | <pointer> | <shown> |

    Examples:
      | case        | attribute      | value      | pointer                          | shown      |
      | start       | start_date     | 2024-02-29 | /billing/subscription_start_date | 2024-02-29 |
      | end         | end_date       | 2021-07-15 | /billing/subscription_end_date   | 2021-07-15 |
      | seats       | seats          | 80         | /usage/seats_in_subscription     | = 80       |
      | seats-used  | max_seats_used | 7          | /usage/max_seats_used            | = 7        |
      | renewing    | auto_renew     | true       | /plan/auto_renew                 | = true     |
      | ending      | auto_renew     | false      | /plan/auto_renew                 | = false    |
      | not-a-trial | trial          | false      | /plan/trial                      | = false    |

  @writes @req:subscriptions.create/each-attribute @req:subscriptions.create/trial-starts-on
  Scenario: Trial with first and last day: answered as a trial
    Given with
      | trial           | true       |
      | trial_starts_on | 2020-07-20 |
      | trial_ends_on   | 2020-08-15 |
    When it is sent
    Then the status is one of 200, 201
    And the members are
      | /plan/trial            | = true     |
      | /billing/trial_ends_on | 2020-08-15 |

  @writes @req:subscriptions.create/personal-namespace
  Scenario: Personal namespace: subscription created, and found afterwards
    Given with
      | id | {fresh_own_namespace.id} |
    When it is sent
    Then the status is one of 200, 201
    And the members are
      | /usage/seats_in_subscription | = 10 |
    When "subscriptions.get" is called with
      | id | {fresh_own_namespace.id} |
    Then the members are
      | /usage/seats_in_subscription | = 10 |

  @writes @req:subscriptions.create/start-date
  Scenario: Without `start_date`: no subscription
    Given without "start_date"
    When it is sent
    Then the members are
      | /plan | (absent) |
    Given with
      | start_date | 2020-07-15 |
    When it is sent
    Then the members are
      | /billing/subscription_start_date | 2020-07-15 |

  @writes @req:subscriptions.create/unsaid
  Scenario: Attributes not sent: `trial` false, `auto_renew` and end dates null
    When it is sent
    Then the members are
      | /plan/trial                    | = false |
      | /plan/auto_renew               | = null  |
      | /billing/subscription_end_date | = null  |
      | /billing/trial_ends_on         | = null  |

  @writes @req:subscriptions.create/usage
  Scenario: Answer has the seats bought, in use, used at most and owed
    Given with
      | max_seats_used | 3 |
    When it is sent
    Then the members are
      | /plan/upgradable             | : boolean |
      | /usage/seats_in_subscription | = 10      |
      | /usage/seats_in_use          | : integer |
      | /usage/max_seats_used        | = 3       |
      | /usage/seats_owed            | : integer |

  @writes @req:subscriptions.create/no-quotes
  Scenario: Documented example: values without the quotes of its shell command
    Given the request of the documented example
    When it is sent
    Then the members are
      | /usage/seats_in_subscription     | = 10       |
      | /billing/subscription_start_date | 2020-07-15 |

  @writes @req:subscriptions.create/header-token
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
    Then the status is one of 200, 201
    And the members are
      | /usage/seats_in_subscription | = 10 |

  @writes @req:subscriptions.create/strict-json
  Scenario: Answer is strict JSON, without trailing commas
    Given the request of the documented example
    When it is sent
    Then the members are
      | /plan/upgradable                 | : boolean  |
      | /usage/seats_owed                | = 0        |
      | /billing/subscription_start_date | 2020-07-15 |

  @writes @req:subscriptions.create/created-is-201
  Scenario: New subscription: 201
    When it is sent
    Then the status is 201
    And the members are
      | /usage/seats_in_subscription | = 10 |

  @writes @req:subscriptions.create/elsewhere-than-in-the-query
  Scenario Outline: Attributes as form or JSON: 201
    Given with
      | seats      | <seats> |
      | auto_renew | <renew> |
    And travelling as "<way>"
    When it is sent
    Then the status is 201
    And the members are
      | /plan/auto_renew                 | = true     |
      | /usage/seats_in_subscription     | = 25       |
      | /billing/subscription_start_date | 2020-07-15 |

    Examples:
      | case | way  | seats | renew  |
      | form | form | 25    | true   |
      | json | json | = 25  | = true |

  @writes @req:subscriptions.create/by-path
  Scenario: Namespace by path: 201
    Given with
      | id | {fresh_namespace.path} |
    When it is sent
    Then the status is 201
    And the members are
      | /usage/seats_in_subscription | = 10 |
    When "subscriptions.get" is called with
      | id | {fresh_namespace.id} |
    Then the members are
      | /usage/seats_in_subscription | = 10 |

  @req:subscriptions.create/unknown-namespace
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

  @req:subscriptions.create/namespace-first
  Scenario Outline: Unknown namespace or token of a non-administrator, invalid parameters: 404 or 403
    Given with
      | id    | <id> |
      | seats | many |
    And without "start_date"
    And it is signed with the secret "<whose>"
    When it is sent
    Then the status is <status>
    And the members are
      | /message | <message> |

    Examples:
      | case              | id                     | whose     | status | message                 |
      | unknown-namespace | {missing.namespace_id} | admin     | 404    | 404 Namespace Not Found |
      | somebody-else     | {fresh_namespace.id}   | developer | 403    | 403 Forbidden           |

  @req:subscriptions.create/parameters-first
  Scenario: Unknown namespace, no `start_date`, invalid `seats`: 400, error names both
    Given with
      | id    | {missing.namespace_id} |
      | seats | many                   |
    And without "start_date"
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"error": "seats is invalid, start_date is missing"}
      """
    And it is the snapshot "unknown-namespace-and-parameters"

  @req:subscriptions.create/parameters-first
  Scenario: Token of a non-administrator and no `start_date`: 400, error names it
    Given without "start_date"
    And it is signed with the secret "developer"
    When it is sent
    Then the status is 400
    And the members are
      | /error | start_date is missing |

  @req:subscriptions.create/token-first
  Scenario: Without a token and `start_date`: 401, not 400
    Given without "start_date"
    And the credential is "missing"
    When it is sent
    Then the status is 401
    And the body is exactly
      """
      {"message": "401 Unauthorized"}
      """
    And it is the snapshot "token-first"

  @req:subscriptions.create/missing-start-date
  Scenario: Without `start_date`: 400, error names it
    Given without "start_date"
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"error": "start_date is missing"}
      """
    And it is the snapshot "missing-start-date"

  @req:subscriptions.create/blank-start-date
  Scenario: Empty `start_date`: 400
    Given with
      | start_date | = "" |
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"message": {"start_date": ["can't be blank"]}}
      """
    And it is the snapshot "blank-start-date"

  @req:subscriptions.create/wrong-types
  Scenario Outline: Attribute of the wrong type: 400, error names it, no subscription
    Given with
      | <attribute> | <value> |
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
      | /plan/code | = null |

    Examples:
      | case                | attribute       | value   |
      | seats-invalid       | seats           | many    |
      | seats-used-invalid  | max_seats_used  | most    |
      | start-invalid       | start_date      | soon    |
      | end-invalid         | end_date        | never   |
      | auto-renew-invalid  | auto_renew      | perhaps |
      | trial-invalid       | trial           | perhaps |
      | trial-start-invalid | trial_starts_on | soon    |
      | trial-end-invalid   | trial_ends_on   | never   |

  @writes @req:subscriptions.create/trial-without-start
  Scenario: Trial without `trial_starts_on`: 201
    Given with
      | trial         | true       |
      | trial_ends_on | 2020-08-15 |
    When it is sent
    Then the status is 201
    And the members are
      | /plan/trial            | = true     |
      | /billing/trial_ends_on | 2020-08-15 |

  @writes @req:subscriptions.create/trial-without-end
  Scenario: Trial without `trial_ends_on`: 400
    Given with
      | trial | true |
    When it is sent
    Then the status is 400
    And some item of "/message/trial_ends_on" has
      |  | can't be blank |
    And it is the snapshot "trial-without-end"

  @writes @req:subscriptions.create/trial-needs-end
  Scenario Outline: Trial without an end, or that ends before it starts: 400, no subscription
    Given with
      | trial         | true   |
      | trial_ends_on | <last> |
    When it is sent
    Then the status is 400
    And some item of "/message/trial_ends_on" has
      |  | <fault> |
    And it is the snapshot "<case>"
    When "subscriptions.get" is called with
      | id | {fresh_namespace.id} |
    Then the members are
      | /usage/seats_in_subscription | = null |

    Examples:
      | case              | last       | fault                           |
      | trial-without-end | = null     | can't be blank                  |
      | trial-ends-before | 2020-07-01 | must be greater than 2020-07-15 |

  @writes @req:subscriptions.create/one-per-namespace
  Scenario: Second subscription: first one unchanged
    When it is sent
    Then the status is 201
    Given with
      | seats | 20 |
    When it is sent
    Then the members are
      | /plan | (absent) |
    When "subscriptions.get" is called with
      | id | {fresh_namespace.id} |
    Then the members are
      | /usage/seats_in_subscription | = 10 |

  @req:subscriptions.create/narrow-scope
  Scenario: Token scope too narrow: 403
    Given it is signed with the secret "reading_admin"
    When it is sent
    Then the status is 403
    And the members are
      | /error             | insufficient_scope                                                        |
      | /error_description | The request requires higher privileges than provided by the access token. |
    And it is the snapshot "narrow-scope"

  @writes @req:subscriptions.create/made-tokens
  Scenario: Token from `ssh.personal_access_token` of an administrator: accepted
    When "ssh.personal_access_token" is called with
      | key_id | {example_key.key_id} |
      | name   | seller-{unique}      |
      | scopes | = ["api"]            |
    And "/token" is kept as "token"
    Given it is signed with the token "{kept.token}"
    When it is sent
    Then the status is one of 200, 201
    And the members are
      | /usage/seats_in_subscription | = 10 |

  @writes @req:subscriptions.create/made-tokens
  Scenario Outline: Token from `ssh.personal_access_token`, wrong scope or non-administrator: 403
    When "ssh.personal_access_token" is called with
      | key_id | {<whose>.key_id} |
      | name   | seller-{unique}  |
      | scopes | = ["<scope>"]    |
    And "/token" is kept as "token"
    Given it is signed with the token "{kept.token}"
    When it is sent
    Then the status is 403
    And the members are
      | <pointer> | <text> |
    When "subscriptions.get" is called with
      | id | {fresh_namespace.id} |
    Then the members are
      | /plan/code | = null |

    Examples:
      | case             | whose       | scope     | pointer  | text               |
      | for-reading-only | example_key | read_user | /error   | insufficient_scope |
      | of-somebody-else | member      | api       | /message | 403 Forbidden      |
