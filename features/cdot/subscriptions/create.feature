@op:cdot.subscriptions.create
Feature: Create a subscription for the portal

  Background:
    Given the request
      | id         | {fresh_namespace.id} |
      | start_date | 2026-03-01           |
      | seats      | = 10                 |

  @writes @req:cdot.subscriptions.create/creates
  Scenario: New subscription: 201, and found afterwards
    When it is sent
    Then the status is 201
    And the members are
      | /usage/seats_in_subscription     | = 10       |
      | /billing/subscription_start_date | 2026-03-01 |
    When "cdot.subscriptions.get" is called with
      | id | {fresh_namespace.id} |
    Then the members are
      | /usage/seats_in_subscription     | = 10       |
      | /billing/subscription_start_date | 2026-03-01 |

  @writes @req:cdot.subscriptions.create/each-attribute
  Scenario Outline: Each attribute sent: same value in the answer
    Given with
      | <attribute> | <value> |
    When it is sent
    Then the status is 201
    And the members are
      | <pointer> | <shown> |

    Examples:
      | case        | attribute      | value      | pointer                          | shown      |
      | start       | start_date     | 2024-02-29 | /billing/subscription_start_date | 2024-02-29 |
      | end         | end_date       | 2027-03-01 | /billing/subscription_end_date   | 2027-03-01 |
      | plan        | plan_code      | free       | /plan/code                       | free       |
      | seats       | seats          | = 80       | /usage/seats_in_subscription     | = 80       |
      | seats-used  | max_seats_used | = 7        | /usage/max_seats_used            | = 7        |
      | renewing    | auto_renew     | = true     | /plan/auto_renew                 | = true     |
      | ending      | auto_renew     | = false    | /plan/auto_renew                 | = false    |
      | not-a-trial | trial          | = false    | /plan/trial                      | = false    |

  @writes @req:cdot.subscriptions.create/plan
  Scenario Outline: Plan that is sold: answered with its code and title
    Given with
      | plan_code | <code> |
    When it is sent
    Then the members are
      | /plan/code | <code>  |
      | /plan/name | <title> |

    Examples:
      | code     | title    |
      | premium  | Premium  |
      | ultimate | Ultimate |

  @writes @req:cdot.subscriptions.create/start-date
  Scenario: Without `start_date`: no subscription
    Given without "start_date"
    When it is sent
    Then the members are
      | /plan | (absent) |
    Given with
      | start_date | 2026-03-01 |
    When it is sent
    Then the members are
      | /billing/subscription_start_date | 2026-03-01 |

  @writes @req:cdot.subscriptions.create/usage
  Scenario: Answer has whether a higher plan exists, and the seats
    Given with
      | max_seats_used | = 3 |
    When it is sent
    Then the members are
      | /plan/upgradable             | : boolean |
      | /plan/exclude_guests         | : boolean |
      | /usage/seats_in_subscription | = 10      |
      | /usage/seats_in_use          | : integer |
      | /usage/max_seats_used        | = 3       |
      | /usage/seats_owed            | : integer |

  @writes @req:cdot.subscriptions.create/trial
  Scenario: Trial with first and last day: answered as a trial
    Given with
      | trial           | = true     |
      | trial_starts_on | 2026-03-01 |
      | trial_ends_on   | 2026-04-01 |
    When it is sent
    Then the members are
      | /plan/trial            | = true     |
      | /billing/trial_ends_on | 2026-04-01 |

  @writes @req:cdot.subscriptions.create/elsewhere-than-in-json
  Scenario Outline: Attributes in the query or as a form: 201
    Given with
      | seats | 10 |
    And travelling as "<way>"
    When it is sent
    Then the status is 201
    And the members are
      | /usage/seats_in_subscription     | = 10       |
      | /billing/subscription_start_date | 2026-03-01 |

    Examples:
      | way   |
      | query |
      | form  |

  @writes @req:cdot.subscriptions.create/trial-without-start
  Scenario: Trial without `trial_starts_on`: 201
    Given with
      | trial         | = true     |
      | trial_ends_on | 2026-04-01 |
    When it is sent
    Then the status is 201
    And the members are
      | /plan/trial            | = true     |
      | /billing/trial_ends_on | 2026-04-01 |

  @req:cdot.subscriptions.create/trial-without-end
  Scenario: Trial without `trial_ends_on`: 400
    Given with
      | trial | = true |
    When it is sent
    Then the status is 400
    And some item of "/message/trial_ends_on" has
      |  | can't be blank |

  @writes @req:cdot.subscriptions.create/plan-unknown
  Scenario: Unknown `plan_code`: 201, code and name null
    Given with
      | plan_code | gold-plated |
    When it is sent
    Then the status is 201
    And the members are
      | /plan/code | = null |
      | /plan/name | = null |

  @writes @req:cdot.subscriptions.create/other-name
  Scenario: `plan` in place of `plan_code`: ignored
    Given with
      | plan | free |
    When it is sent
    Then the status is 201
    And the members are
      | /plan/code | = null |

  @writes @req:cdot.subscriptions.create/by-path
  Scenario: Namespace by path: 201
    Given with
      | id | {fresh_namespace.path} |
    When it is sent
    Then the status is 201
    When "cdot.subscriptions.get" is called with
      | id | {fresh_namespace.id} |
    Then the members are
      | /usage/seats_in_subscription | = 10 |

  @writes @req:cdot.subscriptions.create/personal-namespace
  Scenario: Personal namespace: 201
    Given with
      | id | {fresh_own_namespace.id} |
    When it is sent
    Then the status is 201
    And the members are
      | /usage/seats_in_subscription | = 10 |

  @req:cdot.subscriptions.create/unknown-namespace
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

  @req:cdot.subscriptions.create/unknown-namespace
  Scenario: Unknown namespace without `start_date`: 404
    Given with
      | id | {missing.namespace_id} |
    And without "start_date"
    When it is sent
    Then the status is 404
    And the members are
      | /message | 404 Namespace Not Found |

  @req:cdot.subscriptions.create/missing-start-date
  Scenario: Without `start_date`: 400, error names it
    Given without "start_date"
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"error": "start_date is missing"}
      """
    And it is the snapshot "missing-start-date"

  @req:cdot.subscriptions.create/blank-start-date
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

  @req:cdot.subscriptions.create/wrong-types
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
    When "cdot.subscriptions.get" is called with
      | id | {fresh_namespace.id} |
    Then the members are
      | /usage/seats_in_subscription | = null |

    Examples:
      | case          | attribute  | value |
      | seats-invalid | seats      | many  |
      | start-invalid | start_date | soon  |

  @writes @req:cdot.subscriptions.create/same-as-before
  Scenario: Subscription created: answered by the older path as well
    When it is sent
    And "subscriptions.get" is called with
      | id | {fresh_namespace.id} |
    Then the members are
      | /usage/seats_in_subscription     | = 10       |
      | /billing/subscription_start_date | 2026-03-01 |

  @writes @req:cdot.subscriptions.create/administrators-token
  Scenario: Token of an administrator: 401
    When "ssh.personal_access_token" is called with
      | key_id | {example_key.key_id} |
      | name   | seller-{unique}      |
      | scopes | = ["api"]            |
    And "/token" is kept as "token"
    Given the credential is "missing"
    And the header "PRIVATE-TOKEN" is "{kept.token}"
    When it is sent
    Then the status is 401
    And the body is exactly
      """
      {"message": "401 Unauthorized"}
      """
    And it is the snapshot "administrators-token"
