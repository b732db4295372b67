@op:ssh.personal_access_token
Feature: Personal access token over SSH

  A user with an SSH key gets a token without a browser.

  Background:
    Given the request
      | key_id | {member.key_id}                    |
      | name   | labproof-{unique}                  |
      | scopes | = ["read_user", "read_repository"] |

  @req:ssh.personal_access_token/makes-a-token @writes
  Scenario: Known key, `name` and `scopes`: `success` is true, with a token
    When it is sent
    Then the members are
      | /success | = true |
      | /token   | ~ .    |

  @req:ssh.personal_access_token/tokens-are-new @writes
  Scenario: Second call: another token
    When it is sent
    And "/token" is kept as "first"
    And it is sent
    Then the members are
      | /success | = true          |
      | /token   | != {kept.first} |

  @req:ssh.personal_access_token/name @writes
  Scenario: Without `name`: no token
    When it is sent
    Then the members are
      | /token | ~ . |
    Given without "name"
    When it is sent
    Then the members are
      | /token | (absent) |

  @req:ssh.personal_access_token/scopes @writes
  Scenario Outline: Valid `scopes` (<case>): the token has exactly these
    Given with
      | scopes | = <scopes> |
    When it is sent
    Then the members are
      | /scopes | = <scopes> |

    Examples:
      | case     | scopes                           |
      | one      | ["api"]                          |
      | several  | ["read_user", "read_repository"] |
      | mightier | ["write_repository"]             |

  @req:ssh.personal_access_token/scopes @writes
  Scenario: Without `scopes`: no token
    When it is sent
    Then the members are
      | /token | ~ . |
    Given without "scopes"
    When it is sent
    Then the members are
      | /token | (absent) |

  @req:ssh.personal_access_token/valid-scopes @writes
  Scenario: Unknown scope: no token
    When it is sent
    Then the members are
      | /token | ~ . |
    Given with
      | scopes | = ["read_user", "no_such_scope"] |
    When it is sent
    Then the members are
      | /token | (absent) |

  @req:ssh.personal_access_token/expires-at @writes
  Scenario Outline: `expires_at` <day>: the token expires on that day
    Given with
      | expires_at | <day> |
    When it is sent
    Then the members are
      | /success    | = true |
      | /expires_at | <day>  |

    Examples:
      | case       | day        |
      | documented | 2020-07-24 |
      | leap-day   | 2024-02-29 |

  @req:ssh.personal_access_token/key-id @writes
  Scenario: Known `key_id`: token; unknown `key_id`: none
    When it is sent
    Then the members are
      | /token | ~ . |
    Given with
      | key_id | {missing.key_id} |
    When it is sent
    Then the members are
      | /token | (absent) |

  @req:ssh.personal_access_token/user-id @writes
  Scenario: Known `user_id`: token; unknown `user_id`: none
    Given without "key_id"
    And with
      | user_id | {token_user.user_id} |
    When it is sent
    Then the members are
      | /success | = true |
      | /token   | ~ .    |
    Given with
      | user_id | {missing.user_id} |
    When it is sent
    Then the members are
      | /token | (absent) |

  @req:ssh.personal_access_token/form-or-json @writes
  Scenario Outline: Parameters as <case>: token with the requested scopes
    Given with
      | key_id | <key> |
    And travelling as "<way>"
    When it is sent
    Then the members are
      | /success | = true                             |
      | /token   | ~ .                                |
      | /scopes  | = ["read_user", "read_repository"] |

    Examples:
      | case        | way  | key               |
      | form        | form | {member.key_id}   |
      | json-digits | json | {member.key_id}   |
      | json-number | json | = {member.key_id} |

  @req:ssh.personal_access_token/ok-is-200 @writes
  Scenario: Token created: status 200
    When it is sent
    Then the status is 200
    And the members are
      | /success | = true |

  @req:ssh.personal_access_token/default-expiry @writes
  Scenario: Without `expires_at`: the token has an expiry date
    When it is sent
    Then the status is 200
    And the members are
      | /expires_at | ~ ^[0-9]{4}-[0-9]{2}-[0-9]{2}$ |

  @req:ssh.personal_access_token/deploy-key
  Scenario: Deploy key: `success` is false, deploy keys are refused
    Given with
      | key_id | {deploy_key.key_id} |
    When it is sent
    Then the status is 200
    And the body is exactly
      """
      {"success": false, "message": "Deploy keys cannot be used to create personal access tokens"}
      """
    And it is the snapshot "deploy-key"

  @req:ssh.personal_access_token/unknown-user
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

  @req:ssh.personal_access_token/needs-a-key
  Scenario: Known `user_id` without a key: `success` is false, key not found
    Given without "key_id"
    And with
      | user_id | {token_user.user_id} |
    When it is sent
    Then the status is 200
    And the body is exactly
      """
      {"success": false, "message": "Could not find the given key"}
      """
    And it is the snapshot "user-without-key"

  @req:ssh.personal_access_token/unknown-key
  Scenario: Unknown key: `success` is false, key not found
    Given with
      | key_id | {missing.key_id} |
    When it is sent
    Then the status is 200
    And the body is exactly
      """
      {"success": false, "message": "Could not find the given key"}
      """
    And it is the snapshot "unknown-key"

  @req:ssh.personal_access_token/unknown-key @editions:16.3..
  Scenario: No key and no user: `success` is false, key not found
    Given without "key_id"
    When it is sent
    Then the status is 200
    And the body is exactly
      """
      {"success": false, "message": "Could not find the given key"}
      """
    And it is the snapshot "without-identity"

  # GitLab changed the words about this time.
  @req:ssh.personal_access_token/unknown-key @editions:13.10
  Scenario: No key and no user: `success` is false, a key or a user without one not found
    Given without "key_id"
    When it is sent
    Then the status is 200
    And the members are
      | /success | = false                         |
      | /message | ~ ^Could not find [a-z ]+ key$ |
    And it is the snapshot "without-identity"

  @req:ssh.personal_access_token/signing-key
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

  @req:ssh.personal_access_token/key-without-user
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

  @req:ssh.personal_access_token/blank-name
  Scenario Outline: `name` missing, empty or blank (<case>): `success` is false
    Given with
      | name | = <name> |
    When it is sent
    Then the status is 200
    And the body is exactly
      """
      {"success": false, "message": "No token name specified"}
      """
    And it is the snapshot "<case>"

    Examples:
      | case         | name |
      | without-name | null |
      | empty-name   | ""   |
      | blank-name   | "  " |

  @req:ssh.personal_access_token/blank-scopes
  Scenario Outline: `scopes` missing, null or empty (<case>): `success` is false
    Given with
      | scopes | = <scopes> |
    And travelling as "<way>"
    When it is sent
    Then the status is 200
    And the body is exactly
      """
      {"success": false, "message": "No token scopes specified"}
      """
    And it is the snapshot "<case>"

    Examples:
      | case           | way  | scopes |
      | without-scopes | form | null   |
      | null-scopes    | json | null   |
      | empty-scopes   | json | []     |

  @req:ssh.personal_access_token/unknown-scope
  Scenario: Unknown scope: `success` is false, the message names it and the valid ones
    Given with
      | scopes | = ["read_user", "no_such_scope"] |
    When it is sent
    Then the status is 200
    And the members are
      | /success | = false                                                     |
      | /message | ~ ^Invalid scope: 'no_such_scope'[.] Valid scopes are: \\[" |
    And it is the snapshot "unknown-scope"

  @req:ssh.personal_access_token/unreadable-date
  Scenario: Unreadable `expires_at`: `success` is false, the message quotes it
    Given with
      | expires_at | soon |
    When it is sent
    Then the status is 200
    And the body is exactly
      """
      {"success": false, "message": "Invalid token expiry date: 'soon'"}
      """
    And it is the snapshot "unreadable-date"

  @req:ssh.personal_access_token/late-date
  Scenario: `expires_at` many years ahead: `success` is false, no token is created
    Given with
      | expires_at | 2999-12-31 |
    When it is sent
    Then the status is 200
    And the members are
      | /success | = false                     |
      | /message | ~ ^Failed to create token: |

  @req:ssh.personal_access_token/order-of-checks
  Scenario Outline: Several faults (<case>): the message is about the first
    Given with
      | key_id     | <key>      |
      | name       | = <name>   |
      | scopes     | = <scopes> |
      | expires_at | soon       |
    When it is sent
    Then the status is 200
    And the members are
      | /success | = false   |
      | /message | <message> |

    Examples:
      | case              | key                 | name    | scopes            | message                                                     |
      | deploy-key-first  | {deploy_key.key_id} | ""      | []                | Deploy keys cannot be used to create personal access tokens |
      | key-before-name   | {missing.key_id}    | ""      | []                | Could not find the given key                                |
      | owner-before-name | {orphan_key.key_id} | ""      | []                | Could not find a user for the given key                     |
      | name-before-scope | {member.key_id}     | ""      | []                | No token name specified                                     |
      | scopes-before-day | {member.key_id}     | "order" | []                | No token scopes specified                                   |
      | scope-before-day  | {member.key_id}     | "order" | ["no_such_scope"] | ~ ^Invalid scope: 'no_such_scope'[.]                        |

  @req:ssh.personal_access_token/user-without-key @writes
  Scenario: `user_id` of another user without a key: 200, `success` is true or false
    Given without "key_id"
    And with
      | user_id | {member.user_id} |
    When it is sent
    Then the status is 200
    And the members are
      | /success | : boolean |

  @req:ssh.personal_access_token/bracket-arrays @writes
  Scenario Outline: Form with <case> brackets in `scopes[]`: 200 with the requested scopes
    Given the content type is "application/x-www-form-urlencoded"
    And the body is
      """
      key_id={member.key_id}&name=labproof-{unique}&<scopes>=read_user&<scopes>=read_repository
      """
    When it is sent
    Then the status is 200
    And the members are
      | /scopes | = ["read_user", "read_repository"] |

    Examples:
      | case    | scopes       |
      | raw     | scopes[]     |
      | encoded | scopes%5B%5D |
