@op:cdot.subscriptions.get
Feature: Get a subscription for the portal

  Background:
    Given the request
      | id | {fresh_namespace.id} |

  @writes @req:cdot.subscriptions.get/shows
  Scenario: Subscription created: found with the same values
    When "cdot.subscriptions.create" is called with
      | id              | {fresh_namespace.id} |
      | start_date      | 2026-03-01           |
      | end_date        | 2027-03-01           |
      | seats           | = 12                 |
      | max_seats_used  | = 9                  |
      | auto_renew      | = true               |
      | trial           | = true               |
      | trial_starts_on | 2026-03-01           |
      | trial_ends_on   | 2026-04-01           |
    And it is sent
    Then the members are
      | /plan/trial                      | = true           |
      | /plan/auto_renew                 | = true           |
      | /plan/code                       | : string or null |
      | /plan/name                       | : string or null |
      | /plan/upgradable                 | : boolean        |
      | /usage/seats_in_subscription     | = 12             |
      | /usage/seats_in_use              | : integer        |
      | /usage/max_seats_used            | = 9              |
      | /usage/seats_owed                | : integer        |
      | /billing/subscription_start_date | 2026-03-01       |
      | /billing/subscription_end_date   | 2027-03-01       |
      | /billing/trial_ends_on           | 2026-04-01       |

  @writes @req:cdot.subscriptions.get/exclude-guests
  Scenario: Answer has whether guests take no seat
    Given the request of the documented example
    When it is sent
    Then the members are
      | /plan/exclude_guests | = false |

  @req:cdot.subscriptions.get/no-subscription
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

  @writes @req:cdot.subscriptions.get/by-path
  Scenario: Namespace by path: 200
    Given the request of the documented example
    And with
      | id | {fresh_namespace.path} |
    When it is sent
    Then the status is 200
    And the members are
      | /usage/seats_in_subscription | = 5 |

  @req:cdot.subscriptions.get/personal-namespace
  Scenario: Personal namespace: 200
    Given with
      | id | {own_namespace.path} |
    When it is sent
    Then the status is 200
    And the members are
      | /plan/code | : string or null |

  @req:cdot.subscriptions.get/unknown-namespace
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

  @writes @req:cdot.subscriptions.get/administrators-token
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
