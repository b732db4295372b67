@op:kas.usage_metrics
Feature: KAS counts what the agents do
  Counters grow by the number that is told; sets remember which users, agents or projects were involved.

  @writes @req:kas.usage_metrics/without-agent-token
  Scenario: KAS speaks for no single agent
    Given the request of the documented example
    And the header "Authorization" is "Bearer nobody-{unique}"
    When it is sent
    Then the status is one of 200, 204
    Given the credential is "wrong-issuer"
    When it is sent
    Then the status is 401

  @writes @req:kas.usage_metrics/no-content
  Scenario: There is nothing to say about it
    Given the request of the documented example
    When it is sent
    Then the status is 204
    And the body is empty

  @writes @req:kas.usage_metrics/counters
  Scenario Outline: A counter of many editions
    Given the request
      | counters | = {"<counter>": <number>} |
    When it is sent
    Then the status is one of 200, 204
    Given the credential is "wrong-issuer"
    When it is sent
    Then the status is 401

    Examples:
      | counter                                | number |
      | k8s_api_proxy_request                  | 1      |
      | flux_git_push_notifications_total      | 25     |
      | k8s_api_proxy_requests_via_ci_access   | 3      |
      | k8s_api_proxy_requests_via_user_access | 4000   |

  @writes @req:kas.usage_metrics/gitops-sync
  Scenario: Synchronisations are still counted
    Given the request
      | counters | = {"gitops_sync": 2, "k8s_api_proxy_request": 1} |
    When it is sent
    Then the status is one of 200, 204
    Given the credential is "wrong-issuer"
    When it is sent
    Then the status is 401

  @writes @req:kas.usage_metrics/token-access-counters
  Scenario: Personal access tokens open clusters, too
    Given the request
      | counters        | = {"k8s_api_proxy_requests_via_pat_access": 2}                                                                                                                      |
      | unique_counters | = {"k8s_api_proxy_requests_unique_users_via_pat_access": [{member.user_id}], "k8s_api_proxy_requests_unique_agents_via_pat_access": [{agent.id}, {other_agent.id}]} |
    When it is sent
    Then the status is one of 200, 204
    Given the credential is "wrong-issuer"
    When it is sent
    Then the status is 401

  @writes @req:kas.usage_metrics/unique-counters
  Scenario Outline: A set of many editions
    Given the request
      | unique_counters | = {"<set>": [<first>, <second>, <first>]} |
    When it is sent 2 times
    Then the status is one of 200, 204
    Given the credential is "wrong-issuer"
    When it is sent
    Then the status is 401

    Examples:
      | set                                                  | first              | second                    |
      | k8s_api_proxy_requests_unique_users_via_ci_access    | {member.user_id}   | {maintainer.user_id}      |
      | k8s_api_proxy_requests_unique_agents_via_ci_access   | {agent.id}         | {other_agent.id}          |
      | k8s_api_proxy_requests_unique_users_via_user_access  | {member.user_id}   | {missing.user_id}         |
      | k8s_api_proxy_requests_unique_agents_via_user_access | {agent.id}         | {other_agent.id}          |
      | flux_git_push_notified_unique_projects               | {agent_project.id} | {agent_public_project.id} |

  @writes @req:kas.usage_metrics/ci-tunnel-users
  Scenario: Who used the CI tunnel
    Given the request
      | unique_counters | = {"agent_users_using_ci_tunnel": [{member.user_id}, {maintainer.user_id}]} |
    When it is sent
    Then the status is one of 200, 204
    Given the credential is "wrong-issuer"
    When it is sent
    Then the status is 401

  @writes @req:kas.usage_metrics/all-optional
  Scenario Outline: Whatever has not happened is left out
    Given the request
      | counters        | = <counters> |
      | unique_counters | = <sets>     |
    And without "<absent>"
    When it is sent
    Then the status is one of 200, 204
    Given the credential is "wrong-issuer"
    When it is sent
    Then the status is 401

    Examples:
      | case          | counters                     | sets                                                                    | absent          |
      | counters-only | {"k8s_api_proxy_request": 1} | {}                                                                      | unique_counters |
      | sets-only     | {}                           | {"flux_git_push_notified_unique_projects": [{agent_public_project.id}]} | counters        |
      | no-names      | {}                           | {}                                                                      | nothing         |

  @writes @req:kas.usage_metrics/all-optional
  Scenario: Nothing has happened
    When it is sent
    Then the status is one of 200, 204
    Given the credential is "wrong-issuer"
    When it is sent
    Then the status is 401

  @writes @req:kas.usage_metrics/unknown-names
  Scenario Outline: A newer KAS counts more than this server knows
    Given the request
      | counters        | = {"k8s_api_proxy_request": 1, "<counter>": 1}                           |
      | unique_counters | = {"flux_git_push_notified_unique_projects": [1], "<set>_{unique}": [1]} |
    When it is sent
    Then the status is one of 200, 204
    Given the credential is "wrong-issuer"
    When it is sent
    Then the status is 401

    Examples:
      | counter                | set           |
      | no_counter_{unique}    | no_set        |
      | k8s_api_proxy_requests | k8s_api_users |

  @writes @req:kas.usage_metrics/nothing-to-add
  Scenario Outline: Zero is a number, too
    Given the request
      | counters        | = <counters> |
      | unique_counters | = <sets>     |
    When it is sent
    Then the status is 204

    Examples:
      | counters                                                                | sets                                           |
      | {"k8s_api_proxy_request": 0, "k8s_api_proxy_requests_via_ci_access": 0} | {"flux_git_push_notified_unique_projects": []} |
      | {}                                                                      | {}                                             |

  @writes @req:kas.usage_metrics/digits
  Scenario: Numbers in quotation marks
    Given the request
      | counters        | = {"k8s_api_proxy_request": "2"}                                              |
      | unique_counters | = {"k8s_api_proxy_requests_unique_users_via_ci_access": ["{member.user_id}"]} |
    When it is sent
    Then the status is 204

  @writes @req:kas.usage_metrics/form
  Scenario: Numbers in a form
    Given the request
      | counters        | = {"k8s_api_proxy_request": 2}                                              |
      | unique_counters | = {"k8s_api_proxy_requests_unique_users_via_ci_access": [{member.user_id}]} |
    And travelling as "form"
    When it is sent
    Then the status is 204

  @req:kas.usage_metrics/no-number
  Scenario Outline: A counter grows by a number
    Given the request
      | counters | = {"<counter>": "many"} |
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"error": "counters[<counter>] is invalid"}
      """
    And it is the snapshot "<case>"

    Examples:
      | case              | counter                           |
      | request-no-number | k8s_api_proxy_request             |
      | notices-no-number | flux_git_push_notifications_total |

  @req:kas.usage_metrics/no-list
  Scenario: A set is told as a list
    Given the request
      | unique_counters | = {"flux_git_push_notified_unique_projects": "all"} |
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"error": "unique_counters[flux_git_push_notified_unique_projects] is invalid"}
      """
    And it is the snapshot "no-list"

  @req:kas.usage_metrics/negative-counter
  Scenario: Nothing happens less than never
    Given the request
      | counters | = {"k8s_api_proxy_request": -1} |
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"message": "400 Bad request - k8s_api_proxy_request count must be greater than or equal to zero"}
      """
    And it is the snapshot "negative-counter"

  @req:kas.usage_metrics/credentials-first
  Scenario: Who is not trusted is not corrected
    Given the request
      | counters | = {"k8s_api_proxy_request": "many"} |
    When it is sent
    Then the status is 400
    Given the credential is "wrong-issuer"
    When it is sent
    Then the status is 401
    And the body is exactly
      """
      {"message": "KAS JWT authentication invalid"}
      """
