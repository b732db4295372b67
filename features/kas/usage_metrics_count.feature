@op:kas.usage_metrics
Feature: KAS counts synchronisations
  The first agents could do one thing only, so one number was enough.

  Background:
    Given the request
      | gitops_sync_count | = 1 |

  @writes @req:kas.usage_metrics/gitops-sync-count
  Scenario Outline: A number by itself
    Given with
      | gitops_sync_count | = <count> |
    When it is sent
    Then the status is one of 200, 204
    Given the credential is "wrong-issuer"
    When it is sent
    Then the status is 401

    Examples:
      | count |
      | 0     |
      | 1     |
      | 250   |

  @writes @req:kas.usage_metrics/gitops-sync-count-required
  Scenario: The number is the point of it
    When it is sent
    Then the status is one of 200, 204
    Given without "gitops_sync_count"
    And with
      | counters | = {"gitops_sync": 1} |
    When it is sent
    Then the status is 400

  @req:kas.usage_metrics/missing-count
  Scenario: The missing number is named
    Given without "gitops_sync_count"
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"error": "gitops_sync_count is missing"}
      """
    And it is the snapshot "missing-count"

  @req:kas.usage_metrics/negative-count
  Scenario: Nobody synchronises less than never
    Given with
      | gitops_sync_count | = -1 |
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"message": "400 Bad request - gitops_sync_count must be greater than or equal to zero"}
      """
    And it is the snapshot "negative-count"

  @writes @req:kas.usage_metrics/count-in-digits
  Scenario: A number in quotation marks
    Given with
      | gitops_sync_count | 3 |
    When it is sent
    Then the status is 204
