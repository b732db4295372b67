@op:ssh.discover
Feature: Finding out who is there

  GitLab Shell asks it when somebody connects without naming a command, to greet them by name.

  Background:
    Given the request
      | key_id | {member.key_id} |

  @req:ssh.discover/key-id
  Scenario Outline: A key leads to its user
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
  Scenario Outline: A user name leads to its user
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
  Scenario: The user comes with id, name and user name
    When it is sent
    Then the members are
      | /id       | = {member.user_id} |
      | /name     | {member.name}      |
      | /username | {member.username}  |

  @req:ssh.discover/ok-is-200
  Scenario: A user who is found is a success
    When it is sent
    Then the status is 200
    And the members are
      | /id | (present) |

  @req:ssh.discover/public-email
  Scenario: The user comes with a public e-mail address
    Given with
      | key_id | {discover_key.key_id} |
    When it is sent
    Then the status is 200
    And the members are
      | /public_email | {discover_key.public_email} |

  @req:ssh.discover/nobody-is-null
  Scenario Outline: Nobody is there
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
  Scenario: Nobody was asked for
    Given without "key_id"
    When it is sent
    Then the status is 200
    And the body is exactly
      """
      null
      """
    And it is the snapshot "without-identity"

  @req:ssh.discover/signing-key
  Scenario: A key for signing is nobody's way in
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
  Scenario: A deploy key leads to its creator
    Given with
      | key_id | {deploy_key.key_id} |
    When it is sent
    Then the status is 200
    And the members are
      | /id       | = {deploy_key.user_id} |
      | /username | {deploy_key.username}  |

  @req:ssh.discover/key-before-username
  Scenario: The key outranks the user name
    Given with
      | username | {outsider.username} |
    When it is sent
    Then the status is 200
    And the members are
      | /id | = {member.user_id} |

  @req:ssh.discover/key-before-username
  Scenario: An unknown key is not made up for by the user name
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
  Scenario: A JSON content type without a body does no harm
    Given the header "Content-Type" is "application/json"
    When it is sent
    Then the status is 200
    And the members are
      | /id | = {member.user_id} |

  @req:ssh.discover/user-id
  Scenario: A user id is taken or overlooked
    Given without "key_id"
    And with
      | user_id | {member.user_id} |
    When it is sent
    Then the status is one of 200, 400, 404

  @req:ssh.discover/key-id-in-words
  Scenario: Words are no key id
    Given with
      | key_id | eleven |
    When it is sent
    Then the status is 200
    And the body is exactly
      """
      null
      """
