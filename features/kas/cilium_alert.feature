@op:kas.cilium_alert
Feature: Cilium alerts
  KAS passes on an alert about a violated network policy in an agent's cluster.

  Background:
    Given the request
      | alert | = {"title": "labproof {unique}", "message": "network problem", "evalMatches": [{"value": 1, "metric": "Count", "tags": {}}]} |

  @writes @req:kas.cilium_alert/alert-object
  Scenario: Alert in an object: accepted; with a revoked agent token: 401 or 403
    When it is sent
    Then the status is one of 200, 201, 204
    Given the credential is "revoked-agent"
    When it is sent
    Then the status is one of 401, 403

  @writes @req:kas.cilium_alert/third-party-format
  Scenario: Alert with every member of the third-party format: accepted; with a revoked agent token: 401 or 403
    Given with
      | alert | = {"title": "labproof {unique}", "description": "network problem", "start_time": "2021-03-12T10:00:00Z", "end_time": "2021-03-12T11:30:00Z", "service": "web", "monitoring_tool": "Cilium", "hosts": ["web-1", "web-2"], "severity": "high", "fingerprint": "drop-{unique}", "gitlab_environment_name": "production"} |
    When it is sent
    Then the status is one of 200, 201, 204
    Given the credential is "revoked-agent"
    When it is sent
    Then the status is one of 401, 403

  @writes @req:kas.cilium_alert/alert-as-text
  Scenario: Alert object as JSON text in a string: accepted or 400
    When it is sent
    Then the status is one of 200, 201, 204
    Given the content type is "application/json"
    And the body is
      """
      "{\"alert\":{\"title\":\"minimal\",\"message\":\"network problem\",\"evalMatches\":[{\"value\":1,\"metric\":\"Count\",\"tags\":{}}]}}"
      """
    When it is sent
    Then the status is one of 200, 201, 204, 400
    Given the credential is "revoked-agent"
    When it is sent
    Then the status is one of 401, 403

  @writes @req:kas.cilium_alert/alert-required
  Scenario: Without `alert`: 400
    When it is sent
    Then the status is one of 200, 201, 204
    Given without "alert"
    And with
      | title | labproof {unique} |
    When it is sent
    Then the status is 400

  @req:kas.cilium_alert/alert-missing
  Scenario: Without `alert`: 400, error names `alert`
    Given without "alert"
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"error": "alert is missing"}
      """
    And it is the snapshot "without-alert"

  @writes @req:kas.cilium_alert/ok-is-200
  Scenario: Alert saved: 200
    When it is sent
    Then the status is 200
    Given without "alert"
    When it is sent
    Then the status is 400

  @req:kas.cilium_alert/unlicensed
  Scenario: Project not licensed for alerts: 403
    Given it is signed with the secret "unlicensed_agent"
    When it is sent
    Then the status is 403
    And the body is exactly
      """
      {"message": "403 Forbidden"}
      """
    And it is the snapshot "unlicensed"
