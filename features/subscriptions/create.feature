@op:subscriptions.create
Feature: A namespace gets a subscription
  Somebody bought seats, and CustomersDot tells the instance.

  Background:
    Given the request
      | id         | {fresh_namespace.id} |
      | start_date | 2020-07-15           |
      | plan_code  | premium              |
      | seats      | 10                   |

  @writes @req:subscriptions.create/creates
  Scenario: The subscription is there from then on
    When it is sent
    Then the status is one of 200, 201
    And the members are
      | /plan/code                       | premium    |
      | /usage/seats_in_subscription     | = 10       |
      | /billing/subscription_start_date | 2020-07-15 |
    When "subscriptions.get" is called with
      | id | {fresh_namespace.id} |
    Then the members are
      | /plan/code                       | premium    |
      | /usage/seats_in_subscription     | = 10       |
      | /billing/subscription_start_date | 2020-07-15 |

  @writes @req:subscriptions.create/each-attribute
  Scenario Outline: What is said is what is had
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
      | other-plan  | plan_code      | ultimate   | /plan/code                       | ultimate   |
      | seats       | seats          | 80         | /usage/seats_in_subscription     | = 80       |
      | seats-used  | max_seats_used | 7          | /usage/max_seats_used            | = 7        |
      | renewing    | auto_renew     | true       | /plan/auto_renew                 | = true     |
      | ending      | auto_renew     | false      | /plan/auto_renew                 | = false    |
      | not-a-trial | trial          | false      | /plan/trial                      | = false    |

  @writes @req:subscriptions.create/each-attribute @req:subscriptions.create/trial-starts-on
  Scenario: A trial with both of its days
    Given with
      | trial           | true       |
      | trial_starts_on | 2020-07-20 |
      | trial_ends_on   | 2020-08-15 |
    When it is sent
    Then the status is one of 200, 201
    And the members are
      | /plan/trial            | = true     |
      | /billing/trial_ends_on | 2020-08-15 |

  @writes @req:subscriptions.create/start-date
  Scenario: There has to be a first day
    Given without "start_date"
    When it is sent
    Then the members are
      | /plan | (absent) |
    Given with
      | start_date | 2020-07-15 |
    When it is sent
    Then the members are
      | /plan/code                       | premium    |
      | /billing/subscription_start_date | 2020-07-15 |

  @writes @req:subscriptions.create/unsaid
  Scenario: What nobody said
    When it is sent
    Then the members are
      | /plan/code                     | premium |
      | /plan/trial                    | = false |
      | /plan/auto_renew               | = null  |
      | /billing/subscription_end_date | = null  |
      | /billing/trial_ends_on         | = null  |

  @writes @req:subscriptions.create/usage
  Scenario: Seats are counted four ways
    Given with
      | max_seats_used | 3 |
    When it is sent
    Then the members are
      | /plan/name                   | ~ .       |
      | /plan/upgradable             | : boolean |
      | /usage/seats_in_subscription | = 10      |
      | /usage/seats_in_use          | : integer |
      | /usage/max_seats_used        | = 3       |
      | /usage/seats_owed            | : integer |

  @writes @req:subscriptions.create/plan-for-plan-code
  Scenario Outline: The tier under the example's name
    Given with
      | plan_code | = <plan_code> |
      | plan      | <plan>        |
    When it is sent
    Then the status is one of 200, 201
    And the members are
      | /plan/code | <code> |

    Examples:
      | case         | plan_code | plan     | code     |
      | alone        | null      | premium  | premium  |
      | alone-higher | null      | ultimate | ultimate |
      | with-other   | "premium" | ultimate | premium  |

  @writes @req:subscriptions.create/no-quotes
  Scenario: Quotes are for the shell
    Given the request of the documented example
    When it is sent
    Then the members are
      | /plan/code                       | premium    |
      | /billing/subscription_start_date | 2020-07-15 |

  @writes @req:subscriptions.create/header-token
  Scenario: The token where the example has it
    Given the request of the documented example
    And the credential is "in-other-header"
    When it is sent
    Then the status is one of 200, 201
    And the members are
      | /plan/code                   | premium |
      | /usage/seats_in_subscription | = 10    |

  @writes @req:subscriptions.create/strict-json
  Scenario: Every JSON reader can read it
    Given the request of the documented example
    When it is sent
    Then the members are
      | /plan/upgradable                 | = false    |
      | /usage/seats_owed                | = 0        |
      | /billing/subscription_start_date | 2020-07-15 |

  @writes @req:subscriptions.create/created-is-201
  Scenario: Something was made
    When it is sent
    Then the status is 201
    And the members are
      | /plan/code | premium |

  @writes @req:subscriptions.create/elsewhere-than-in-the-query
  Scenario Outline: The attributes travel otherwise
    Given with
      | seats      | <seats> |
      | auto_renew | <renew> |
    And travelling as "<way>"
    When it is sent
    Then the status is 201
    And the members are
      | /plan/code                       | premium    |
      | /plan/auto_renew                 | = true     |
      | /usage/seats_in_subscription     | = 25       |
      | /billing/subscription_start_date | 2020-07-15 |

    Examples:
      | case | way  | seats | renew  |
      | form | form | 25    | true   |
      | json | json | = 25  | = true |

  @writes @req:subscriptions.create/by-path
  Scenario: The namespace by its path
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
  Scenario: There is no such namespace
    Given with
      | id | {missing.namespace_id} |
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      {"message": "404 Namespace Not Found"}
      """
    And it is the snapshot "unknown-namespace"

  @req:subscriptions.create/unknown-namespace
  Scenario: There is no such namespace, and more is wrong
    Given the request
      | id    | no-namespace-{unique} |
      | seats | many                  |
    And without "start_date"
    When it is sent
    Then the status is 404
    And the members are
      | /message | 404 Namespace Not Found |

  @req:subscriptions.create/token-first
  Scenario: Whoever is nobody learns nothing
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
  Scenario: The first day is missing
    Given without "start_date"
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"error": "start_date is missing"}
      """
    And it is the snapshot "missing-start-date"

  @req:subscriptions.create/blank-start-date
  Scenario: The first day is empty
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
  Scenario Outline: A value of another type
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
  Scenario: A trial that starts with the subscription
    Given with
      | trial         | true       |
      | trial_ends_on | 2020-08-15 |
    When it is sent
    Then the status is 201
    And the members are
      | /plan/trial            | = true     |
      | /billing/trial_ends_on | 2020-08-15 |

  @writes @req:subscriptions.create/trial-without-end
  Scenario: A trial without an end
    Given with
      | trial | true |
    When it is sent
    Then the status is 400
    And some item of "/message/trial_ends_on" has
      |  | can't be blank |
    And it is the snapshot "trial-without-end"

  @writes @req:subscriptions.create/one-per-namespace
  Scenario: One subscription is enough
    When it is sent
    Then the status is 201
    Given with
      | seats | 20 |
    When it is sent
    Then the status is 400
    When "subscriptions.get" is called with
      | id | {fresh_namespace.id} |
    Then the members are
      | /usage/seats_in_subscription | = 10 |

  @req:subscriptions.create/narrow-scope
  Scenario: The token is for something else
    Given it is signed with the secret "reading_admin"
    When it is sent
    Then the status is 403
    And the members are
      | /error             | insufficient_scope                                                        |
      | /error_description | The request requires higher privileges than provided by the access token. |
    And it is the snapshot "narrow-scope"

  @writes @req:subscriptions.create/made-tokens
  Scenario: A token made over SSH for an administrator
    When "ssh.personal_access_token" is called with
      | key_id | {example_key.key_id} |
      | name   | seller-{unique}      |
      | scopes | = ["api"]            |
    And "/token" is kept as "token"
    Given it is signed with the token "{kept.token}"
    When it is sent
    Then the status is 201
    And the members are
      | /plan/code | premium |

  @writes @req:subscriptions.create/made-tokens
  Scenario Outline: A token made over SSH that will not do
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
