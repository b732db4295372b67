@op:error_tracking.allowed
Feature: Error tracking: is a key enabled for a project?
  An application sends errors with a public key; OpsTrace checks it here before it records them.

  Background:
    Given the request
      | project_id | {tracked_project.id}         |
      | public_key | {tracked_project.public_key} |

  @req:error_tracking.allowed/own-key
  Scenario: Active key of the project: `enabled` is true
    When it is sent
    Then the status is 200
    And the members are
      | /enabled | = true |

  @req:error_tracking.allowed/other-key
  Scenario Outline: Unknown key, or key of another project (<case>): `enabled` is false
    When it is sent
    Then the members are
      | /enabled | = true |
    Given with
      | <name> | <value> |
    When it is sent
    Then the members are
      | /enabled | = false |

    Examples:
      | case             | name       | value                |
      | unknown-key      | public_key | no-key-{unique}      |
      | another-projects | project_id | {private_project.id} |

  @req:error_tracking.allowed/both-required
  Scenario Outline: Without `<name>`: 400, 404 or 422
    When it is sent
    Then the members are
      | /enabled | = true |
    Given without "<name>"
    When it is sent
    Then the status is one of 400, 404, 422

    Examples:
      | name       |
      | project_id |
      | public_key |

  @req:error_tracking.allowed/ok-is-200
  Scenario Outline: `enabled` is <enabled>: status 200
    Given with
      | public_key | <key> |
    When it is sent
    Then the status is 200
    And the members are
      | /enabled | = <enabled> |
    And it is the snapshot "<case>"

    Examples:
      | case        | key                          | enabled |
      | own-key     | {tracked_project.public_key} | true    |
      | unknown-key | no-key-{unique}              | false   |

  @req:error_tracking.allowed/inactive-key
  Scenario: Inactive key: `enabled` is false
    Given with
      | public_key | {tracked_project.inactive_key} |
    When it is sent
    Then the status is 200
    And the members are
      | /enabled | = false |

  @req:error_tracking.allowed/json
  Scenario Outline: JSON with `project_id` as <case>: 200
    Given with
      | project_id | <id> |
    And travelling as "json"
    When it is sent
    Then the status is 200
    And the members are
      | /enabled | = true |

    Examples:
      | case   | id                     |
      | digits | {tracked_project.id}   |
      | number | = {tracked_project.id} |

  @req:error_tracking.allowed/unknown-project
  Scenario: Unknown project: 404
    Given with
      | project_id | {missing.project_id} |
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      {"message": "404 Not found"}
      """
    And it is the snapshot "unknown-project"

  @req:error_tracking.allowed/blank
  Scenario Outline: `project_id` or `public_key` null or empty (<case>): 422
    Given with
      | project_id | <project> |
      | public_key | <key>     |
    When it is sent
    Then the status is 422
    And the body is exactly
      """
      {"message": "422 Unprocessable Entity"}
      """
    And it is the snapshot "<case>"

    Examples:
      | case            | project              | key                          |
      | without-project | = null               | {tracked_project.public_key} |
      | empty-project   | = ""                 | {tracked_project.public_key} |
      | without-key     | {tracked_project.id} | = null                       |
      | empty-key       | {tracked_project.id} | = ""                         |
      | key-before-404  | {missing.project_id} | = null                       |
