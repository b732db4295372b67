@op:reconciliations.delete
Feature: Delete an upcoming reconciliation

  @writes @req:reconciliations.delete/takes-back @req:reconciliations.delete/administrators-token
  Scenario: Upcoming reconciliation: 204, then gone
    Given the request of the documented example
    When it is sent
    Then the status is 204
    And the body is empty
    When it is sent
    Then the status is one of 400, 404

  @writes @req:reconciliations.delete/namespace-id
  Scenario: Without `namespace_id`: 400 or 404, nothing deleted
    Given the request of the documented example
    And without "namespace_id"
    When it is sent
    Then the status is one of 400, 404
    Given with
      | namespace_id | {fresh_namespace.id} |
    When it is sent
    Then the status is 204

  @writes @req:reconciliations.delete/others-stay
  Scenario: Reconciliation of another namespace: not deleted
    When "reconciliations.update" is called with
      | upcoming_reconciliations | = [{"namespace_id": {fresh_namespace.id}, "next_reconciliation_date": "2030-06-13", "display_alert_from": "2030-06-06"}, {"namespace_id": {other_fresh_namespace.id}, "next_reconciliation_date": "2030-07-13", "display_alert_from": "2030-07-06"}] |
    Given with
      | namespace_id | {fresh_namespace.id} |
    When it is sent
    Then the status is 204
    Given with
      | namespace_id | {other_fresh_namespace.id} |
    When it is sent
    Then the status is 204

  @req:reconciliations.delete/nothing-announced
  Scenario Outline: No upcoming reconciliation, or unknown namespace: 404
    Given with
      | namespace_id | <namespace> |
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      {"message": "404 Not Found"}
      """
    And it is the snapshot "<case>"

    Examples:
      | case              | namespace              |
      | nothing-announced | {fresh_namespace.id}   |
      | unknown-namespace | {missing.namespace_id} |

  @writes @req:reconciliations.delete/nothing-announced
  Scenario: Deleted twice: 204, then 404
    Given the request of the documented example
    When it is sent
    Then the status is 204
    When it is sent
    Then the status is 404
    And the members are
      | /message | 404 Not Found |

  @req:reconciliations.delete/missing-namespace
  Scenario: Without `namespace_id`: 400, error names it
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"error": "namespace_id is missing"}
      """
    And it is the snapshot "missing-namespace"

  @req:reconciliations.delete/wrong-type
  Scenario Outline: `namespace_id` not a number, or empty: 400
    Given with
      | namespace_id | = "<namespace>" |
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"error": "namespace_id is <fault>"}
      """
    And it is the snapshot "<case>"

    Examples:
      | case            | namespace | fault   |
      | no-number       | many      | invalid |
      | empty-namespace |           | empty   |

  @writes @req:reconciliations.delete/as-a-form
  Scenario: `namespace_id` in a form: 204
    Given the request of the documented example
    And travelling as "form"
    When it is sent
    Then the status is 204

  @writes @req:reconciliations.delete/narrow-scope
  Scenario: Token scope too narrow: 403, nothing deleted
    Given the request of the documented example
    And it is signed with the secret "reading_admin"
    When it is sent
    Then the status is 403
    And the members are
      | /error             | insufficient_scope                                                        |
      | /error_description | The request requires higher privileges than provided by the access token. |
    And it is the snapshot "narrow-scope"
    When "reconciliations.delete" is called with
      | namespace_id | {fresh_namespace.id} |
    Then the status is 204
