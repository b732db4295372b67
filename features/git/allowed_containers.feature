@op:git.allowed
Feature: Access check: projects and wikis
  A repository is named by its path (`project`) or its identifier (`gl_repository`).

  Background:
    Given the request
      | key_id   | {member.key_id}        |
      | project  | {private_project.path} |
      | action   | git-upload-pack        |
      | protocol | ssh                    |
      | changes  | _any                   |

  @req:git.allowed/project-spelling
  Scenario Outline: `project` with a leading slash or `.git`: 200 with that project
    Given with
      | project | <path> |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_repository   | {private_project.gl_repository} |
      | /gl_project_path | {private_project.path}          |

    Examples:
      | path                        |
      | {private_project.path}.git  |
      | /{private_project.path}     |
      | /{private_project.path}.git |

  @req:git.allowed/gl-repository-first
  Scenario: `gl_repository` beside another `project`: `gl_repository` counts
    Given with
      | gl_repository | {public_project.gl_repository} |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_repository   | {public_project.gl_repository} |
      | /gl_project_path | {public_project.path}          |

  @req:git.allowed/wiki
  Scenario Outline: Wiki by path, <action>: 200 with the wiki's repository
    Given with
      | project | {project_wiki.path} |
      | action  | <action>            |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_repository                   | {project_wiki.gl_repository} |
      | /gl_project_path                 | {project_wiki.path}          |
      | /gitaly/repository/gl_repository | {project_wiki.gl_repository} |
    And it is the snapshot "<case>"

    Examples:
      | case         | action           |
      | wiki-fetched | git-upload-pack  |
      | wiki-pushed  | git-receive-pack |

  @req:git.allowed/wiki
  Scenario: Wiki by `gl_repository`: 200 with the wiki's path
    Given without "project"
    And with
      | gl_repository | wiki-{project_wiki.project_id} |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_repository   | wiki-{project_wiki.project_id} |
      | /gl_project_path | {project_wiki.path}            |

  @req:git.allowed/group-wiki
  Scenario: Wiki of a group by `gl_repository`: 200, without a project
    Given without "project"
    And with
      | gl_repository | {group_wiki.gl_repository} |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_repository        | {group_wiki.gl_repository} |
      | /gl_project_path      | {group_wiki.path}          |
      | /gl_project_id        | (absent)                   |
      | /gl_root_namespace_id | (absent)                   |

  @req:git.allowed/wiki-refusals @editions:13.10..
  Scenario: Non-member fetches a private wiki: 404
    Given with
      | key_id  | {outsider.key_id}   |
      | project | {project_wiki.path} |
    When it is sent
    Then it is refused as "wiki-not-found"
    And it is the snapshot "wiki-hidden"

  @req:git.allowed/wiki-refusals
  Scenario: Guest pushes to a wiki: 401
    Given with
      | key_id  | {guest.key_id}      |
      | project | {project_wiki.path} |
      | action  | git-receive-pack    |
    When it is sent
    Then the status is 401
    And the body is exactly
      """
      { "status": false, "message": "You are not allowed to write to this project's wiki." }
      """
    And it is the snapshot "wiki-push-by-guest"

  @req:git.allowed/unknown-project
  Scenario Outline: Unknown project, <action>: 404
    Given with
      | project | {missing.path} |
      | action  | <action>       |
    When it is sent
    Then it is refused as "project-not-found"
    And it is the snapshot "<case>"

    Examples:
      | case                 | action           |
      | project-missing      | git-upload-pack  |
      | project-push-missing | git-receive-pack |

  @req:git.allowed/unknown-repository @req:git.allowed/unknown-repository-has-no-namespace
  Scenario: Unknown `gl_repository` without `project`: 404, namespace not found
    Given without "project"
    And with
      | gl_repository | project-{missing.project_id} |
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      { "status": false, "message": "The namespace you were looking for could not be found." }
      """
    And it is the snapshot "repository-missing"

  @req:git.allowed/path-without-namespace
  Scenario: `project` without a namespace: 404, and the namespace is not found where that is asked
    Given with
      | project | alone-{unique} |
    When it is sent
    Then it is refused as "namespace-not-found"
    And it is the snapshot "namespace-missing"

  @req:git.allowed/no-repository
  Scenario Outline: Project without a repository, <action>: 404
    Given with
      | project | {no_repository_project.path} |
      | action  | <action>                     |
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      { "status": false, "message": "A repository for this project does not exist yet." }
      """
    And it is the snapshot "<case>"

    Examples:
      | case               | action           |
      | no-repository      | git-upload-pack  |
      | no-repository-push | git-receive-pack |

  @writes @req:git.allowed/old-path
  Scenario Outline: Old path of a moved project, <action>: 200 with the new path
    Given with
      | project | {renamed_project.old_path}.git |
      | action  | <action>                       |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_repository   | project-{renamed_project.id} |
      | /gl_project_path | {renamed_project.path}       |

    Examples:
      | action           |
      | git-upload-pack  |
      | git-receive-pack |

  @req:git.allowed/malformed-repository
  Scenario Outline: Malformed `gl_repository` “<repository>”: 404
    Given without "project"
    And with
      | gl_repository | <repository> |
    When it is sent
    Then it is refused as "project-not-found"

    Examples:
      | repository    |
      | project       |
      | project-x     |
      | project-0     |
      | thing-7       |
      | project-7-a-b |

  @req:git.allowed/no-repository-named
  Scenario: Without `project` and `gl_repository`: 400 or 404
    Given without "project"
    When it is sent
    Then the status is one of 400, 404
