@op:kas.cilium_alert
Feature: Cilium raises an alert
  Something in the agent's cluster broke a network policy, and an operator is to hear of it.

  Background:
    Given the request
      | alert | = {"title": "labproof {unique}", "message": "network problem", "evalMatches": [{"value": 1, "metric": "Count", "tags": {}}]} |

  @writes @req:kas.cilium_alert/alert-object
  Scenario: An object with an alert in it
    When it is sent
    Then the status is one of 200, 201, 204
    Given the credential is "revoked-agent"
    When it is sent
    Then the status is one of 401, 403

  @writes @req:kas.cilium_alert/alert-as-text
  Scenario: The same object as the text of a string
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
  Scenario: Nothing to be alarmed at
    When it is sent
    Then the status is one of 200, 201, 204
    Given without "alert"
    And with
      | title | labproof {unique} |
    When it is sent
    Then the status is 400

  @req:kas.cilium_alert/alert-missing
  Scenario: The attribute that is missing is named
    Given without "alert"
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"error": "alert is missing"}
      """
    And it is the snapshot "without-alert"

  @writes @req:kas.cilium_alert/ok-is-200
  Scenario: A saved alert has the ordinary status
    When it is sent
    Then the status is 200
    Given without "alert"
    When it is sent
    Then the status is 400

  @req:kas.cilium_alert/unlicensed
  Scenario: The licence does not cover alerts
    Given it is signed with the secret "unlicensed_agent"
    When it is sent
    Then the status is 403
    And the body is exactly
      """
      {"message": "403 Forbidden"}
      """
    And it is the snapshot "unlicensed"
