@op:cdot.reconciliations.update
Feature: Update the upcoming reconciliation of a namespace
  A reconciliation that was saved can be deleted once; that shows whether it exists.

  Background:
    Given the request
      | namespace_id             | {fresh_namespace.id} |
      | next_reconciliation_date | 2030-06-13           |
      | display_alert_from       | 2030-06-06           |

  @writes @req:cdot.reconciliations.update/announces
  Scenario: Both days: 200, reconciliation saved
    When it is sent
    Then the status is 200
    When "cdot.reconciliations.delete" is called with
      | namespace_id | {fresh_namespace.id} |
    Then the status is 204

  @writes @req:cdot.reconciliations.update/complete
  Scenario Outline: Without one of the days: not saved
    Given without "<day>"
    When it is sent
    And "cdot.reconciliations.delete" is called with
      | namespace_id | {fresh_namespace.id} |
    Then the status is one of 400, 404
    Given with
      | <day> | 2030-06-10 |
    When it is sent
    Then the status is 200

    Examples:
      | day                      |
      | next_reconciliation_date |
      | display_alert_from       |

  @writes @req:cdot.reconciliations.update/one-per-namespace
  Scenario: Second reconciliation: replaces the first
    When it is sent
    Then the status is 200
    Given with
      | next_reconciliation_date | 2031-06-13 |
    When it is sent
    Then the status is 200
    When "cdot.reconciliations.delete" is called with
      | namespace_id | {fresh_namespace.id} |
    Then the status is 204
    When "cdot.reconciliations.delete" is called with
      | namespace_id | {fresh_namespace.id} |
    Then the status is 404

  @writes @req:cdot.reconciliations.update/days-in-words
  Scenario: Days such as `13 Jun 2030`: 200, saved
    Given with
      | next_reconciliation_date | 13 Jun 2030 |
      | display_alert_from       | 06 Jun 2030 |
    And travelling as "form"
    When it is sent
    Then the status is 200
    When "cdot.reconciliations.delete" is called with
      | namespace_id | {fresh_namespace.id} |
    Then the status is 204

  @writes @req:cdot.reconciliations.update/any-days
  Scenario Outline: Days in the past, or an alert after the day: 200, saved
    Given with
      | next_reconciliation_date | <next> |
      | display_alert_from       | <from> |
    When it is sent
    Then the status is 200
    When "cdot.reconciliations.delete" is called with
      | namespace_id | {fresh_namespace.id} |
    Then the status is 204

    Examples:
      | case      | next       | from       |
      | past      | 2020-01-02 | 2020-01-01 |
      | too-late  | 2030-06-13 | 2031-01-01 |

  @req:cdot.reconciliations.update/flat
  Scenario: List of the older path: 400, error names both days
    Given without "next_reconciliation_date"
    And without "display_alert_from"
    And with
      | upcoming_reconciliations | = [{"next_reconciliation_date": "2030-06-13", "display_alert_from": "2030-06-06"}] |
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"error": "next_reconciliation_date is missing, display_alert_from is missing"}
      """
    And it is the snapshot "list"

  @req:cdot.reconciliations.update/missing-days
  Scenario Outline: A day missing: 400, error names it, nothing saved
    Given without "<day>"
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"error": "<day> is missing"}
      """
    And it is the snapshot "without-<case>"
    When "cdot.reconciliations.delete" is called with
      | namespace_id | {fresh_namespace.id} |
    Then the status is 404

    Examples:
      | case      | day                      |
      | next-day  | next_reconciliation_date |
      | alert-day | display_alert_from       |

  @req:cdot.reconciliations.update/wrong-types
  Scenario Outline: A word for a day: 400, error names it, nothing saved
    Given with
      | <day> | never |
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"error": "<day> is invalid"}
      """
    And it is the snapshot "<case>-invalid"
    When "cdot.reconciliations.delete" is called with
      | namespace_id | {fresh_namespace.id} |
    Then the status is 404

    Examples:
      | case      | day                      |
      | next-day  | next_reconciliation_date |
      | alert-day | display_alert_from       |

  @writes @req:cdot.reconciliations.update/subgroup
  Scenario: Subgroup: 200
    Given with
      | namespace_id | {subgroup.id} |
    When it is sent
    Then the status is 200

  @req:cdot.reconciliations.update/number-only
  Scenario: Path in place of the id: 400, error names `namespace_id`
    Given with
      | namespace_id | {fresh_namespace.path} |
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"error": "namespace_id is invalid"}
      """
    And it is the snapshot "path"

  @req:cdot.reconciliations.update/unknown-namespace
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

  @req:cdot.reconciliations.update/unknown-namespace
  Scenario: Unknown namespace without days: 404
    Given with
      | namespace_id | {missing.namespace_id} |
    And without "next_reconciliation_date"
    And without "display_alert_from"
    When it is sent
    Then the status is 404
    And the members are
      | /message | 404 Namespace Not Found |

  @writes @req:cdot.reconciliations.update/administrators-token
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
