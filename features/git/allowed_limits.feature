@op:git.allowed
Feature: Access check: Gitaly's client context and the rate limit

  Background:
    Given the request
      | key_id   | {member.key_id}        |
      | project  | {private_project.path} |
      | action   | git-upload-pack        |
      | protocol | ssh                    |
      | changes  | _any                   |

  # The contexts, without Base64: an empty object, a text, an array, a user that no server has.
  @req:git.allowed/gitaly-context
  Scenario: `gitaly_client_context_bin` is an empty object: 200
    Given with
      | gitaly_client_context_bin | e30= |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_repository | {private_project.gl_repository} |

  @req:git.allowed/gitaly-context
  Scenario Outline: `gitaly_client_context_bin` is invalid (<case>): <status>
    Given with
      | gitaly_client_context_bin | <context> |
    When it is sent
    Then the status is <status>
    And the body is exactly
      """
      { "message": "<message>" }
      """
    And it is the snapshot "<case>"

    Examples:
      | case                 | context                                      | status | message                                                                        |
      | context-no-json      | bm90IGpzb24=                                 | 400    | 400 Bad request - malformed gitaly_client_context_bin                          |
      | context-no-object    | WzEsMl0=                                     | 400    | 400 Bad request - Decoded gitaly_client_context_bin is not a valid JSON object |
      | context-unknown-user | eyJzY29wZWQtdXNlci1pZCI6IjIxNDc0ODM2NDYifQ== | 404    | 404 User ID 2147483646 not found Not Found                                     |

  # The path is new and leads nowhere, so that no other scenario is counted here.
  @req:git.allowed/rate-limit
  Scenario: More than 600 requests a minute: 429 with `Retry-After: 60`
    Given with
      | project | limit-{unique}/nothing |
    When it is sent
    Then the status is 404
    # Twice the limit and one: whenever the minute ends, one of the two minutes gets more than 600.
    When it is sent until the status is 429, at most 1201 times
    Then the status is 429
    And the body is exactly
      """
      {
        "message": {
          "error": "This endpoint has been requested too many times. Try again later."
        }
      }
      """
    And the members are
      | /message/error | ~ too many times |
    And the header "retry-after" of the answer matches "^60$"
    And it is the snapshot "too-many-requests"
