@op:git.lfs_authenticate
Feature: No token for LFS
  A missing repository and a missing user are told apart by one capital letter.

  Background:
    Given the request
      | key_id  | {member.key_id}        |
      | project | {private_project.path} |

  @req:git.lfs_authenticate/no-lfs
  Scenario Outline: Nothing that has LFS
    Given with
      | project | <path> |
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      { "message": "404 Not Found" }
      """
    And it is the snapshot "<case>"

    Examples:
      | case             | path                           |
      | missing-project  | {missing.path}                 |
      | lfs-disabled     | {lfs_disabled_project.path}    |
      | personal-snippet | snippets/{personal_snippet.id} |

  @req:git.lfs_authenticate/unknown-actor
  Scenario Outline: Nobody of that name
    Given without "key_id"
    And with
      | <parameter> | <value> |
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      { "message": "404 Not found" }
      """
    And it is the snapshot "<case>"

    Examples:
      | case             | parameter | value              |
      | unknown-key      | key_id    | {missing.key_id}   |
      | unknown-user-id  | user_id   | {missing.user_id}  |
      | unknown-username | username  | {missing.username} |

  @req:git.lfs_authenticate/signing-key
  Scenario: A key that is only for signing
    Given with
      | key_id | {signing_key.key_id} |
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      { "message": "404 Not found" }
      """
    And it is the snapshot "signing-key"

  @req:git.lfs_authenticate/repository-first
  Scenario: Neither the project nor the key exists
    Given with
      | key_id  | {missing.key_id} |
      | project | {missing.path}   |
    When it is sent
    Then the status is 404
    And the members are
      | /message | 404 Not Found |

  @req:git.lfs_authenticate/nobody
  Scenario: Nobody is named
    Given without "key_id"
    When it is sent
    Then the status is 404
    And the members are
      | /message | 404 Not found |

  # The contexts, without Base64: an empty object, a text, an array.
  @req:git.lfs_authenticate/gitaly-context
  Scenario: A context that says nothing
    Given with
      | gitaly_client_context_bin | e30= |
    When it is sent
    Then the status is 200
    And the members are
      | /username | {member.username} |

  @req:git.lfs_authenticate/gitaly-context
  Scenario Outline: A context that cannot be read
    Given with
      | gitaly_client_context_bin | <context> |
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      { "message": "400 Bad request - <message>" }
      """
    And it is the snapshot "<case>"

    Examples:
      | case              | context      | message                                                      |
      | context-no-json   | bm90IGpzb24= | malformed gitaly_client_context_bin                          |
      | context-no-object | WzEsMl0=     | Decoded gitaly_client_context_bin is not a valid JSON object |
