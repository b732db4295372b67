@op:git.allowed
Feature: Access check: keys and users
  The documentation knows `key_id` and `username`. GitLab's source accepts more parameters that
  identify the user, and more kinds of keys.

  Background:
    Given the request
      | key_id   | {member.key_id}        |
      | project  | {private_project.path} |
      | action   | git-upload-pack        |
      | protocol | ssh                    |
      | changes  | _any                   |

  @req:git.allowed/key-is-named
  Scenario: With `key_id`: `gl_key_type` and `gl_key_id` are those of the key
    When it is sent
    Then the status is 200
    And the members are
      | /gl_key_type | key               |
      | /gl_key_id   | = {member.key_id} |

  @req:git.allowed/key-is-named
  Scenario Outline: With the `key_id` of a <who>: `gl_key_type` and `gl_key_id` are those of the deploy key
    Given with
      | key_id | {<who>.key_id} |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_key_type | deploy_key       |
      | /gl_key_id   | = {<who>.key_id} |

    Examples:
      | who                |
      | deploy_key         |
      | writing_deploy_key |

  @req:git.allowed/key-is-named
  Scenario: With `username`: no `gl_key_type` and no `gl_key_id`
    Given without "key_id"
    And with
      | username | {member.username} |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_id       | user-{member.user_id} |
      | /gl_key_type | (absent)              |
      | /gl_key_id   | (absent)              |

  @req:git.allowed/user-id
  Scenario: `user_id` instead of `key_id`: 200 for that user, without a key
    Given without "key_id"
    And with
      | user_id | {member.user_id} |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_id       | user-{member.user_id} |
      | /gl_username | {member.username}     |
      | /gl_key_type | (absent)              |
      | /gl_key_id   | (absent)              |

  @req:git.allowed/identifier-of-user
  Scenario: `identifier` of a user (`user-7`): 200 for that user, without a key type
    Given without "key_id"
    And with
      | identifier | user-{member.user_id} |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_id       | user-{member.user_id} |
      | /gl_key_type | (absent)              |

  @req:git.allowed/identifier-of-key
  Scenario: `identifier` of a user's key (`key-7`): 200 for its owner, without a key
    Given without "key_id"
    And with
      | identifier | key-{member.key_id} |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_id       | user-{member.user_id} |
      | /gl_key_type | (absent)              |
      | /gl_key_id   | (absent)              |

  @req:git.allowed/identifier-of-deploy-key
  Scenario: `identifier` of a deploy key (`key-7`): 200 for its creator, with the key
    Given without "key_id"
    And with
      | identifier | key-{deploy_key.key_id} |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_id       | user-{deploy_key.user_id} |
      | /gl_key_type | deploy_key                |
      | /gl_key_id   | = {deploy_key.key_id}     |

  @req:git.allowed/identifier-of-deploy-key-means-its-creator
  Scenario: `identifier` of a deploy key (`key-7`): 200 for its creator, without a key
    Given without "key_id"
    And with
      | identifier | key-{deploy_key.key_id} |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_id       | user-{deploy_key.user_id} |
      | /gl_key_type | (absent)                  |
      | /gl_key_id   | (absent)                  |

  @req:git.allowed/first-identity-counts
  Scenario: `key_id` beside another user's `user_id` and `username`: the key counts
    Given with
      | user_id  | {outsider.user_id}  |
      | username | {outsider.username} |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_id | user-{member.user_id} |

  @req:git.allowed/first-identity-counts
  Scenario: `user_id` beside another user's `username`: the user id counts
    Given without "key_id"
    And with
      | user_id  | {member.user_id}    |
      | username | {outsider.username} |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_id | user-{member.user_id} |

  @req:git.allowed/first-identity-counts
  Scenario: Unknown `key_id` beside a member's `username`: 404
    Given with
      | key_id   | {missing.key_id}  |
      | username | {member.username} |
    When it is sent
    Then it is refused as "project-not-found"

  @req:git.allowed/unknown-actor
  Scenario Outline: Unknown `<parameter>` fetches a private project: 404
    Given without "key_id"
    And with
      | <parameter> | <value> |
    When it is sent
    Then it is refused as "project-not-found"
    And it is the snapshot "<case>"

    Examples:
      | case             | parameter | value              |
      | unknown-key      | key_id    | {missing.key_id}   |
      | unknown-user-id  | user_id   | {missing.user_id}  |
      | unknown-username | username  | {missing.username} |

  @req:git.allowed/unknown-actor-pushes
  Scenario: Unknown key pushes to a public project: 401
    Given with
      | key_id  | {missing.key_id}      |
      | project | {public_project.path} |
      | action  | git-receive-pack      |
    When it is sent
    Then the status is 401
    And the body is exactly
      """
      { "status": false, "message": "You are not allowed to upload code for this project." }
      """
    And it is the snapshot "unknown-key-pushes"

  @req:git.allowed/nobody
  Scenario: No key and no user fetches a private project: 404
    Given without "key_id"
    When it is sent
    Then it is refused as "project-not-found"

  @req:git.allowed/public-fetch-by-nobody
  Scenario: Unknown key fetches a public project: 200 with an empty `gl_id`
    Given with
      | key_id  | {missing.key_id}      |
      | project | {public_project.path} |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_repository | {public_project.gl_repository} |
      | /gl_id         | = ""                           |
      | /gl_username   | (absent)                       |
      | /gl_key_type   | (absent)                       |
      | /gl_key_id     | (absent)                       |

  @req:git.allowed/public-fetch-by-nobody
  Scenario: Deploy key of another project fetches a public project: 200
    Given with
      | key_id  | {foreign_deploy_key.key_id} |
      | project | {public_project.path}       |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_repository | {public_project.gl_repository} |

  @req:git.allowed/deploy-key-fetches
  Scenario Outline: Deploy key runs <action> on its project: 200 for its creator
    Given with
      | key_id | {deploy_key.key_id} |
      | action | <action>            |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_repository | {private_project.gl_repository} |
      | /gl_id         | user-{deploy_key.user_id}       |
      | /gl_username   | {deploy_key.username}           |

    Examples:
      | action             |
      | git-upload-pack    |
      | git-upload-archive |

  @req:git.allowed/deploy-key-pushes
  Scenario: Deploy key without write access pushes: 401
    Given with
      | key_id | {deploy_key.key_id} |
      | action | git-receive-pack    |
    When it is sent
    Then the status is 401
    And the body is exactly
      """
      { "status": false, "message": "This deploy key does not have write access to this project." }
      """
    And it is the snapshot "deploy-key-pushes"

  @req:git.allowed/deploy-key-pushes
  Scenario: Deploy key with write access pushes: 200
    Given with
      | key_id | {writing_deploy_key.key_id} |
      | action | git-receive-pack            |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_repository | {private_project.gl_repository}   |
      | /gl_id         | user-{writing_deploy_key.user_id} |

  @req:git.allowed/foreign-deploy-key
  Scenario: Deploy key of another project fetches a private project: 404
    Given with
      | key_id | {foreign_deploy_key.key_id} |
    When it is sent
    Then it is refused as "project-not-found"
    And it is the snapshot "foreign-deploy-key"

  @req:git.allowed/signing-key
  Scenario: Signing-only key fetches a private project: 404
    Given with
      | key_id | {signing_key.key_id} |
    When it is sent
    Then it is refused as "project-not-found"
    And it is the snapshot "signing-key"

  @req:git.allowed/expired-key
  Scenario: Expired key: 401, “Your SSH key has expired.”
    Given with
      | key_id | {expired_key.key_id} |
    When it is sent
    Then the status is 401
    And the body is exactly
      """
      { "status": false, "message": "Your SSH key has expired." }
      """
    And it is the snapshot "expired-key"

  @req:git.allowed/expiring-key
  Scenario: Key that expires within 7 days: 200 with a reminder in `gl_console_messages`
    Given with
      | key_id | {expiring_key.key_id} |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_id               | user-{expiring_key.user_id}                                        |
      | /gl_console_messages | with "INFO: Your SSH key expires soon. Please generate a new key." |
    And it is the snapshot "expiring-key"
