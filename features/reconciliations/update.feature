@op:reconciliations.update
Feature: Update upcoming reconciliations
  A reconciliation that was saved can be deleted once; that shows whether it exists.

  Background:
    Given the request
      | upcoming_reconciliations | = [{"namespace_id": {fresh_namespace.id}, "next_reconciliation_date": "2030-06-13", "display_alert_from": "2030-06-06"}] |

  @writes @req:reconciliations.update/announces @req:reconciliations.update/administrators-token
  Scenario: One namespace: 200, reconciliation saved
    When it is sent
    Then the status is 200
    When "reconciliations.delete" is called with
      | namespace_id | {fresh_namespace.id} |
    Then the status is 204

  @writes @req:reconciliations.update/several-namespaces
  Scenario: Two namespaces in one request: 200, both saved
    Given with
      | upcoming_reconciliations | = [{"namespace_id": {fresh_namespace.id}, "next_reconciliation_date": "2030-06-13", "display_alert_from": "2030-06-06"}, {"namespace_id": {other_fresh_namespace.id}, "next_reconciliation_date": "2030-07-13", "display_alert_from": "2030-07-06"}] |
    When it is sent
    Then the status is 200
    When "reconciliations.delete" is called with
      | namespace_id | {fresh_namespace.id} |
    Then the status is 204
    When "reconciliations.delete" is called with
      | namespace_id | {other_fresh_namespace.id} |
    Then the status is 204

  @writes @req:reconciliations.update/dates-in-words
  Scenario Outline: Dates such as `13 Jun 2021` and `2021-06-13`: 200, saved
    Given with
      | upcoming_reconciliations | = [{"namespace_id": {fresh_namespace.id}, "next_reconciliation_date": "<next>", "display_alert_from": "<from>"}] |
    When it is sent
    Then the status is 200
    When "reconciliations.delete" is called with
      | namespace_id | {fresh_namespace.id} |
    Then the status is 204

    Examples:
      | case      | next        | from        |
      | in-words  | 13 Jun 2021 | 06 Jun 2021 |
      | one-digit | 9 Feb 2024  | 1 Feb 2024  |
      | leap-day  | 29 Feb 2024 | 22 Feb 2024 |
      | iso       | 2021-06-13  | 2021-06-06  |
      | both      | 13 Jun 2021 | 2021-06-06  |

  @writes @req:reconciliations.update/ok-is-200
  Scenario: Same request twice: 200
    When it is sent 2 times
    Then the status is 200
    When "reconciliations.delete" is called with
      | namespace_id | {fresh_namespace.id} |
    Then the status is 204

  @writes @req:reconciliations.update/complete
  Scenario Outline: Item without `namespace_id` or one of its dates: not saved
    Given with
      | upcoming_reconciliations | = [<item>] |
    When it is sent
    And "reconciliations.delete" is called with
      | namespace_id | {fresh_namespace.id} |
    Then the status is one of 400, 404
    Given with
      | upcoming_reconciliations | = [{"namespace_id": {fresh_namespace.id}, "next_reconciliation_date": "2030-06-13", "display_alert_from": "2030-06-06"}] |
    When it is sent
    Then the status is 200

    Examples:
      | case      | item                                                                             |
      | namespace | {"next_reconciliation_date": "2030-06-13", "display_alert_from": "2030-06-06"}   |
      | next-day  | {"namespace_id": {fresh_namespace.id}, "display_alert_from": "2030-06-06"}       |
      | alert-day | {"namespace_id": {fresh_namespace.id}, "next_reconciliation_date": "2030-06-13"} |

  @writes @req:reconciliations.update/one-per-namespace
  Scenario: Second reconciliation of a namespace: replaces the first
    When it is sent
    Then the status is 200
    Given with
      | upcoming_reconciliations | = [{"namespace_id": {fresh_namespace.id}, "next_reconciliation_date": "2031-06-13", "display_alert_from": "2031-06-06"}] |
    When it is sent
    Then the status is 200
    When "reconciliations.delete" is called with
      | namespace_id | {fresh_namespace.id} |
    Then the status is 204
    When "reconciliations.delete" is called with
      | namespace_id | {fresh_namespace.id} |
    Then the status is 404

  @writes @req:reconciliations.update/others-stay
  Scenario: Reconciliation of another namespace: the first one kept
    When it is sent
    Then the status is 200
    Given with
      | upcoming_reconciliations | = [{"namespace_id": {other_fresh_namespace.id}, "next_reconciliation_date": "2030-07-13", "display_alert_from": "2030-07-06"}] |
    When it is sent
    Then the status is 200
    When "reconciliations.delete" is called with
      | namespace_id | {fresh_namespace.id} |
    Then the status is 204

  # The refusals name the namespace, which is another one each time, so they have no snapshot.
  @writes @req:reconciliations.update/bad-item
  Scenario: One of two items without a date: 400, the other one saved
    Given with
      | upcoming_reconciliations | = [{"namespace_id": {fresh_namespace.id}, "next_reconciliation_date": "2030-06-13", "display_alert_from": "2030-06-06"}, {"namespace_id": {other_fresh_namespace.id}, "next_reconciliation_date": null, "display_alert_from": "2030-07-06"}] |
    When it is sent
    Then the status is 400
    And the members are
      | /message/error | [{"{other_fresh_namespace.id}":["Next reconciliation date can't be blank"]}] |
    When "reconciliations.delete" is called with
      | namespace_id | {fresh_namespace.id} |
    Then the status is 204
    When "reconciliations.delete" is called with
      | namespace_id | {other_fresh_namespace.id} |
    Then the status is 404

  @writes @req:reconciliations.update/unknown-namespace
  Scenario: One of two namespaces unknown: 400, the other one saved
    Given with
      | upcoming_reconciliations | = [{"namespace_id": {missing.namespace_id}, "next_reconciliation_date": "2030-06-13", "display_alert_from": "2030-06-06"}, {"namespace_id": {fresh_namespace.id}, "next_reconciliation_date": "2030-07-13", "display_alert_from": "2030-07-06"}] |
    When it is sent
    Then the status is 400
    And the members are
      | /message/error | ~ ^\\[\\{"{missing.namespace_id}":\\[".+"\\]\\}\\]$ |
    And it is the snapshot "unknown-namespace"
    When "reconciliations.delete" is called with
      | namespace_id | {fresh_namespace.id} |
    Then the status is 204

  @req:reconciliations.update/missing-fields
  Scenario Outline: Required member missing: 400, error names it and its position, nothing saved
    Given with
      | upcoming_reconciliations | = [{"namespace_id": {fresh_namespace.id}, "next_reconciliation_date": "2030-06-13", "display_alert_from": "2030-06-06"}, <item>] |
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"error": "upcoming_reconciliations[1][<name>] is <fault>"}
      """
    And it is the snapshot "<case>"
    When "reconciliations.delete" is called with
      | namespace_id | {fresh_namespace.id} |
    Then the status is 404

    Examples:
      | case              | name                     | fault   | item                                                                                                 |
      | without-namespace | namespace_id             | missing | {"next_reconciliation_date": "2030-06-13", "display_alert_from": "2030-06-06"}                       |
      | null-namespace    | namespace_id             | empty   | {"namespace_id": null, "next_reconciliation_date": "2030-06-13", "display_alert_from": "2030-06-06"} |
      | without-next-day  | next_reconciliation_date | missing | {"namespace_id": {other_fresh_namespace.id}, "display_alert_from": "2030-06-06"}                     |
      | without-alert-day | display_alert_from       | missing | {"namespace_id": {other_fresh_namespace.id}, "next_reconciliation_date": "2030-06-13"}               |

  @req:reconciliations.update/missing-fields
  Scenario: Without `upcoming_reconciliations`: 400, error names it
    Given without "upcoming_reconciliations"
    When it is sent
    Then the status is 400
    And the members are
      | /error | ~ ^upcoming_reconciliations is missing |
    And it is the snapshot "without-list"

  @req:reconciliations.update/wrong-types
  Scenario Outline: Invalid value: 400, error names it and its position, nothing saved
    Given with
      | upcoming_reconciliations | = [{"namespace_id": <id>, "next_reconciliation_date": "<next>", "display_alert_from": "<from>"}] |
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"error": "upcoming_reconciliations[0][<name>] is invalid"}
      """
    And it is the snapshot "<case>"
    When "reconciliations.delete" is called with
      | namespace_id | {fresh_namespace.id} |
    Then the status is 404

    Examples:
      | case                 | name                     | id                   | next        | from       |
      | namespace-invalid    | namespace_id             | "many"               | 2030-06-13  | 2030-06-06 |
      | next-day-invalid     | next_reconciliation_date | {fresh_namespace.id} | never       | 2030-06-06 |
      | alert-day-invalid    | display_alert_from       | {fresh_namespace.id} | 2030-06-13  | never      |
      | next-day-impossible  | next_reconciliation_date | {fresh_namespace.id} | 30 Feb 2024 | 2024-02-01 |
      | alert-day-impossible | display_alert_from       | {fresh_namespace.id} | 2021-07-13  | 2021-06-31 |

  @writes @req:reconciliations.update/as-text
  Scenario: List as JSON text in a string: 200, saved
    Given with
      | upcoming_reconciliations | [{"namespace_id": {fresh_namespace.id}, "next_reconciliation_date": "2030-06-13", "display_alert_from": "2030-06-06"}] |
    When it is sent
    Then the status is 200
    When "reconciliations.delete" is called with
      | namespace_id | {fresh_namespace.id} |
    Then the status is 204

  @req:reconciliations.update/narrow-scope
  Scenario: Token scope too narrow: 403, nothing saved
    Given it is signed with the secret "reading_admin"
    When it is sent
    Then the status is 403
    And the members are
      | /error             | insufficient_scope                                                        |
      | /error_description | The request requires higher privileges than provided by the access token. |
    And it is the snapshot "narrow-scope"
    When "reconciliations.delete" is called with
      | namespace_id | {fresh_namespace.id} |
    Then the status is 404
