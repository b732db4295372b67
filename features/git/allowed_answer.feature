@op:git.allowed
Feature: Access check: parameters and members beyond the documented example
  The documented example has none of them; GitLab's components send and read them.

  Background:
    Given the request
      | key_id   | {member.key_id}        |
      | project  | {private_project.path} |
      | action   | git-upload-pack        |
      | protocol | ssh                    |
      | changes  | _any                   |

  @req:git.allowed/project-and-root-namespace
  Scenario: Project: 200 with `gl_project_id`, `gl_root_namespace_id` and `need_audit`
    When it is sent
    Then the status is 200
    And the members are
      | /gl_project_id        | = {private_project.id}                |
      | /gl_root_namespace_id | = {private_project.root_namespace_id} |
      | /need_audit           | : boolean                             |

  @req:git.allowed/project-and-root-namespace
  Scenario: Wiki: `gl_project_id` is the id of its project
    Given with
      | project | {project_wiki.path} |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_project_id | = {project_wiki.project_id} |

  @req:git.allowed/no-project-no-ids
  Scenario: Personal snippet: no `gl_project_id` and no `gl_root_namespace_id`
    Given without "project"
    And with
      | key_id        | {personal_snippet.author_key_id} |
      | gl_repository | {personal_snippet.gl_repository} |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_repository        | {personal_snippet.gl_repository} |
      | /gl_project_id        | (absent)                         |
      | /gl_root_namespace_id | (absent)                         |

  @req:git.allowed/gitaly-features
  Scenario: Granted fetch: `/gitaly/features` is an object
    When it is sent
    Then the status is 200
    And the members are
      | /gitaly/features | : object |

  @req:git.allowed/hashed-storage
  Scenario: Granted fetch: `relative_path` is a hashed storage path
    When it is sent
    Then the status is 200
    And the members are
      | /gitaly/repository/relative_path | ~ ^@hashed/[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/[0-9a-f]+[.]git$ |

  @req:git.allowed/tolerant-members
  Scenario: Granted fetch: `git_config_options` is an array, the token a string or null
    When it is sent
    Then the status is 200
    And the members are
      | /git_config_options | : array          |
      | /gitaly/token       | : string or null |

  @req:git.allowed/quarantine
  Scenario: Push with quarantine directories in `env`: 200, they are returned
    Given with
      | action | git-receive-pack                                                                                             |
      | env    | {"GIT_OBJECT_DIRECTORY_RELATIVE":"objects/incoming","GIT_ALTERNATE_OBJECT_DIRECTORIES_RELATIVE":["objects"]} |
    When it is sent
    Then the status is 200
    And the members are
      | /gitaly/repository/git_object_directory             | objects/incoming |
      | /gitaly/repository/git_alternate_object_directories | = ["objects"]    |

  @req:git.allowed/unreadable-env @editions:18.9..
  Scenario Outline: `env` empty or not JSON: 200 without an object directory
    Given with
      | env | <env> |
    When it is sent
    Then the status is 200
    And the members are
      | /gitaly/repository/relative_path                      | ~ [.]git$ |
      | /gitaly/repository/git_object_directory/0             | (absent)  |
      | /gitaly/repository/git_alternate_object_directories/0 | (absent)  |

    Examples:
      | env      |
      | = ""     |
      | not json |

  @req:git.allowed/unreadable-env @editions:..17.9
  Scenario Outline: `env` empty or not JSON: 200 with empty object directories
    Given with
      | env | <env> |
    When it is sent
    Then the status is 200
    And the members are
      | /gitaly/repository/git_object_directory             | = "" |
      | /gitaly/repository/git_alternate_object_directories | = [] |

    Examples:
      | env      |
      | = ""     |
      | not json |

  @req:git.allowed/gitaly-call
  Scenario: Gitaly's hook pushes, with a disk path in `project`: 200
    Given without "key_id"
    And with
      | action        | git-receive-pack                                                                                      |
      | gl_repository | {private_project.gl_repository}                                                                       |
      | project       | /var/opt/gitlab/git-data/repositories/@hashed/00/00/{private_project.head}.git                        |
      | relative_path | @hashed/00/00/{private_project.head}.git                                                              |
      | changes       | {zeros} {private_project.head} refs/heads/{unique}\n                                                  |
      | user_id       | {member.user_id}                                                                                      |
      | env           | {"GIT_OBJECT_DIRECTORY_RELATIVE":"objects/incoming","GIT_ALTERNATE_OBJECT_DIRECTORIES_RELATIVE":null} |
    And travelling as "json"
    When it is sent
    Then the status is 200
    And the members are
      | /status        | = true                          |
      | /gl_repository | {private_project.gl_repository} |
      | /gl_id         | user-{member.user_id}           |
