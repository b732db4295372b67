@op:ssh.authorized_keys
Feature: Looking up the key that somebody logs in with

  OpenSSH and GitLab's own SSH daemon ask here whose key a connection presents.

  Background:
    Given the request
      | key | {member.key_blob} |

  @req:ssh.authorized_keys/finds-the-key
  Scenario Outline: A key is found by its Base64 part
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
  Scenario: The key comes back with its type
    Given with
      | key | {example_authorized_key.blob} |
    When it is sent
    Then the members are
      | /key | ~ ^{example_authorized_key.type} {example_authorized_key.blob}( .*)?$ |

  @req:ssh.authorized_keys/title
  Scenario: The key comes back with its title
    Given with
      | key | {example_authorized_key.blob} |
    When it is sent
    Then the members are
      | /title | {example_authorized_key.title} |

  @req:ssh.authorized_keys/created-at
  Scenario: The key comes back with its date of registration
    When it is sent
    Then the members are
      | /id         | = {member.key_id}                                      |
      | /created_at | ~ ^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2} |

  @req:ssh.authorized_keys/ok-is-200
  Scenario: A known key is a success
    When it is sent
    Then the status is 200

  @req:ssh.authorized_keys/use-and-expiry
  Scenario: Newer instances tell the use and the end of a key
    When it is sent
    Then the status is 200
    And the members are
      | /usage_type   | ~ ^auth(_and_signing)?$ |
      | /expires_at   | : string or null        |
      | /last_used_at | : string or null        |

  @req:ssh.authorized_keys/comment-is-the-owner
  Scenario: The comment of a key gives way to its owner and host
    When it is sent
    Then the status is 200
    And the members are
      | /key | ~ ^[^ ]+ {member.key_blob} {member.name} [(].+[)]$ |

  @req:ssh.authorized_keys/deploy-keys-too
  Scenario: A deploy key is found
    Given with
      | key | {deploy_key.blob} |
    When it is sent
    Then the status is 200
    And the members are
      | /id | = {deploy_key.key_id} |

  @req:ssh.authorized_keys/unknown-key
  Scenario Outline: What is no registered key is not found
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
  Scenario: A key for signing opens no connection
    Given with
      | key | {signing_key.blob} |
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      {"message": "404 Key Not Found"}
      """
    And it is the snapshot "signing-key"

  @req:ssh.authorized_keys/json-type-without-body
  Scenario: A JSON content type without a body does no harm
    Given the header "Content-Type" is "application/json"
    When it is sent
    Then the status is 200
    And the members are
      | /id | = {member.key_id} |

  @req:ssh.authorized_keys/key-is-required
  Scenario: A look-up of nothing is a bad request
    Given without "key"
    When it is sent
    Then the status is 400
    And the members are
      | /error | (present) |
    And it is the snapshot "without-key"

  @req:ssh.authorized_keys/whole-line
  Scenario: A whole line is read or not found
    Given with
      | key | {example_authorized_key.type} {example_authorized_key.blob} somebody |
    When it is sent
    Then the status is one of 200, 404
