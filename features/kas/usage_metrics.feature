@op:kas.usage_metrics
Feature: Usage metrics
  Counters grow by the given number; unique counters collect ids of users, agents or projects.

  @writes @req:kas.usage_metrics/without-agent-token
  Scenario: `Authorization` that is no agent token: ignored, metrics accepted
    Given the request of the documented example
    And the header "Authorization" is "Bearer nobody-{unique}"
    When it is sent
    Then the status is one of 200, 204
    Given the credential is "wrong-issuer"
    When it is sent
    Then the status is 401

  @writes @req:kas.usage_metrics/no-content
  Scenario: Metrics added: 204, empty body
    Given the request of the documented example
    When it is sent
    Then the status is 204
    And the body is empty

  @writes @req:kas.usage_metrics/counters
  Scenario Outline: Each counter since 16.3: accepted; with a wrong issuer: 401
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
  Scenario: `gitops_sync` counter: accepted; with a wrong issuer: 401
    Given the request
      | counters | = {"gitops_sync": 2, "k8s_api_proxy_request": 1} |
    When it is sent
    Then the status is one of 200, 204
    Given the credential is "wrong-issuer"
    When it is sent
    Then the status is 401

  @writes @req:kas.usage_metrics/token-access-counters
  Scenario: Counters of personal access tokens: accepted; with a wrong issuer: 401
    Given the request
      | counters        | = {"k8s_api_proxy_requests_via_pat_access": 2}                                                                                                                      |
      | unique_counters | = {"k8s_api_proxy_requests_unique_users_via_pat_access": [{member.user_id}], "k8s_api_proxy_requests_unique_agents_via_pat_access": [{agent.id}, {other_agent.id}]} |
    When it is sent
    Then the status is one of 200, 204
    Given the credential is "wrong-issuer"
    When it is sent
    Then the status is 401

  @writes @req:kas.usage_metrics/unique-counters
  Scenario Outline: Each unique counter since 16.3, ids repeated, sent twice: accepted
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
  Scenario: `agent_users_using_ci_tunnel`: accepted; with a wrong issuer: 401
    Given the request
      | unique_counters | = {"agent_users_using_ci_tunnel": [{member.user_id}, {maintainer.user_id}]} |
    When it is sent
    Then the status is one of 200, 204
    Given the credential is "wrong-issuer"
    When it is sent
    Then the status is 401

  @writes @req:kas.usage_metrics/all-optional
  Scenario Outline: Without `counters` or `unique_counters`, or with both empty: accepted
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
  Scenario: Without `counters` and `unique_counters`: accepted
    When it is sent
    Then the status is one of 200, 204
    Given the credential is "wrong-issuer"
    When it is sent
    Then the status is 401

  @writes @req:kas.usage_metrics/unknown-names
  Scenario Outline: Unknown names in `counters` and `unique_counters`: accepted
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
  Scenario Outline: Counters of 0 and empty lists: 204
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
  Scenario: Numbers as digits in a string: 204
    Given the request
      | counters        | = {"k8s_api_proxy_request": "2"}                                              |
      | unique_counters | = {"k8s_api_proxy_requests_unique_users_via_ci_access": ["{member.user_id}"]} |
    When it is sent
    Then the status is 204

  @writes @req:kas.usage_metrics/form
  Scenario: Numbers in a form: 204
    Given the request
      | counters        | = {"k8s_api_proxy_request": 2}                                              |
      | unique_counters | = {"k8s_api_proxy_requests_unique_users_via_ci_access": [{member.user_id}]} |
    And travelling as "form"
    When it is sent
    Then the status is 204

  @req:kas.usage_metrics/no-number
  Scenario Outline: Counter that is not a number: 400, error names it
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
  Scenario: Unique counter that is not a list: 400, error names it
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
  Scenario: Negative counter: 400
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
  Scenario: Invalid counter with a wrong issuer: 401, not 400
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
