@op:git.lfs_authenticate
Feature: LFS authentication: what an LFS client needs to continue over HTTP
  An LFS client that connected over SSH needs a user name, a token and the address of the repository.

  Background:
    Given the request
      | key_id  | {member.key_id}        |
      | project | {private_project.path} |

  @req:git.lfs_authenticate/credentials-for-lfs
  Scenario: Key and project: 200 with user name, token, address and lifetime
    When it is sent
    Then the status is 200
    And the members are
      | /username             | {member.username}                            |
      | /lfs_token            | ~ .                                          |
      | /repository_http_path | ~ ^https?://.+/{private_project.path}[.]git$ |
      | /expires_in           | : integer                                    |
    And it is the snapshot "credentials"

  @req:git.lfs_authenticate/half-an-hour
  Scenario: Key and project: 1800 seconds
    When it is sent
    Then the status is 200
    And the members are
      | /expires_in | = 1800 |

  @req:git.lfs_authenticate/two-hours
  Scenario: Key and project: 7200 seconds
    When it is sent
    Then the status is 200
    And the members are
      | /expires_in | = 7200 |

  @req:git.lfs_authenticate/key-id
  Scenario Outline: `key_id` of a <who>: `username` is that of the key's owner
    Given with
      | key_id | {<who>.key_id} |
    When it is sent
    Then the status is 200
    And the members are
      | /username | {<who>.username} |

    Examples:
      | who        |
      | member     |
      | maintainer |

  @req:git.lfs_authenticate/username
  Scenario Outline: `username` of a <who> instead of `key_id`: 200 with that user name
    Given without "key_id"
    And with
      | username | {<who>.username} |
    When it is sent
    Then the status is 200
    And the members are
      | /username  | {<who>.username} |
      | /lfs_token | ~ .              |

    Examples:
      | who        |
      | member     |
      | maintainer |

  @req:git.lfs_authenticate/project
  Scenario Outline: `project` given: `repository_http_path` is that project's address
    Given with
      | project | {<project>.path} |
    When it is sent
    Then the status is 200
    And the members are
      | /repository_http_path | ~ ^https?://.+/{<project>.path}[.]git$ |

    Examples:
      | project         |
      | private_project |
      | public_project  |

  @req:git.lfs_authenticate/project-and-identity-needed
  Scenario: Without `key_id`: 400 or 404
    When it is sent
    Then the status is 200
    And the members are
      | /username             | {member.username}                |
      | /repository_http_path | ~ /{private_project.path}[.]git$ |
    Given without "key_id"
    When it is sent
    Then the status is one of 400, 404
    And the members are
      | /lfs_token | (absent) |

  @req:git.lfs_authenticate/project-and-identity-needed @editions:13.10..
  Scenario: Without `project`: 400 or 404
    When it is sent
    Then the status is 200
    And the members are
      | /username             | {member.username}                |
      | /repository_http_path | ~ /{private_project.path}[.]git$ |
    Given without "project"
    When it is sent
    Then the status is one of 400, 404
    And the members are
      | /lfs_token | (absent) |

  @req:git.lfs_authenticate/ids-as-json
  Scenario Outline: `key_id` in JSON as a string or a number: 200
    Given with
      | key_id | = <id> |
    And travelling as "json"
    When it is sent
    Then the status is 200
    And the members are
      | /username  | {member.username} |
      | /lfs_token | ~ .               |

    Examples:
      | id                |
      | {member.key_id}   |
      | "{member.key_id}" |

  @req:git.lfs_authenticate/token-claims
  Scenario: `lfs_token` is a JWT with actor, `jti`, `iat`, `nbf` and `exp`
    When it is sent
    Then the status is 200
    And the token at "/lfs_token" claims
      | /data/actor | {member.username} |
      | /jti        | ~ .               |
      | /iat        | : integer         |
      | /nbf        | : integer         |
      | /exp        | : integer         |

  @req:git.lfs_authenticate/fresh-token
  Scenario: Second call: another `lfs_token`
    When it is sent
    And "/lfs_token" is kept as "first"
    Then the status is 200
    When it is sent
    Then the status is 200
    And the members are
      | /username  | {member.username} |
      | /lfs_token | != {kept.first}   |

  @req:git.lfs_authenticate/user-id
  Scenario Outline: `user_id` in JSON instead of `key_id`, as a string or a number: 200
    Given without "key_id"
    And with
      | user_id | <id> |
    And travelling as "json"
    When it is sent
    Then the status is 200
    And the members are
      | /username | {member.username} |

    Examples:
      | id                 |
      | {member.user_id}   |
      | = {member.user_id} |

  @req:git.lfs_authenticate/key-before-user
  Scenario: `key_id` beside other users: the key counts, and an unknown key gets 404
    Given with
      | user_id  | {outsider.user_id}  |
      | username | {outsider.username} |
    When it is sent
    Then the status is 200
    And the members are
      | /username | {member.username} |
    Given with
      | key_id | {missing.key_id} |
    When it is sent
    Then the status is 404

  @req:git.lfs_authenticate/key-before-user
  Scenario: `user_id` beside another user's `username`: the user id counts
    Given without "key_id"
    And with
      | user_id  | {member.user_id}    |
      | username | {outsider.username} |
    When it is sent
    Then the status is 200
    And the members are
      | /username | {member.username} |

  @req:git.lfs_authenticate/gl-repository
  Scenario: `gl_repository`, without or beside another `project`: its address is returned
    Given without "project"
    And with
      | gl_repository | {private_project.gl_repository} |
    When it is sent
    Then the status is 200
    And the members are
      | /repository_http_path | ~ /{private_project.path}[.]git$ |
    Given with
      | project | {public_project.path} |
    When it is sent
    Then the status is 200
    And the members are
      | /repository_http_path | ~ /{private_project.path}[.]git$ |

  @req:git.lfs_authenticate/operation
  Scenario Outline: With `operation` <operation>, as GitLab Shell sends it: 200
    Given with
      | operation | <operation>                 |
      | project   | /{private_project.path}.git |
    And travelling as "json"
    When it is sent
    Then the status is 200
    And the members are
      | /username             | {member.username}                |
      | /repository_http_path | ~ /{private_project.path}[.]git$ |

    Examples:
      | operation |
      | download  |
      | upload    |

  @req:git.lfs_authenticate/deploy-key
  Scenario: Deploy key: 200 with a user name and an actor made of its id
    Given with
      | key_id | {deploy_key.key_id} |
    When it is sent
    Then the status is 200
    And the members are
      | /username | lfs+deploy-key-{deploy_key.key_id} |
    And the token at "/lfs_token" claims
      | /data/actor | lfs+deploy-key-{deploy_key.key_id} |

  @req:git.lfs_authenticate/no-permission-needed
  Scenario: Non-member, private project: 200
    Given with
      | key_id | {outsider.key_id} |
    When it is sent
    Then the status is 200
    And the members are
      | /username             | {outsider.username}              |
      | /repository_http_path | ~ /{private_project.path}[.]git$ |

  @req:git.lfs_authenticate/wiki
  Scenario: Wiki: `repository_http_path` is the wiki's address
    Given with
      | project | {project_wiki.path} |
    When it is sent
    Then the status is 200
    And the members are
      | /repository_http_path | ~ /{project_wiki.path}[.]git$ |
