@op:ssh.two_factor_recovery_codes
Feature: Fresh recovery codes over SSH

  Somebody who lost their second factor but still has their SSH key gets a new way in.

  Background:
    Given the request
      | key_id | {discover_key.key_id} |

  @req:ssh.two_factor_recovery_codes/post-makes-codes @writes
  Scenario: Ten codes are made
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
  Scenario: The next call makes other codes
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
  Scenario: The key says whose codes they are
    When it is sent
    Then the members are
      | /recovery_codes/0 | ~ ^[0-9a-f]{16}$ |
    Given with
      | key_id | {missing.key_id} |
    When it is sent
    Then the members are
      | /recovery_codes | (absent) |

  @req:ssh.two_factor_recovery_codes/user-id @writes
  Scenario: The user id says whose codes they are
    Given without "key_id"
    And with
      | user_id | {discover_key.user_id} |
    When it is sent
    Then the members are
      | /success          | = true           |
      | /recovery_codes/0 | ~ ^[0-9a-f]{16}$ |
    Given with
      | user_id | {missing.user_id} |
    When it is sent
    Then the members are
      | /recovery_codes | (absent) |

  @req:ssh.two_factor_recovery_codes/form-or-json @writes
  Scenario Outline: The key id comes as its sender likes
    Given with
      | key_id | <key> |
    And travelling as "<way>"
    When it is sent
    Then the members are
      | /success          | = true           |
      | /recovery_codes/0 | ~ ^[0-9a-f]{16}$ |

    Examples:
      | case        | way  | key                     |
      | form        | form | {discover_key.key_id}   |
      | json-digits | json | {discover_key.key_id}   |
      | json-number | json | = {discover_key.key_id} |

  @req:ssh.two_factor_recovery_codes/ok-is-200 @writes
  Scenario: New codes have the ordinary status
    When it is sent
    Then the status is 200
    And the members are
      | /success | = true |

  @req:ssh.two_factor_recovery_codes/unknown-user
  Scenario: There is no such user
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
  Scenario: There is no such key
    Given with
      | key_id | {missing.key_id} |
    When it is sent
    Then the status is 200
    And the body is exactly
      """
      {"success": false, "message": "Could not find the given key"}
      """
    And it is the snapshot "unknown-key"

  @req:ssh.two_factor_recovery_codes/without-identity
  Scenario: Nobody is named
    Given without "key_id"
    When it is sent
    Then the status is 200
    And the body is exactly
      """
      {"success": false, "message": "Could not find the given key"}
      """
    And it is the snapshot "without-identity"

  @req:ssh.two_factor_recovery_codes/signing-key
  Scenario: A key for signing counts as none
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
  Scenario: The key belongs to nobody
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
  Scenario: The key belongs to a machine
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
  Scenario: The user needs no codes
    Given with
      | key_id | {member.key_id} |
    When it is sent
    Then the status is 200
    And the body is exactly
      """
      {"success": false, "message": "Two-factor authentication is not enabled for this user"}
      """
    And it is the snapshot "two-factor-is-off"
