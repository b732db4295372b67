@op:ssh.discover
Feature: Discover: the user of an SSH key or of a user name

  GitLab Shell calls it when a user connects without a command, to greet them by name.

  Background:
    Given the request
      | key_id | {member.key_id} |

  @req:ssh.discover/key-id
  Scenario Outline: Known `key_id`: `id` of the key's owner
    Given with
      | key_id | <key> |
    When it is sent
    Then the members are
      | /id | = <id> |

    Examples:
      | case       | key                   | id                     |
      | documented | {discover_key.key_id} | {discover_key.user_id} |
      | developer  | {member.key_id}       | {member.user_id}       |
      | maintainer | {maintainer.key_id}   | {maintainer.user_id}   |

  @req:ssh.discover/username
  Scenario Outline: Known `username`: `id` and `username` of that user
    Given without "key_id"
    And with
      | username | <username> |
    When it is sent
    Then the members are
      | /id       | = <id>     |
      | /username | <username> |

    Examples:
      | case      | username            | id                 |
      | developer | {member.username}   | {member.user_id}   |
      | outsider  | {outsider.username} | {outsider.user_id} |

  @req:ssh.discover/identity
  Scenario: Known user: `id`, `name` and `username`
    When it is sent
    Then the members are
      | /id       | = {member.user_id} |
      | /name     | {member.name}      |
      | /username | {member.username}  |

  @req:ssh.discover/ok-is-200
  Scenario: Known user: status 200
    When it is sent
    Then the status is 200
    And the members are
      | /id | (present) |

  @req:ssh.discover/public-email
  Scenario: Known user: `public_email`
    Given with
      | key_id | {discover_key.key_id} |
    When it is sent
    Then the status is 200
    And the members are
      | /public_email | {discover_key.public_email} |

  @req:ssh.discover/nobody-is-null
  Scenario Outline: Unknown `<name>`: 200 with null
    Given without "key_id"
    And with
      | <name> | <value> |
    When it is sent
    Then the status is 200
    And the body is exactly
      """
      null
      """
    And it is the snapshot "<case>"

    Examples:
      | case             | name     | value              |
      | unknown-key      | key_id   | {missing.key_id}   |
      | unknown-username | username | {missing.username} |

  @req:ssh.discover/nobody-is-null
  Scenario: Without `key_id` and `username`: 200 with null
    Given without "key_id"
    When it is sent
    Then the status is 200
    And the body is exactly
      """
      null
      """
    And it is the snapshot "without-identity"

  @req:ssh.discover/signing-key
  Scenario: Signing-only key: 200 with null
    Given with
      | key_id | {signing_key.key_id} |
    When it is sent
    Then the status is 200
    And the body is exactly
      """
      null
      """
    And it is the snapshot "signing-key"

  @req:ssh.discover/deploy-key
  Scenario: Deploy key: 200 with its creator
    Given with
      | key_id | {deploy_key.key_id} |
    When it is sent
    Then the status is 200
    And the members are
      | /id       | = {deploy_key.user_id} |
      | /username | {deploy_key.username}  |

  @req:ssh.discover/key-before-username
  Scenario: `key_id` beside another user's `username`: the key counts
    Given with
      | username | {outsider.username} |
    When it is sent
    Then the status is 200
    And the members are
      | /id | = {member.user_id} |

  @req:ssh.discover/key-before-username
  Scenario: Unknown `key_id` beside a known `username`: 200 with null
    Given with
      | key_id   | {missing.key_id}    |
      | username | {outsider.username} |
    When it is sent
    Then the status is 200
    And the body is exactly
      """
      null
      """

  @req:ssh.discover/json-type-without-body
  Scenario: JSON content type without a body: 200
    Given the header "Content-Type" is "application/json"
    When it is sent
    Then the status is 200
    And the members are
      | /id | = {member.user_id} |

  @req:ssh.discover/user-id
  Scenario: `user_id` without a key: 200, 400 or 404
    Given without "key_id"
    And with
      | user_id | {member.user_id} |
    When it is sent
    Then the status is one of 200, 400, 404

  @req:ssh.discover/key-id-in-words
  Scenario: `key_id` that is not a number: 200 with null
    Given with
      | key_id | eleven |
    When it is sent
    Then the status is 200
    And the body is exactly
      """
      null
      """
