@op:ssh.two_factor_recovery_codes
Feature: Two-factor recovery codes over SSH

  A user who lost the second factor but still has an SSH key gets new codes.

  Background:
    Given the request
      | key_id | {discover_key.key_id} |

  @req:ssh.two_factor_recovery_codes/post-makes-a-list @writes
  Scenario: Known key: `success` is true, `recovery_codes` is a list; unknown key: neither
    When it is sent
    Then the members are
      | /success        | = true  |
      | /recovery_codes | : array |
    Given with
      | key_id | {missing.key_id} |
    When it is sent
    Then the members are
      | /recovery_codes | (absent) |

  @req:ssh.two_factor_recovery_codes/ten-new-codes @writes
  Scenario: Two calls: ten codes of 16 hexadecimal digits, then others
    When it is sent
    And "/recovery_codes/0" is kept as "first"
    And it is sent
    Then the members are
      | /recovery_codes/0  | ~ ^[0-9a-f]{16}$ |
      | /recovery_codes/9  | ~ ^[0-9a-f]{16}$ |
      | /recovery_codes/10 | (absent)         |
    And the members are
      | /recovery_codes/0 | != {kept.first} |

  @req:ssh.two_factor_recovery_codes/post-makes-codes @writes
  Scenario: Known key: `success` is true, ten codes of 16 hexadecimal digits
    When it is sent
    Then the members are
      | /success           | = true           |
      | /recovery_codes/0  | ~ ^[0-9a-f]{16}$ |
      | /recovery_codes/1  | ~ ^[0-9a-f]{16}$ |
      | /recovery_codes/2  | ~ ^[0-9a-f]{16}$ |
      | /recovery_codes/3  | ~ ^[0-9a-f]{16}$ |
      | /recovery_codes/4  | ~ ^[0-9a-f]{16}$ |
      | /recovery_codes/5  | ~ ^[0-9a-f]{16}$ |
      | /recovery_codes/6  | ~ ^[0-9a-f]{16}$ |
      | /recovery_codes/7  | ~ ^[0-9a-f]{16}$ |
      | /recovery_codes/8  | ~ ^[0-9a-f]{16}$ |
      | /recovery_codes/9  | ~ ^[0-9a-f]{16}$ |
      | /recovery_codes/10 | (absent)         |

  @req:ssh.two_factor_recovery_codes/codes-are-new @writes
  Scenario: Second call: other codes
    When it is sent
    And "/recovery_codes/0" is kept as "first"
    And "/recovery_codes/9" is kept as "last"
    And it is sent
    Then the members are
      | /recovery_codes/0 | ~ ^[0-9a-f]{16}$ |
      | /recovery_codes/9 | ~ ^[0-9a-f]{16}$ |
    And the members are
      | /recovery_codes/0 | != {kept.first} |
      | /recovery_codes/9 | != {kept.last}  |

  @req:ssh.two_factor_recovery_codes/key-id @writes
  Scenario: Known `key_id`: codes; unknown `key_id`: none
    When it is sent
    Then the members are
      | /success        | = true  |
      | /recovery_codes | : array |
    Given with
      | key_id | {missing.key_id} |
    When it is sent
    Then the members are
      | /recovery_codes | (absent) |

  @req:ssh.two_factor_recovery_codes/user-id @writes
  Scenario: Known `user_id`: codes; unknown `user_id`: none
    Given without "key_id"
    And with
      | user_id | {discover_key.user_id} |
    When it is sent
    Then the members are
      | /success        | = true  |
      | /recovery_codes | : array |
    Given with
      | user_id | {missing.user_id} |
    When it is sent
    Then the members are
      | /recovery_codes | (absent) |

  @req:ssh.two_factor_recovery_codes/form-or-json @writes
  Scenario Outline: `key_id` as <case>: codes
    Given with
      | key_id | <key> |
    And travelling as "<way>"
    When it is sent
    Then the members are
      | /success        | = true  |
      | /recovery_codes | : array |

    Examples:
      | case        | way  | key                     |
      | form        | form | {discover_key.key_id}   |
      | json-digits | json | {discover_key.key_id}   |
      | json-number | json | = {discover_key.key_id} |

  @req:ssh.two_factor_recovery_codes/ok-is-200 @writes
  Scenario: Codes created: status 200
    When it is sent
    Then the status is 200
    And the members are
      | /success | = true |

  @req:ssh.two_factor_recovery_codes/unknown-user
  Scenario: Unknown `user_id`: `success` is false, user not found
    Given without "key_id"
    And with
      | user_id | {missing.user_id} |
    When it is sent
    Then the status is 200
    And the body is exactly
      """
      {"success": false, "message": "Could not find the given user"}
      """
    And it is the snapshot "unknown-user"

  @req:ssh.two_factor_recovery_codes/unknown-key
  Scenario: Unknown `key_id`: `success` is false, key not found
    Given with
      | key_id | {missing.key_id} |
    When it is sent
    Then the status is 200
    And the body is exactly
      """
      {"success": false, "message": "Could not find the given key"}
      """
    And it is the snapshot "unknown-key"

  @req:ssh.two_factor_recovery_codes/needs-a-key
  Scenario: Known `user_id` without a key: `success` is false, key not found
    Given without "key_id"
    And with
      | user_id | {discover_key.user_id} |
    When it is sent
    Then the status is 200
    And the body is exactly
      """
      {"success": false, "message": "Could not find the given key"}
      """
    And it is the snapshot "user-without-key"

  @req:ssh.two_factor_recovery_codes/key-before-user @writes
  Scenario: Known `key_id` beside an unknown `user_id`: codes
    Given with
      | user_id | {missing.user_id} |
    When it is sent
    Then the status is 200
    And the members are
      | /success          | = true           |
      | /recovery_codes/0 | ~ ^[0-9a-f]{16}$ |

  @req:ssh.two_factor_recovery_codes/key-before-user
  Scenario: Unknown `key_id` beside a known `user_id`: `success` is false
    Given with
      | key_id  | {missing.key_id}       |
      | user_id | {discover_key.user_id} |
    When it is sent
    Then the status is 200
    And the members are
      | /success        | = false  |
      | /recovery_codes | (absent) |

  # GitLab changed the words about this time.
  @req:ssh.two_factor_recovery_codes/without-identity @editions:13.10
  Scenario: No key and no user: `success` is false, a key or a user without one not found
    Given without "key_id"
    When it is sent
    Then the status is 200
    And the members are
      | /success | = false                         |
      | /message | ~ ^Could not find [a-z ]+ key$ |
    And it is the snapshot "without-identity"

  @req:ssh.two_factor_recovery_codes/without-identity @editions:16.3..
  Scenario: No key and no user: `success` is false, key not found
    Given without "key_id"
    When it is sent
    Then the status is 200
    And the body is exactly
      """
      {"success": false, "message": "Could not find the given key"}
      """
    And it is the snapshot "without-identity"

  @req:ssh.two_factor_recovery_codes/signing-key
  Scenario: Signing-only key: `success` is false, key not found
    Given with
      | key_id | {signing_key.key_id} |
    When it is sent
    Then the status is 200
    And the body is exactly
      """
      {"success": false, "message": "Could not find the given key"}
      """
    And it is the snapshot "signing-key"

  @req:ssh.two_factor_recovery_codes/key-without-user
  Scenario: Key without a user: `success` is false, user not found
    Given with
      | key_id | {orphan_key.key_id} |
    When it is sent
    Then the status is 200
    And the body is exactly
      """
      {"success": false, "message": "Could not find a user for the given key"}
      """
    And it is the snapshot "key-without-user"

  @req:ssh.two_factor_recovery_codes/deploy-key
  Scenario: Deploy key: `success` is false, deploy keys are refused
    Given with
      | key_id | {deploy_key.key_id} |
    When it is sent
    Then the status is 200
    And the body is exactly
      """
      {"success": false, "message": "Deploy keys cannot be used to retrieve recovery codes"}
      """
    And it is the snapshot "deploy-key"

  @req:ssh.two_factor_recovery_codes/two-factor-is-off
  Scenario: User without two-factor authentication: `success` is false
    Given with
      | key_id | {member.key_id} |
    When it is sent
    Then the status is 200
    And the body is exactly
      """
      {"success": false, "message": "Two-factor authentication is not enabled for this user"}
      """
    And it is the snapshot "two-factor-is-off"
