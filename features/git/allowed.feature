@op:git.allowed
Feature: Who asks for a repository learns whether they may and where it is
  GitLab Shell asks before it runs a Git command, Gitaly before it takes in a push.
  Everything here stands in the documentation.

  Background:
    Given the request
      | key_id   | {member.key_id}        |
      | project  | {private_project.path} |
      | action   | git-upload-pack        |
      | protocol | ssh                    |
      | changes  | _any                   |

  @req:git.allowed/fetch-is-described
  Scenario: A member fetches
    When it is sent
    Then the status is 200
    And the members are
      | /status              | = true                          |
      | /gl_repository       | {private_project.gl_repository} |
      | /gl_project_path     | {private_project.path}          |
      | /gl_id               | user-{member.user_id}           |
      | /gl_username         | {member.username}               |
      | /git_config_options  | : array                         |
      | /gl_console_messages | = []                            |
    And it is the snapshot "member-fetches"

  @req:git.allowed/fetch-is-described
  Scenario: The user of the documented request is the owner of its key
    Given the request of the documented example
    When it is sent
    Then the status is 200
    And the members are
      | /gl_id         | user-{example_key.user_id}      |
      | /gl_repository | {example_project.gl_repository} |

  @req:git.allowed/repository-location
  Scenario: Gitaly's address and the place of the repository
    When it is sent
    Then the status is 200
    And the members are
      | /gitaly/address                                     | ~ .                             |
      | /gitaly/token                                       | : string or null                |
      | /gitaly/repository/storage_name                     | ~ .                             |
      | /gitaly/repository/relative_path                    | ~ [.]git$                       |
      | /gitaly/repository/git_object_directory             | = ""                            |
      | /gitaly/repository/git_alternate_object_directories | = []                            |
      | /gitaly/repository/gl_repository                    | {private_project.gl_repository} |
      | /gitaly/repository/gl_project_path                  | {private_project.path}          |

  @req:git.allowed/access-is-judged
  Scenario: Open to a member, closed to an outsider
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
  Scenario Outline: The key says who asks
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
  Scenario Outline: The user name of a certificate says who asks
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
  Scenario: The path says which repository is meant
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
  Scenario Outline: An identifier says which repository is meant
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
  Scenario Outline: Both protocols are served
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
  Scenario Outline: Each of the three commands is granted to a member
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
  Scenario: Who may only read cannot push
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
  Scenario: An announced push is judged by the rights of the user
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
  Scenario Outline: A request without changes
    Given without "changes"
    And with
      | action | <action> |
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

    Examples:
      | action           |
      | git-upload-pack  |
      | git-receive-pack |

  @req:git.allowed/changes-are-judged
  Scenario: One branch may be updated, another may not
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

  @req:git.allowed/check-ip
  Scenario Outline: The user's address is sent along
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
  Scenario Outline: Ids in JSON
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
