@op:subscriptions.get
Feature: Get a subscription

  Background:
    Given the request
      | id | {fresh_namespace.id} |

  @writes @req:subscriptions.get/shows
  Scenario: Subscription created: found with the same values
    When "subscriptions.create" is called with
      | id              | {fresh_namespace.id} |
      | start_date      | 2020-07-15           |
      | end_date        | 2021-07-15           |
      | plan_code       | ultimate             |
      | seats           | 12                   |
      | max_seats_used  | 9                    |
      | auto_renew      | true                 |
      | trial           | true                 |
      | trial_starts_on | 2020-07-15           |
      | trial_ends_on   | 2020-08-15           |
    And it is sent
    Then the members are
      | /plan/trial                      | = true     |
      | /plan/auto_renew                 | = true     |
      | /plan/upgradable                 | : boolean  |
      | /usage/seats_in_subscription     | = 12       |
      | /usage/seats_in_use              | : integer  |
      | /usage/max_seats_used            | = 9        |
      | /usage/seats_owed                | : integer  |
      | /billing/subscription_start_date | 2020-07-15 |
      | /billing/subscription_end_date   | 2021-07-15 |
      | /billing/trial_ends_on           | 2020-08-15 |

  @req:subscriptions.get/plan
  Scenario: Plan of the subscription: answered with its code and a name
    Given with
      | id | {subscribed_namespace.id} |
    When it is sent
    Then the members are
      | /plan/code | premium |
      | /plan/name | ~ .     |

  @req:subscriptions.get/plan-title
  Scenario: Plan of the subscription: answered with its title
    Given with
      | id | {subscribed_namespace.id} |
    When it is sent
    Then the status is 200
    And the members are
      | /plan/name | Premium |

  @req:subscriptions.get/exclude-guests
  Scenario: Answer has `exclude_guests`, false for the premium plan
    Given with
      | id | {subscribed_namespace.id} |
    When it is sent
    Then the members are
      | /plan/exclude_guests | = false |

  @req:subscriptions.get/personal-namespace
  Scenario: Personal namespace: 200
    Given with
      | id | {own_namespace.path} |
    When it is sent
    Then the status is 200
    And the members are
      | /plan/code | : string or null |

  @writes @req:subscriptions.get/personal-namespace
  Scenario: Subscription of a personal namespace: found with its values
    When "subscriptions.create" is called with
      | id         | {fresh_own_namespace.id} |
      | start_date | 2020-07-15               |
      | plan_code  | ultimate                 |
      | seats      | 12                       |
    Given with
      | id | {fresh_own_namespace.id} |
    When it is sent
    Then the members are
      | /usage/seats_in_subscription | = 12 |

  @writes @req:subscriptions.get/header-token
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

  @req:subscriptions.get/strict-json
  Scenario: Answer is strict JSON, without trailing commas
    Given the request of the documented example
    When it is sent
    Then the members are
      | /plan/exclude_guests             | = false    |
      | /usage/seats_owed                | = 2        |
      | /billing/subscription_start_date | 2020-07-15 |

  @req:subscriptions.get/no-subscription
  Scenario: No subscription: 200, every value null
    When it is sent
    Then the status is 200
    And the members are
      | /plan/code                       | = null |
      | /plan/name                       | = null |
      | /plan/trial                      | = null |
      | /plan/auto_renew                 | = null |
      | /plan/upgradable                 | = null |
      | /plan/exclude_guests             | = null |
      | /usage/seats_in_subscription     | = null |
      | /usage/seats_in_use              | = null |
      | /usage/max_seats_used            | = null |
      | /usage/seats_owed                | = null |
      | /billing/subscription_start_date | = null |
      | /billing/subscription_end_date   | = null |
      | /billing/trial_ends_on           | = null |
    And it is the snapshot "no-subscription"

  @req:subscriptions.get/by-path
  Scenario: Namespace by path: 200
    Given with
      | id | {subscribed_namespace.path} |
    When it is sent
    Then the status is 200
    And the members are
      | /usage/seats_in_subscription | = 80 |

  @req:subscriptions.get/strangers
  Scenario: Token of a stranger to the namespace: 403 or 404
    Given it is signed with the secret "developer"
    When it is sent
    Then the status is one of 403, 404
    And the members are
      | /plan | (absent) |

  @req:subscriptions.get/unknown-namespace
  Scenario Outline: Unknown namespace: 404
    Given with
      | id | <id> |
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

  @req:subscriptions.get/narrow-scope
  Scenario: Token scope too narrow: 403
    Given it is signed with the secret "reading_admin"
    When it is sent
    Then the status is 403
    And the members are
      | /error             | insufficient_scope                                                        |
      | /error_description | The request requires higher privileges than provided by the access token. |
    And it is the snapshot "narrow-scope"

  @writes @req:subscriptions.get/reading-scope
  Scenario: Token from `ssh.personal_access_token` with the scope `read_api`: 200
    When "ssh.personal_access_token" is called with
      | key_id | {example_key.key_id} |
      | name   | reader-{unique}      |
      | scopes | = ["read_api"]       |
    And "/token" is kept as "token"
    Given with
      | id | {subscribed_namespace.id} |
    And it is signed with the token "{kept.token}"
    When it is sent
    Then the status is 200
    And the members are
      | /usage/seats_in_subscription | = 80 |

  @writes @req:subscriptions.get/made-tokens
  Scenario: Token from `ssh.personal_access_token` of an administrator: 200
    When "ssh.personal_access_token" is called with
      | key_id | {example_key.key_id} |
      | name   | seller-{unique}      |
      | scopes | = ["api"]            |
    And "/token" is kept as "token"
    Given with
      | id | {subscribed_namespace.id} |
    And it is signed with the token "{kept.token}"
    When it is sent
    Then the status is 200
    And the members are
      | /usage/seats_in_subscription | = 80 |
