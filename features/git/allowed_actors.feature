@op:git.allowed
Feature: Keys, users and names that stand for somebody
  The documentation knows a key's id and a user name. GitLab's source knows more ways to name who
  asks, and more kinds of keys.

  Background:
    Given the request
      | key_id   | {member.key_id}        |
      | project  | {private_project.path} |
      | action   | git-upload-pack        |
      | protocol | ssh                    |
      | changes  | _any                   |

  @req:git.allowed/key-is-named
  Scenario: A key is named in the answer
    When it is sent
    Then the status is 200
    And the members are
      | /gl_key_type | key               |
      | /gl_key_id   | = {member.key_id} |

  @req:git.allowed/key-is-named
  Scenario: Without a key there is none to name
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
  Scenario: A user's id in place of a key
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
  Scenario: A user's identifier in place of a key
    Given without "key_id"
    And with
      | identifier | user-{member.user_id} |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_id       | user-{member.user_id} |
      | /gl_key_type | (absent)              |

  @req:git.allowed/identifier-of-key
  Scenario: The identifier of a user's key
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
  Scenario: The identifier of a deploy key
    Given without "key_id"
    And with
      | identifier | key-{deploy_key.key_id} |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_id       | user-{deploy_key.user_id} |
      | /gl_key_type | deploy_key                |
      | /gl_key_id   | = {deploy_key.key_id}     |

  @req:git.allowed/first-identity-counts
  Scenario: A key goes before a user id and a user name
    Given with
      | user_id  | {outsider.user_id}  |
      | username | {outsider.username} |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_id | user-{member.user_id} |

  @req:git.allowed/first-identity-counts
  Scenario: A user id goes before a user name
    Given without "key_id"
    And with
      | user_id  | {member.user_id}    |
      | username | {outsider.username} |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_id | user-{member.user_id} |

  @req:git.allowed/first-identity-counts
  Scenario: A key that does not exist does not give way to a user
    Given with
      | key_id   | {missing.key_id}  |
      | username | {member.username} |
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      {
        "status": false,
        "message": "The project you were looking for could not be found or you don't have permission to view it."
      }
      """

  @req:git.allowed/unknown-actor
  Scenario Outline: To somebody unknown a private project does not exist
    Given without "key_id"
    And with
      | <parameter> | <value> |
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
      | case             | parameter | value              |
      | unknown-key      | key_id    | {missing.key_id}   |
      | unknown-user-id  | user_id   | {missing.user_id}  |
      | unknown-username | username  | {missing.username} |

  @req:git.allowed/unknown-actor-pushes
  Scenario: Somebody unknown pushes to a public project
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
  Scenario: Nobody is named
    Given without "key_id"
    When it is sent
    Then the status is 404
    And the members are
      | /status  | = false                                                                                      |
      | /message | The project you were looking for could not be found or you don't have permission to view it. |

  @req:git.allowed/public-fetch-by-nobody
  Scenario: An unknown key fetches a public project
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
  Scenario: A deploy key of another project fetches a public project
    Given with
      | key_id  | {foreign_deploy_key.key_id} |
      | project | {public_project.path}       |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_repository | {public_project.gl_repository} |
      | /gl_key_type   | deploy_key                     |

  @req:git.allowed/deploy-key-fetches
  Scenario Outline: A deploy key reads its project
    Given with
      | key_id | {deploy_key.key_id} |
      | action | <action>            |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_repository | {private_project.gl_repository} |
      | /gl_id         | user-{deploy_key.user_id}       |
      | /gl_username   | {deploy_key.username}           |
      | /gl_key_type   | deploy_key                      |
      | /gl_key_id     | = {deploy_key.key_id}           |

    Examples:
      | action             |
      | git-upload-pack    |
      | git-upload-archive |

  @req:git.allowed/deploy-key-pushes
  Scenario: A deploy key without write access pushes
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
  Scenario: A deploy key with write access pushes
    Given with
      | key_id | {writing_deploy_key.key_id} |
      | action | git-receive-pack            |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_id       | user-{writing_deploy_key.user_id} |
      | /gl_key_type | deploy_key                        |
      | /gl_key_id   | = {writing_deploy_key.key_id}     |

  @req:git.allowed/foreign-deploy-key
  Scenario: A deploy key of another project
    Given with
      | key_id | {foreign_deploy_key.key_id} |
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      {
        "status": false,
        "message": "The project you were looking for could not be found or you don't have permission to view it."
      }
      """
    And it is the snapshot "foreign-deploy-key"

  @req:git.allowed/signing-key
  Scenario: A key that is only for signing
    Given with
      | key_id | {signing_key.key_id} |
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      {
        "status": false,
        "message": "The project you were looking for could not be found or you don't have permission to view it."
      }
      """
    And it is the snapshot "signing-key"

  @req:git.allowed/expired-key
  Scenario: An expired key
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
  Scenario: A key that expires soon
    Given with
      | key_id | {expiring_key.key_id} |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_id               | user-{expiring_key.user_id}                                       |
      | /gl_console_messages | = ["INFO: Your SSH key expires soon. Please generate a new key."] |
    And it is the snapshot "expiring-key"
