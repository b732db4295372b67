@op:git.lfs_authenticate
Feature: From SSH to HTTP for LFS
  An LFS client that came over SSH needs a user name, a token and an address to go on over HTTP.

  Background:
    Given the request
      | key_id  | {member.key_id}        |
      | project | {private_project.path} |

  @req:git.lfs_authenticate/credentials-for-lfs
  Scenario: Everything that the client needs
    When it is sent
    Then the status is 200
    And the members are
      | /username             | {member.username}                            |
      | /lfs_token            | ~ .                                          |
      | /repository_http_path | ~ ^https?://.+/{private_project.path}[.]git$ |
      | /expires_in           | = 1800                                       |
    And it is the snapshot "credentials"

  @req:git.lfs_authenticate/key-id
  Scenario Outline: The key decides who it is
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
  Scenario Outline: A user name in place of a key
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
  Scenario Outline: The project decides the address
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
  Scenario: Neither may be missing
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
    Given with
      | project | {private_project.path} |
    And without "key_id"
    When it is sent
    Then the status is one of 400, 404
    And the members are
      | /lfs_token | (absent) |

  @req:git.lfs_authenticate/ids-as-json
  Scenario Outline: Ids in JSON
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
  Scenario: What the token says
    When it is sent
    Then the status is 200
    And the token at "/lfs_token" claims
      | /data/actor | {member.username} |
      | /jti        | ~ .               |
      | /iat        | : integer         |
      | /nbf        | : integer         |
      | /exp        | : integer         |

  @req:git.lfs_authenticate/fresh-token
  Scenario: No token twice
    When it is sent
    And "/lfs_token" is kept as "first"
    Then the status is 200
    When it is sent
    Then the status is 200
    And the members are
      | /username  | {member.username} |
      | /lfs_token | != {kept.first}   |

  @req:git.lfs_authenticate/user-id
  Scenario Outline: A user id in place of a key
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
  Scenario: A key goes before a user id and a user name
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
  Scenario: A user id goes before a user name
    Given without "key_id"
    And with
      | user_id  | {member.user_id}    |
      | username | {outsider.username} |
    When it is sent
    Then the status is 200
    And the members are
      | /username | {member.username} |

  @req:git.lfs_authenticate/gl-repository
  Scenario: An identifier in place of a path
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
  Scenario Outline: As GitLab Shell calls
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
  Scenario: A deploy key
    Given with
      | key_id | {deploy_key.key_id} |
    When it is sent
    Then the status is 200
    And the members are
      | /username | lfs+deploy-key-{deploy_key.key_id} |
    And the token at "/lfs_token" claims
      | /data/actor | lfs+deploy-key-{deploy_key.key_id} |

  @req:git.lfs_authenticate/no-permission-needed
  Scenario: An outsider and a private project
    Given with
      | key_id | {outsider.key_id} |
    When it is sent
    Then the status is 200
    And the members are
      | /username             | {outsider.username}              |
      | /repository_http_path | ~ /{private_project.path}[.]git$ |

  @req:git.lfs_authenticate/wiki
  Scenario: A wiki
    Given with
      | project | {project_wiki.path} |
    When it is sent
    Then the status is 200
    And the members are
      | /repository_http_path | ~ /{project_wiki.path}[.]git$ |
