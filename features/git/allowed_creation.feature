@op:git.allowed
Feature: Access check: a push to a free path creates a project
  Only in the user's own namespace, and only with changes `_any`, as GitLab Shell sends them.

  Background:
    Given the request
      | key_id   | {member.key_id}                   |
      | project  | {own_namespace.path}/{unique}.git |
      | action   | git-receive-pack                  |
      | protocol | ssh                               |
      | changes  | _any                              |

  @writes @req:git.allowed/push-creates-project
  Scenario: Push to a free path: 200, and the new project can be fetched
    When it is sent
    And "/gl_repository" is kept as "created"
    Then the status is 200
    And the members are
      | /status          | = true                        |
      | /gl_repository   | ~ ^project-[0-9]+$            |
      | /gl_project_path | {own_namespace.path}/{unique} |
      | /gl_id           | user-{member.user_id}         |
    Given with
      | action | git-upload-pack |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_repository   | {kept.created}                |
      | /gl_project_path | {own_namespace.path}/{unique} |

  @writes @req:git.allowed/push-creates-project
  Scenario: Project created by a push is private: 404 for a non-member
    When it is sent
    Then the status is 200
    Given with
      | key_id | {outsider.key_id} |
      | action | git-upload-pack   |
    When it is sent
    Then it is refused as "project-not-found"

  @req:git.allowed/creation-refused
  Scenario Outline: Request that must not create a project (<case>): 404
    Given with
      | key_id  | <key>     |
      | action  | <action>  |
      | changes | <changes> |
    When it is sent
    Then it is refused as "project-not-found"
    And it is the snapshot "<case>"
    Given with
      | key_id  | {member.key_id} |
      | action  | git-upload-pack |
      | changes | _any            |
    When it is sent
    Then the status is 404
    And the members are
      | /status | = false |

    Examples:
      | case                     | key               | action           | changes                                        |
      | creation-by-fetch        | {member.key_id}   | git-upload-pack  | _any                                           |
      | creation-by-changes      | {member.key_id}   | git-receive-pack | {zeros} {private_project.head} refs/heads/main |
      | creation-in-foreign-home | {outsider.key_id} | git-receive-pack | _any                                           |

  @req:git.allowed/creation-invalid
  Scenario: Push to an invalid project path: 422, “Could not create project: …”
    Given with
      | project | {own_namespace.path}/cannot_end_with_dot. |
    When it is sent
    Then the status is 422
    And the members are
      | /status  | = false                        |
      | /message | ~ ^Could not create project: . |
    And it is the snapshot "creation-invalid"
