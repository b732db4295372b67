@op:storage_exclusions.delete
Feature: Remove a namespace's exclusion from the storage limit

  Background:
    Given the request
      | id | {fresh_namespace.id} |

  @writes @req:storage_exclusions.delete/removes
  Scenario: Exclusion removed: 204, namespace may be excluded again
    When "storage_exclusions.create" is called with
      | id     | {fresh_namespace.id} |
      | reason | for a while          |
    And it is sent
    Then the status is 204
    And the body is empty
    When "storage_exclusions.create" is called with
      | id     | {fresh_namespace.id} |
      | reason | for another while    |
    Then the members are
      | /namespace_id | = {fresh_namespace.id} |
      | /reason       | for another while      |

  @writes @req:storage_exclusions.delete/below-the-api
  Scenario: Documented path under `/api/v4`: exclusion removed
    Given the request of the documented example
    When it is sent
    Then the status is 204
    When "storage_exclusions.create" is called with
      | id     | {fresh_namespace.id} |
      | reason | for another while    |
    Then the members are
      | /namespace_id | = {fresh_namespace.id} |

  @writes @req:storage_exclusions.delete/by-path
  Scenario: Namespace by path: 204
    Given the request of the documented example
    And with
      | id | {fresh_namespace.path} |
    When it is sent
    Then the status is 204

  @req:storage_exclusions.delete/not-excluded
  Scenario: Namespace never excluded: 400
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"message": "400 Bad request - not excluded"}
      """
    And it is the snapshot "not-excluded"

  @writes @req:storage_exclusions.delete/not-excluded
  Scenario: Exclusion removed twice: 204, then 400
    Given the request of the documented example
    When it is sent
    Then the status is 204
    When it is sent
    Then the status is 400
    And the members are
      | /message | 400 Bad request - not excluded |

  @req:storage_exclusions.delete/root-only
  Scenario: Subgroup: 400
    Given with
      | id | {subgroup.id} |
    When it is sent
    Then the status is 400

  @req:storage_exclusions.delete/root-only-message
  Scenario: Subgroup: 400, message asks for a root namespace
    Given with
      | id | {subgroup.id} |
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"message": "400 Bad request - must use a root namespace"}
      """
    And it is the snapshot "root-only"

  @req:storage_exclusions.delete/unknown-namespace
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

  @writes @req:storage_exclusions.delete/narrow-scope
  Scenario: Token scope too narrow: 403, exclusion kept
    Given the request of the documented example
    And it is signed with the secret "reading_admin"
    When it is sent
    Then the status is 403
    And the members are
      | /error             | insufficient_scope                                                        |
      | /error_description | The request requires higher privileges than provided by the access token. |
    And it is the snapshot "narrow-scope"
    When "storage_exclusions.create" is called with
      | id     | {fresh_namespace.id} |
      | reason | still excluded       |
    Then the members are
      | /message | 400 Bad request - already excluded |
