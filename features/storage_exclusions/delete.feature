@op:storage_exclusions.delete
Feature: The storage limit binds a namespace again

  Background:
    Given the request
      | id | {fresh_namespace.id} |

  @writes @req:storage_exclusions.delete/removes
  Scenario: Excluded no more
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
  Scenario: Where the API is
    Given the request of the documented example
    When it is sent
    Then the status is 204
    When "storage_exclusions.create" is called with
      | id     | {fresh_namespace.id} |
      | reason | for another while    |
    Then the members are
      | /namespace_id | = {fresh_namespace.id} |

  @writes @req:storage_exclusions.delete/by-path
  Scenario: The namespace by its path
    Given the request of the documented example
    And with
      | id | {fresh_namespace.path} |
    When it is sent
    Then the status is 204

  @req:storage_exclusions.delete/not-excluded
  Scenario: It never was
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"message": "400 Bad request - not excluded"}
      """
    And it is the snapshot "not-excluded"

  @writes @req:storage_exclusions.delete/not-excluded
  Scenario: It no longer is
    Given the request of the documented example
    When it is sent
    Then the status is 204
    When it is sent
    Then the status is 400
    And the members are
      | /message | 400 Bad request - not excluded |

  @req:storage_exclusions.delete/root-only
  Scenario: A group inside another one
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
  Scenario Outline: There is no such namespace
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
  Scenario: The token is for something else
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
