@op:git.allowed
Feature: Access check: snippets
  A snippet has a repository of its own; it is personal or belongs to a project.

  Background:
    Given the request
      | key_id   | {member.key_id}        |
      | project  | {private_project.path} |
      | action   | git-upload-pack        |
      | protocol | ssh                    |
      | changes  | _any                   |

  @req:git.allowed/personal-snippet
  Scenario: Personal snippet by `gl_repository`, its author fetches: 200
    Given without "project"
    And with
      | key_id        | {personal_snippet.author_key_id} |
      | gl_repository | {personal_snippet.gl_repository} |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_repository   | {personal_snippet.gl_repository}       |
      | /gl_project_path | snippets/{personal_snippet.id}         |
      | /gl_id           | user-{personal_snippet.author_user_id} |
    And it is the snapshot "personal-snippet"

  @req:git.allowed/personal-snippet
  Scenario: Personal snippet by path, its author fetches: 200
    Given with
      | key_id  | {personal_snippet.author_key_id}   |
      | project | snippets/{personal_snippet.id}.git |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_repository | {personal_snippet.gl_repository} |

  @req:git.allowed/project-snippet
  Scenario: Project snippet by `gl_repository`, a member fetches: 200
    Given without "project"
    And with
      | gl_repository | {project_snippet.gl_repository} |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_repository   | {project_snippet.gl_repository}                      |
      | /gl_project_path | {private_project.path}/snippets/{project_snippet.id} |

  @req:git.allowed/project-snippet
  Scenario: Project snippet by path, a member fetches: 200
    Given with
      | project | {private_project.path}/snippets/{project_snippet.id}.git |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_repository | {project_snippet.gl_repository} |

  @req:git.allowed/snippet-refusals
  Scenario Outline: Personal snippet of another user, <action>: 401
    Given without "project"
    And with
      | key_id        | {outsider.key_id}                |
      | gl_repository | {personal_snippet.gl_repository} |
      | action        | <action>                         |
    When it is sent
    Then the status is 401
    And the body is exactly
      """
      { "status": false, "message": "<message>" }
      """
    And it is the snapshot "<case>"

    Examples:
      | case                  | action           | message                                     |
      | snippet-of-other      | git-upload-pack  | You are not allowed to read this snippet.   |
      | snippet-push-by-other | git-receive-pack | You are not allowed to update this snippet. |

  @req:git.allowed/snippet-refusals
  Scenario: Deploy key fetches a project snippet: 401
    Given without "project"
    And with
      | key_id        | {deploy_key.key_id}             |
      | gl_repository | {project_snippet.gl_repository} |
    When it is sent
    Then the status is 401
    And the body is exactly
      """
      { "status": false, "message": "The authentication mechanism is not supported." }
      """
    And it is the snapshot "snippet-by-deploy-key"

  @req:git.allowed/unknown-snippet
  Scenario Outline: Unknown snippet, <action>: 404
    Given with
      | project | snippets/<snippet>.git |
      | action  | <action>               |
    When it is sent
    Then it is refused as "snippet-not-found"
    And it is the snapshot "<case>"

    Examples:
      | case                 | snippet              | action           |
      | snippet-missing      | {missing.project_id} | git-upload-pack  |
      | snippet-push-missing | {missing.project_id} | git-receive-pack |

  # Without a number it is not a snippet's path, and no project can be created at it either.
  @req:git.allowed/unknown-snippet
  Scenario: Push to a snippet path without a numeric id: 404
    Given with
      | project | snippets/notexist.git |
      | action  | git-receive-pack      |
    When it is sent
    Then the status is 404
    And the members are
      | /status | = false |
