@op:storage_exclusions.create
Feature: Exclude a namespace from the storage limit

  Background:
    Given the request
      | id     | {fresh_namespace.id} |
      | reason | moving house         |

  @writes @req:storage_exclusions.create/excludes
  Scenario: Namespace excluded: answered with its id, name and reason
    When it is sent
    Then the status is one of 200, 201
    And the members are
      | /id             | : integer              |
      | /namespace_id   | = {fresh_namespace.id} |
      | /namespace_name | {fresh_namespace.name} |
      | /reason         | moving house           |

  @writes @req:storage_exclusions.create/reason
  Scenario: Without `reason`: not excluded
    Given without "reason"
    When it is sent
    Then the members are
      | /reason | (absent) |
    Given with
      | reason | moving on |
    When it is sent
    Then the members are
      | /namespace_id | = {fresh_namespace.id} |
      | /reason       | moving on              |

  @writes @req:storage_exclusions.create/below-the-api
  Scenario: Documented path under `/api/v4`: namespace excluded
    Given the request of the documented example
    When it is sent
    Then the members are
      | /reason | a reason to exclude the Namespace |

  @writes @req:storage_exclusions.create/namespace-of-the-path
  Scenario: Answer has the id and name of the namespace in the path
    Given the request of the documented example
    When it is sent
    Then the members are
      | /namespace_id   | = {fresh_namespace.id} |
      | /namespace_name | {fresh_namespace.name} |

  @writes @req:storage_exclusions.create/created-is-201
  Scenario: Namespace excluded: 201
    When it is sent
    Then the status is 201
    And the members are
      | /reason | moving house |

  @writes @req:storage_exclusions.create/as-a-form
  Scenario: `reason` in a form: 201
    Given travelling as "form"
    When it is sent
    Then the status is 201
    And the members are
      | /reason | moving house |

  @writes @req:storage_exclusions.create/by-path
  Scenario: Namespace by path: 201
    Given with
      | id | {fresh_namespace.path} |
    When it is sent
    Then the status is 201
    And the members are
      | /namespace_id | = {fresh_namespace.id} |

  @writes @req:storage_exclusions.create/once
  Scenario: Namespace excluded again: 400
    When it is sent
    Then the status is 201
    Given with
      | reason | moving again |
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"message": "400 Bad request - already excluded"}
      """
    And it is the snapshot "once"

  @req:storage_exclusions.create/root-only
  Scenario: Subgroup: 400
    Given with
      | id | {subgroup.id} |
    When it is sent
    Then the status is 400

  @req:storage_exclusions.create/root-only-message
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

  @req:storage_exclusions.create/unknown-namespace
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

  @req:storage_exclusions.create/missing-reason
  Scenario Outline: Without `reason`: 400, with the token of a non-administrator as well
    Given without "reason"
    And it is signed with the secret "<whose>"
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"error": "reason is missing"}
      """
    And it is the snapshot "<case>"

    Examples:
      | case                           | whose     |
      | missing-reason                 | admin     |
      | missing-reason-of-somebody-else | developer |

  @req:storage_exclusions.create/token-first
  Scenario: Without a token and `reason`: 401, not 400
    Given without "reason"
    And the credential is "missing"
    When it is sent
    Then the status is 401
    And the body is exactly
      """
      {"message": "401 Unauthorized"}
      """
    And it is the snapshot "token-first"

  @req:storage_exclusions.create/blank-reason
  Scenario Outline: `reason` null, empty or blank: 400
    Given with
      | reason | = <reason> |
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"message": {"reason": ["can't be blank"]}}
      """
    And it is the snapshot "<case>"

    Examples:
      | case         | reason |
      | null-reason  | null   |
      | empty-reason | ""     |
      | blank-reason | "  "   |

  @req:storage_exclusions.create/long-reason
  Scenario: `reason` of 256 characters: 400
    Given with
      | reason | {zeros}{zeros}{zeros}{zeros}{zeros}{zeros}0123456789abcdef |
    When it is sent
    Then the status is 400
    And the members are
      | /message/reason | : array |
    And it is the snapshot "long-reason"

  @writes @req:storage_exclusions.create/long-reason
  Scenario: `reason` of 255 characters: 201
    Given with
      | reason | {zeros}{zeros}{zeros}{zeros}{zeros}{zeros}123456789abcdef |
    When it is sent
    Then the status is 201
    And the members are
      | /reason | {zeros}{zeros}{zeros}{zeros}{zeros}{zeros}123456789abcdef |

  @req:storage_exclusions.create/narrow-scope
  Scenario: Token scope too narrow: 403
    Given it is signed with the secret "reading_admin"
    When it is sent
    Then the status is 403
    And the members are
      | /error             | insufficient_scope                                                        |
      | /error_description | The request requires higher privileges than provided by the access token. |
    And it is the snapshot "narrow-scope"
