@op:git.allowed
Feature: Access check: the documented behaviour
  GitLab Shell calls it before each Git command, Gitaly before it accepts a push.
  This file tests what the documentation says.

  Background:
    Given the request
      | key_id   | {member.key_id}        |
      | project  | {private_project.path} |
      | action   | git-upload-pack        |
      | protocol | ssh                    |
      | changes  | _any                   |

  @req:git.allowed/fetch-is-described
  Scenario: Member fetches: 200 with repository, user, Git settings and console messages
    When it is sent
    Then the status is 200
    And the members are
      | /status              | = true                          |
      | /gl_repository       | {private_project.gl_repository} |
      | /gl_project_path     | {private_project.path}          |
      | /gl_id               | user-{member.user_id}           |
      | /gl_username         | {member.username}               |
      | /git_config_options  | : array                         |
      | /gl_console_messages | : array                         |
    And no item of "/gl_console_messages" has
      |  | ~ expires soon |
    And it is the snapshot "member-fetches"

  @req:git.allowed/fetch-is-described
  Scenario: Documented request: 200 for the owner of the key, with the project's repository
    Given the request of the documented example
    When it is sent
    Then the status is 200
    And the members are
      | /gl_id         | user-{example_key.user_id}      |
      | /gl_repository | {example_project.gl_repository} |

  @req:git.allowed/repository-location
  Scenario: Member fetches: `gitaly` has address, token, storage and path of the repository
    When it is sent
    Then the status is 200
    And the members are
      | /gitaly/address                    | ~ .                             |
      | /gitaly/token                      | : string or null                |
      | /gitaly/repository/storage_name    | ~ .                             |
      | /gitaly/repository/relative_path   | ~ [.]git$                       |
      | /gitaly/repository/gl_repository   | {private_project.gl_repository} |
      | /gitaly/repository/gl_project_path | {private_project.path}          |

  @req:git.allowed/object-directories
  Scenario: Member fetches: `gitaly` has no object directories
    When it is sent
    Then the status is 200
    And the members are
      | /gitaly/repository/git_object_directory             | = "" |
      | /gitaly/repository/git_alternate_object_directories | = [] |

  @req:git.allowed/no-object-directories
  Scenario: Member fetches: object directories absent or empty
    When it is sent
    Then the status is 200
    And the members are
      | /gitaly/repository/git_object_directory             | (absent) or = "" |
      | /gitaly/repository/git_alternate_object_directories | (absent) or = [] |

  @req:git.allowed/access-is-judged
  Scenario: Private project: 200 for a member, 401 or 404 for a non-member
    When it is sent
    Then the status is 200
    And the members are
      | /status        | = true                          |
      | /gl_repository | {private_project.gl_repository} |
    Given with
      | key_id | {outsider.key_id} |
    When it is sent
    Then the status is one of 401, 404
    And the members are
      | /gitaly        | (absent) |
      | /gl_repository | (absent) |

  @req:git.allowed/key-id
  Scenario Outline: `key_id` of a <who>: `gl_id` and `gl_username` are those of the key's owner
    Given with
      | key_id | {<who>.key_id} |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_id       | user-{<who>.user_id} |
      | /gl_username | {<who>.username}     |

    Examples:
      | who        |
      | member     |
      | maintainer |

  @req:git.allowed/username
  Scenario Outline: `username` of a <who>: `gl_id` and `gl_username` are those of that user
    Given without "key_id"
    And with
      | username | {<who>.username} |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_id       | user-{<who>.user_id} |
      | /gl_username | {<who>.username}     |

    Examples:
      | who        |
      | member     |
      | maintainer |

  @req:git.allowed/project
  Scenario: `project` given: that project's repository, path and `relative_path`
    When it is sent
    And "/gitaly/repository/relative_path" is kept as "private"
    Then the status is 200
    And the members are
      | /gl_repository   | {private_project.gl_repository} |
      | /gl_project_path | {private_project.path}          |
    Given with
      | project | {public_project.path} |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_repository                   | {public_project.gl_repository} |
      | /gl_project_path                 | {public_project.path}          |
      | /gitaly/repository/relative_path | != {kept.private}              |

  @req:git.allowed/gl-repository
  Scenario Outline: `gl_repository` without `project`: 200 with that repository
    Given without "project"
    And with
      | gl_repository | {<project>.gl_repository} |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_repository                     | {<project>.gl_repository} |
      | /gl_project_path                   | {<project>.path}          |
      | /gitaly/repository/gl_repository   | {<project>.gl_repository} |
      | /gitaly/repository/gl_project_path | {<project>.path}          |

    Examples:
      | project         |
      | private_project |
      | public_project  |

  @req:git.allowed/protocol
  Scenario Outline: Member fetches over <protocol>: 200
    Given with
      | protocol | <protocol> |
    When it is sent
    Then the status is 200
    And the members are
      | /status        | = true                          |
      | /gl_repository | {private_project.gl_repository} |

    Examples:
      | protocol |
      | ssh      |
      | http     |

  @req:git.allowed/action
  Scenario Outline: Member runs <action>: 200
    Given with
      | action | <action> |
    When it is sent
    Then the status is 200
    And the members are
      | /status                          | = true                          |
      | /gl_repository                   | {private_project.gl_repository} |
      | /gitaly/repository/gl_repository | {private_project.gl_repository} |

    Examples:
      | action             |
      | git-upload-pack    |
      | git-upload-archive |
      | git-receive-pack   |

  @req:git.allowed/action
  Scenario: Non-member of a public project: fetch 200, push 401 or 404
    Given with
      | key_id  | {outsider.key_id}     |
      | project | {public_project.path} |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_repository | {public_project.gl_repository} |
    Given with
      | action | git-receive-pack |
    When it is sent
    Then the status is one of 401, 404
    And the members are
      | /gitaly | (absent) |

  @req:git.allowed/any-changes
  Scenario: Push with changes `_any`: 200 for a developer, 401 or 404 for a guest
    Given with
      | action | git-receive-pack |
    When it is sent
    Then the status is 200
    And the members are
      | /status        | = true                          |
      | /gl_repository | {private_project.gl_repository} |
      | /gl_id         | user-{member.user_id}           |
    Given with
      | key_id | {guest.key_id} |
    When it is sent
    Then the status is one of 401, 404
    And the members are
      | /gitaly | (absent) |

  @req:git.allowed/absent-changes
  Scenario: Fetch without `changes`: 200 for a member, 401 or 404 for a non-member
    Given without "changes"
    When it is sent
    Then the status is 200
    And the members are
      | /status        | = true                          |
      | /gl_repository | {private_project.gl_repository} |
    Given with
      | key_id | {outsider.key_id} |
    When it is sent
    Then the status is one of 401, 404
    And the members are
      | /gitaly | (absent) |

  @req:git.allowed/changes-are-judged
  Scenario: Push creates a branch: 200; push deletes a protected branch: 401 or 404
    Given without "project"
    And with
      | gl_repository | {private_project.gl_repository}                      |
      | action        | git-receive-pack                                     |
      | changes       | {zeros} {private_project.head} refs/heads/{unique}\n |
    When it is sent
    Then the status is 200
    And the members are
      | /status        | = true                          |
      | /gl_repository | {private_project.gl_repository} |
    Given with
      | changes | {private_project.head} {zeros} refs/heads/{private_project.protected_branch}\n |
    When it is sent
    Then the status is one of 401, 404
    And the members are
      | /gitaly | (absent) |

  # Changes are what a server takes longest to check.
  @req:git.allowed/within-fifty-seconds
  Scenario Outline: <what>: 200 within 50 seconds
    Given with
      | action  | <action>  |
      | changes | <changes> |
    When it is sent, with 50 seconds to answer
    Then the status is 200
    And the members are
      | /status        | = true                          |
      | /gl_repository | {private_project.gl_repository} |

    Examples:
      | what                    | action           | changes                                              |
      | Fetch                   | git-upload-pack  | _any                                                 |
      | Push before its changes | git-receive-pack | _any                                                 |
      | Push with its changes   | git-receive-pack | {zeros} {private_project.head} refs/heads/{unique}\n |

  @req:git.allowed/check-ip
  Scenario Outline: With `check_ip` <address>: 200
    Given with
      | check_ip | <address> |
    When it is sent
    Then the status is 200
    And the members are
      | /status        | = true                          |
      | /gl_repository | {private_project.gl_repository} |

    Examples:
      | address      |
      | 192.0.2.10   |
      | 2001:db8::10 |

  @req:git.allowed/ids-as-json
  Scenario Outline: `key_id` in JSON as a string or a number: 200
    Given with
      | key_id | = <id> |
    And travelling as "json"
    When it is sent
    Then the status is 200
    And the members are
      | /gl_id         | user-{member.user_id}           |
      | /gl_repository | {private_project.gl_repository} |

    Examples:
      | id                |
      | {member.key_id}   |
      | "{member.key_id}" |
