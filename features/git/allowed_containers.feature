@op:git.allowed
Feature: Repositories of projects and wikis
  A repository is named by a path or by an identifier. Each kind has its own way to say no.

  Background:
    Given the request
      | key_id   | {member.key_id}        |
      | project  | {private_project.path} |
      | action   | git-upload-pack        |
      | protocol | ssh                    |
      | changes  | _any                   |

  @req:git.allowed/project-spelling
  Scenario Outline: The path as users type it
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
  Scenario: The identifier goes before the path
    Given with
      | gl_repository | {public_project.gl_repository} |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_repository   | {public_project.gl_repository} |
      | /gl_project_path | {public_project.path}          |

  @req:git.allowed/wiki
  Scenario Outline: A wiki by its path
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
  Scenario: A wiki by its identifier
    Given without "project"
    And with
      | gl_repository | wiki-{project_wiki.project_id} |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_repository   | wiki-{project_wiki.project_id} |
      | /gl_project_path | {project_wiki.path}            |

  @req:git.allowed/wiki-refusals
  Scenario: To an outsider a private wiki does not exist
    Given with
      | key_id  | {outsider.key_id}   |
      | project | {project_wiki.path} |
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      { "status": false, "message": "The wiki you were looking for could not be found." }
      """
    And it is the snapshot "wiki-hidden"

  @req:git.allowed/wiki-refusals
  Scenario: A guest may not write to the wiki
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
  Scenario Outline: A path that leads nowhere
    Given with
      | project | {missing.path} |
      | action  | <action>       |
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      {
        "status": false,
        "message": "The project you were looking for could not be found or you don't have permission to view it."
      }
      """
    And it is the snapshot "<case>"

    Examples:
      | case                 | action           |
      | project-missing      | git-upload-pack  |
      | project-push-missing | git-receive-pack |

  @req:git.allowed/unknown-repository
  Scenario: An identifier that leads nowhere
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
  Scenario: A path of one part
    Given with
      | project | alone-{unique} |
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      { "status": false, "message": "The namespace you were looking for could not be found." }
      """
    And it is the snapshot "namespace-missing"

  @req:git.allowed/no-repository
  Scenario Outline: A project that has no repository
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
  Scenario Outline: The old path of a moved project
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
  Scenario Outline: An identifier that cannot be read
    Given without "project"
    And with
      | gl_repository | <repository> |
    When it is sent
    Then the status is 404
    And the members are
      | /status  | = false                                                                                      |
      | /message | The project you were looking for could not be found or you don't have permission to view it. |

    Examples:
      | repository    |
      | project       |
      | project-x     |
      | project-0     |
      | thing-7       |
      | project-7-a-b |

  @req:git.allowed/no-repository-named
  Scenario: Neither a path nor an identifier
    Given without "project"
    When it is sent
    Then the status is one of 400, 404
