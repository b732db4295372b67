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
  Scenario Outline: Each counter since 16.3: number accepted; not a number: 400
    Given the request
      | counters | = {"<counter>": <number>} |
    When it is sent
    Then the status is one of 200, 204
    Given with
      | counters | = {"<counter>": "x"} |
    When it is sent
    Then the status is 400

    Examples:
      | counter                                | number |
      | k8s_api_proxy_request                  | 1      |
      | flux_git_push_notifications_total      | 25     |
      | k8s_api_proxy_requests_via_ci_access   | 3      |
      | k8s_api_proxy_requests_via_user_access | 400    |

  @writes @req:kas.usage_metrics/gitops-sync
  Scenario: `gitops_sync`: number accepted; not a number: 400
    Given the request
      | counters | = {"gitops_sync": 2, "k8s_api_proxy_request": 1} |
    When it is sent
    Then the status is one of 200, 204
    Given with
      | counters | = {"gitops_sync": "x", "k8s_api_proxy_request": 1} |
    When it is sent
    Then the status is 400

  @writes @req:kas.usage_metrics/token-access-counters
  Scenario: Counter of personal access tokens: number accepted; not a number: 400
    Given the request
      | counters | = {"k8s_api_proxy_requests_via_pat_access": 2} |
    When it is sent
    Then the status is one of 200, 204
    Given with
      | counters | = {"k8s_api_proxy_requests_via_pat_access": "x"} |
    When it is sent
    Then the status is 400

  @writes @req:kas.usage_metrics/token-access-counters
  Scenario Outline: Unique counters of personal access tokens: list accepted; not a list: 400
    Given the request
      | unique_counters | = {"<set>": [<first>, <second>, <first>]} |
    When it is sent
    Then the status is one of 200, 204
    Given with
      | unique_counters | = {"<set>": 1} |
    When it is sent
    Then the status is 400

    Examples:
      | set                                                 | first            | second               |
      | k8s_api_proxy_requests_unique_users_via_pat_access  | {member.user_id} | {maintainer.user_id} |
      | k8s_api_proxy_requests_unique_agents_via_pat_access | {agent.id}       | {other_agent.id}     |

  @writes @req:kas.usage_metrics/unique-counters
  Scenario Outline: Each unique counter since 16.3: ids, repeated and sent twice, accepted; not a list: 400
    Given the request
      | unique_counters | = {"<set>": [<first>, <second>, <first>]} |
    When it is sent 2 times
    Then the status is one of 200, 204
    Given with
      | unique_counters | = {"<set>": 1} |
    When it is sent
    Then the status is 400

    Examples:
      | set                                                  | first              | second                    |
      | k8s_api_proxy_requests_unique_users_via_ci_access    | {member.user_id}   | {maintainer.user_id}      |
      | k8s_api_proxy_requests_unique_agents_via_ci_access   | {agent.id}         | {other_agent.id}          |
      | k8s_api_proxy_requests_unique_users_via_user_access  | {member.user_id}   | {missing.user_id}         |
      | k8s_api_proxy_requests_unique_agents_via_user_access | {agent.id}         | {other_agent.id}          |
      | flux_git_push_notified_unique_projects               | {agent_project.id} | {agent_public_project.id} |

  @writes @req:kas.usage_metrics/ci-tunnel-users
  Scenario: `agent_users_using_ci_tunnel`: list accepted; not a list: 400
    Given the request
      | unique_counters | = {"agent_users_using_ci_tunnel": [{member.user_id}, {maintainer.user_id}]} |
    When it is sent
    Then the status is one of 200, 204
    Given with
      | unique_counters | = {"agent_users_using_ci_tunnel": 1} |
    When it is sent
    Then the status is 400

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

  @writes @req:kas.usage_metrics/unknown-names
  Scenario: Unknown names with values that no counter takes: accepted; under a known name: 400
    Given the request
      | counters        | = {"no_counter_{unique}": "x"} |
      | unique_counters | = {"no_set_{unique}": 1}       |
    When it is sent
    Then the status is one of 200, 204
    Given with
      | counters | = {"k8s_api_proxy_request": "x"} |
    When it is sent
    Then the status is 400

  @writes @req:kas.usage_metrics/unknown-names @editions:17.9..
  Scenario: Names that are gone, with values that no counter takes: accepted
    Given the request
      | counters        | = {"gitops_sync": "x"}               |
      | unique_counters | = {"agent_users_using_ci_tunnel": 1} |
    When it is sent
    Then the status is one of 200, 204
    Given the credential is "wrong-issuer"
    When it is sent
    Then the status is 401

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
      | case              | counter                                |
      | request-no-number | k8s_api_proxy_request                  |
      | notices-no-number | flux_git_push_notifications_total      |
      | ci-no-number      | k8s_api_proxy_requests_via_ci_access   |
      | user-no-number    | k8s_api_proxy_requests_via_user_access |

    @editions:16.3
    Examples:
      | case             | counter     |
      | gitops-no-number | gitops_sync |

    @editions:17.9..
    Examples:
      | case          | counter                               |
      | pat-no-number | k8s_api_proxy_requests_via_pat_access |

  @req:kas.usage_metrics/no-list
  Scenario Outline: Unique counter that is not a list: 400, error names it
    Given the request
      | unique_counters | = {"<set>": <value>} |
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"error": "unique_counters[<set>] is invalid"}
      """
    And it is the snapshot "<case>"

    Examples:
      | case                | set                                                  | value |
      | no-list             | flux_git_push_notified_unique_projects               | "all" |
      | number-for-list     | flux_git_push_notified_unique_projects               | 1     |
      | ci-users-no-list    | k8s_api_proxy_requests_unique_users_via_ci_access    | 1     |
      | ci-agents-no-list   | k8s_api_proxy_requests_unique_agents_via_ci_access   | 1     |
      | user-users-no-list  | k8s_api_proxy_requests_unique_users_via_user_access  | 1     |
      | user-agents-no-list | k8s_api_proxy_requests_unique_agents_via_user_access | 1     |

    @editions:16.3
    Examples:
      | case              | set                         | value |
      | ci-tunnel-no-list | agent_users_using_ci_tunnel | 1     |

    @editions:17.9..
    Examples:
      | case               | set                                                 | value |
      | pat-users-no-list  | k8s_api_proxy_requests_unique_users_via_pat_access  | 1     |
      | pat-agents-no-list | k8s_api_proxy_requests_unique_agents_via_pat_access | 1     |

  @req:kas.usage_metrics/negative-counter
  Scenario Outline: Negative counter: 400, the reason names it
    Given the request
      | counters | = {"<counter>": -1} |
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"message": "400 Bad request - <counter> count must be greater than or equal to zero"}
      """
    And it is the snapshot "<case>"

    Examples:
      | case             | counter                                |
      | negative-counter | k8s_api_proxy_request                  |
      | negative-notices | flux_git_push_notifications_total      |
      | negative-ci      | k8s_api_proxy_requests_via_ci_access   |
      | negative-user    | k8s_api_proxy_requests_via_user_access |
      | negative-gitops  | gitops_sync                            |

  @writes @req:kas.usage_metrics/negative-ignored
  Scenario: Negative counter: 204
    Given the request
      | counters | = {"k8s_api_proxy_request": -3} |
    When it is sent
    Then the status is 204

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
