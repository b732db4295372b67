@op:kas.usage_metrics
Feature: Usage metrics: `gitops_sync_count`
  KAS reports one number only: how many synchronisations to add.

  Background:
    Given the request
      | gitops_sync_count | = 1 |

  @writes @req:kas.usage_metrics/gitops-sync-count
  Scenario Outline: `gitops_sync_count`: accepted; with a wrong issuer: 401
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
  Scenario: Without `gitops_sync_count`: 400
    When it is sent
    Then the status is one of 200, 204
    Given without "gitops_sync_count"
    And with
      | counters | = {"gitops_sync": 1} |
    When it is sent
    Then the status is 400

  @req:kas.usage_metrics/missing-count
  Scenario: Without `gitops_sync_count`: 400, error names it
    Given without "gitops_sync_count"
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"error": "gitops_sync_count is missing"}
      """
    And it is the snapshot "missing-count"

  @req:kas.usage_metrics/negative-count
  Scenario: Negative `gitops_sync_count`: 400
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
  Scenario: `gitops_sync_count` as digits in a string: 204
    Given with
      | gitops_sync_count | 3 |
    When it is sent
    Then the status is 204
