@op:cdot.reconciliations.delete
Feature: Delete the upcoming reconciliation of a namespace

  @writes @req:cdot.reconciliations.delete/takes-back
  Scenario: Upcoming reconciliation: 204, then gone
    Given the request of the documented example
    When it is sent
    Then the status is 204
    And the body is empty
    When it is sent
    Then the status is one of 400, 404

  @writes @req:cdot.reconciliations.delete/others-stay
  Scenario: Reconciliation of another namespace: not deleted
    When "cdot.reconciliations.update" is called with
      | namespace_id             | {other_fresh_namespace.id} |
      | next_reconciliation_date | 2030-07-13                 |
      | display_alert_from       | 2030-07-06                 |
    Given the request of the documented example
    When it is sent
    Then the status is 204
    Given with
      | namespace_id | {other_fresh_namespace.id} |
    When it is sent
    Then the status is 204

  @req:cdot.reconciliations.delete/nothing-announced
  Scenario: No upcoming reconciliation: 404
    Given with
      | namespace_id | {fresh_namespace.id} |
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      {"message": "404 Not Found"}
      """
    And it is the snapshot "nothing-announced"

  @req:cdot.reconciliations.delete/unknown-namespace
  Scenario: Unknown namespace: 404
    Given with
      | namespace_id | {missing.namespace_id} |
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      {"message": "404 Namespace Not Found"}
      """
    And it is the snapshot "unknown-namespace"
