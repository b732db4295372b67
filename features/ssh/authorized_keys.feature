@op:ssh.authorized_keys
Feature: Authorized keys: look up an SSH key

  OpenSSH and GitLab's own SSH daemon call it for each key that a client offers.

  Background:
    Given the request
      | key | {member.key_blob} |

  @req:ssh.authorized_keys/finds-the-key
  Scenario Outline: Base64 part of a registered key: `id` of that key
    Given with
      | key | <key> |
    When it is sent
    Then the members are
      | /id | = <id> |

    Examples:
      | case         | key                           | id                              |
      | documented   | {example_authorized_key.blob} | {example_authorized_key.key_id} |
      | of-developer | {member.key_blob}             | {member.key_id}                 |

  @req:ssh.authorized_keys/key-is-whole
  Scenario: Registered key: `key` is its type and Base64 part
    Given with
      | key | {example_authorized_key.blob} |
    When it is sent
    Then the members are
      | /key | ~ ^{example_authorized_key.type} {example_authorized_key.blob}( .*)?$ |

  @req:ssh.authorized_keys/title
  Scenario: Registered key: `title` is the registered one
    Given with
      | key | {example_authorized_key.blob} |
    When it is sent
    Then the members are
      | /title | {example_authorized_key.title} |

  @req:ssh.authorized_keys/created-at
  Scenario: Registered key: `created_at` is a timestamp
    When it is sent
    Then the members are
      | /id         | = {member.key_id}                                      |
      | /created_at | ~ ^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2} |

  @req:ssh.authorized_keys/ok-is-200
  Scenario: Registered key: status 200
    When it is sent
    Then the status is 200

  @req:ssh.authorized_keys/use-and-expiry
  Scenario: Registered key: `usage_type` and `expires_at` are present
    When it is sent
    Then the status is 200
    And the members are
      | /usage_type | ~ ^auth(_and_signing)?$ |
      | /expires_at | : string or null        |

  @req:ssh.authorized_keys/last-use
  Scenario: Registered key: `last_used_at` is present
    When it is sent
    Then the status is 200
    And the members are
      | /last_used_at | : string or null |

  @req:ssh.authorized_keys/comment-is-the-owner
  Scenario: Registered key: the comment in `key` is owner and host
    When it is sent
    Then the status is 200
    And the members are
      | /key | ~ ^[^ ]+ {member.key_blob} {member.name} [(].+[)]$ |

  @req:ssh.authorized_keys/deploy-keys-too
  Scenario: Deploy key: 200 with its `id`
    Given with
      | key | {deploy_key.blob} |
    When it is sent
    Then the status is 200
    And the members are
      | /id | = {deploy_key.key_id} |

  @req:ssh.authorized_keys/unknown-key
  Scenario Outline: Key that is not registered (<case>): 404, “404 Key Not Found”
    Given with
      | key | <key> |
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      {"message": "404 Key Not Found"}
      """
    And it is the snapshot "<case>"

    Examples:
      | case           | key                                                                  |
      | unknown-key    | AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f |
      | partial-key    | AAAAC3NzaC1lZDI1NTE5                                                 |
      | not-base64-key | ! no key !                                                           |

  @req:ssh.authorized_keys/signing-key
  Scenario: Signing-only key: 404, “404 Key Not Found”
    Given with
      | key | {signing_key.blob} |
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      {"message": "404 Key Not Found"}
      """
    And it is the snapshot "signing-key"

  @req:ssh.authorized_keys/expired-key
  Scenario: Expired key: 404, “404 Key Not Found”
    Given with
      | key | {expired_key.blob} |
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      {"message": "404 Key Not Found"}
      """
    And it is the snapshot "expired-key"

  @req:ssh.authorized_keys/blocked-owner
  Scenario: Key of a blocked user: 401, “401 Unauthorized - Key”
    Given with
      | key | {blocked_user.key_blob} |
    When it is sent
    Then the status is 401
    And the body is exactly
      """
      {"message": "401 Unauthorized - Key"}
      """
    And it is the snapshot "blocked-owner"

  @req:ssh.authorized_keys/json-type-without-body
  Scenario: JSON content type without a body: 200
    Given the header "Content-Type" is "application/json"
    When it is sent
    Then the status is 200
    And the members are
      | /id | = {member.key_id} |

  @req:ssh.authorized_keys/key-is-required
  Scenario: Without `key`: 400
    Given without "key"
    When it is sent
    Then the status is 400
    And the members are
      | /error | (present) |
    And it is the snapshot "without-key"

  @req:ssh.authorized_keys/whole-line
  Scenario: Whole public-key line in `key`: 200 or 404
    Given with
      | key | {example_authorized_key.type} {example_authorized_key.blob} somebody |
    When it is sent
    Then the status is one of 200, 404
