@op:git.lfs_authenticate
Feature: LFS authentication: refusals
  A missing repository gets “404 Not Found”, a missing user “404 Not found”.

  Background:
    Given the request
      | key_id  | {member.key_id}        |
      | project | {private_project.path} |

  @req:git.lfs_authenticate/no-lfs
  Scenario Outline: No repository with LFS (<case>): “404 Not Found”
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
  Scenario Outline: Unknown `<parameter>`: “404 Not found”
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
  Scenario: Signing-only key: “404 Not found”
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
  Scenario: Unknown project and unknown key: “404 Not Found”, as for the project
    Given with
      | key_id  | {missing.key_id} |
      | project | {missing.path}   |
    When it is sent
    Then the status is 404
    And the members are
      | /message | 404 Not Found |

  @req:git.lfs_authenticate/nobody
  Scenario: No key and no user: “404 Not found”
    Given without "key_id"
    When it is sent
    Then the status is 404
    And the members are
      | /message | 404 Not found |

  # The contexts, without Base64: an empty object, a text, an array.
  @req:git.lfs_authenticate/gitaly-context
  Scenario: `gitaly_client_context_bin` is an empty object: 200
    Given with
      | gitaly_client_context_bin | e30= |
    When it is sent
    Then the status is 200
    And the members are
      | /username | {member.username} |

  @req:git.lfs_authenticate/gitaly-context
  Scenario Outline: `gitaly_client_context_bin` is not Base64 of a JSON object: 400
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
