@op:kas.agent_events
Feature: Agent events
  KAS reports which users reached which project's cluster through an agent.

  Background:
    Given the request
      | events | = {"k8s_api_proxy_requests_unique_users_via_ci_access": [{"user_id": {member.user_id}, "project_id": {agent_project.id}}]} |

  @writes @req:kas.agent_events/lists-of-events
  Scenario Outline: Each event list: accepted; with a wrong issuer: 401
    Given with
      | events | = {"<list>": [{"user_id": {member.user_id}, "project_id": {agent_project.id}}, {"user_id": {maintainer.user_id}, "project_id": {private_project.id}}]} |
    When it is sent
    Then the status is one of 200, 204
    Given the credential is "wrong-issuer"
    When it is sent
    Then the status is 401

    Examples:
      | list                                                |
      | k8s_api_proxy_requests_unique_users_via_ci_access   |
      | k8s_api_proxy_requests_unique_users_via_user_access |
      | k8s_api_proxy_requests_unique_users_via_pat_access  |

  @writes @req:kas.agent_events/all-optional
  Scenario Outline: No lists, empty lists or an event without ids: accepted
    Given with
      | events | = <events> |
    When it is sent
    Then the status is one of 200, 204
    Given the credential is "wrong-issuer"
    When it is sent
    Then the status is 401

    Examples:
      | case                     | events                                                                                                              |
      | no-lists                 | {}                                                                                                                  |
      | empty-lists              | {"k8s_api_proxy_requests_unique_users_via_ci_access": [], "k8s_api_proxy_requests_unique_users_via_pat_access": []} |
      | neither-user-nor-project | {"k8s_api_proxy_requests_unique_users_via_ci_access": [{}]}                                                         |

  @writes @req:kas.agent_events/all-optional
  Scenario: Without `events`: accepted
    Given without "events"
    When it is sent
    Then the status is one of 200, 204
    Given the credential is "wrong-issuer"
    When it is sent
    Then the status is 401

  @writes @req:kas.agent_events/without-agent-token
  Scenario: `Authorization` that is no agent token: ignored, events accepted
    Given the header "Authorization" is "Bearer nobody-{unique}"
    When it is sent
    Then the status is one of 200, 204
    Given the credential is "wrong-issuer"
    When it is sent
    Then the status is 401

  @writes @req:kas.agent_events/no-content
  Scenario Outline: Events accepted: 204, empty body
    Given with
      | events | = <events> |
    When it is sent
    Then the status is 204
    And the body is empty

    Examples:
      | case   | events                                                                                                                     |
      | events | {"k8s_api_proxy_requests_unique_users_via_user_access": [{"user_id": {member.user_id}, "project_id": {agent_project.id}}]} |
      | none   | {}                                                                                                                         |

  @writes @req:kas.agent_events/unknown-ids
  Scenario Outline: Unknown user or project id: 204
    Given with
      | events | = {"k8s_api_proxy_requests_unique_users_via_ci_access": [{"user_id": <user>, "project_id": <project>}]} |
    When it is sent
    Then the status is 204

    Examples:
      | user              | project              |
      | {missing.user_id} | {agent_project.id}   |
      | {member.user_id}  | {missing.project_id} |

  @writes @req:kas.agent_events/digits
  Scenario: Ids as digits in a string: 204
    Given with
      | events | = {"k8s_api_proxy_requests_unique_users_via_pat_access": [{"user_id": "{member.user_id}", "project_id": "{agent_project.id}"}]} |
    When it is sent
    Then the status is 204

  @req:kas.agent_events/no-number
  Scenario Outline: An id that is not a number: 400, named in the error
    Given with
      | events | = {"<list>": [{"user_id": <user>, "project_id": <project>}]} |
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"error": "events[<list>][0][<name>] is invalid"}
      """
    And it is the snapshot "<case>"

    Examples:
      | case              | list                                                | user             | project            | name       |
      | user-no-number    | k8s_api_proxy_requests_unique_users_via_ci_access   | "somebody"       | {agent_project.id} | user_id    |
      | project-no-number | k8s_api_proxy_requests_unique_users_via_user_access | {member.user_id} | "some/project"     | project_id |

  @writes @req:kas.agent_events/registrations
  Scenario: `register_agent_at_kas`: 204; with an `agent_id` that is not a number: 400, named in the error
    Given with
      | events | = {"register_agent_at_kas": [{"project_id": {agent_project.id}, "agent_id": {agent.id}, "agent_version": "v18.9.0", "architecture": "amd64", "kubernetes_version": "1.33", "extra_telemetry_data": {"installation_method": "helm", "helm_chart_version": "2.1.0"}}]} |
    When it is sent
    Then the status is 204
    Given with
      | events | = {"register_agent_at_kas": [{"project_id": {agent_project.id}, "agent_id": "harbor"}]} |
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"error": "events[register_agent_at_kas][0][agent_id] is invalid"}
      """

  @req:kas.agent_events/no-list
  Scenario Outline: <case>: 400, named in the error
    Given with
      | events | = <events> |
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"error": "<error>"}
      """

    Examples:
      | case              | events                                                           | error                                                               |
      | An event alone    | {"k8s_api_proxy_requests_unique_users_via_ci_access": {"user_id": 1}} | events[k8s_api_proxy_requests_unique_users_via_ci_access] is invalid |
      | Text for a list   | {"k8s_api_proxy_requests_unique_users_via_pat_access": "x"}      | events[k8s_api_proxy_requests_unique_users_via_pat_access] is invalid |
      | A list of lists   | [[]]                                                             | events is invalid                                                   |
      | Nothing but blank | ""                                                               | events is invalid                                                   |

  @req:kas.agent_events/credentials-first
  Scenario: Invalid events with a wrong issuer: 401, not 400
    Given with
      | events | nothing of the kind |
    When it is sent
    Then the status is 400
    Given the credential is "wrong-issuer"
    When it is sent
    Then the status is 401
    And the body is exactly
      """
      {"message": "KAS JWT authentication invalid"}
      """
