@op:kas.starboard_scan_result
Feature: Starboard scan results
  Vulnerabilities that a scan no longer finds are resolved. No answer shows whether one is resolved; what can be
  checked is that a finding keeps its UUID.

  @writes @req:kas.starboard_scan_result/takes-findings
  Scenario: UUIDs of reported findings: 200 or 204
    When "kas.starboard_create" is called with
      | vulnerability | = {"name": "CVE-123-4567 in libc", "severity": "high", "confidence": "unknown", "location": {"image": "index.docker.io/library/nginx:latest", "dependency": {"package": {"name": "libc"}}, "kubernetes_resource": {"namespace": "production", "kind": "deployment", "name": "nginx-{unique}", "container": "nginx", "container_name": "nginx", "agent_id": "{agent.id}"}}, "identifiers": [{"type": "cve", "name": "CVE-123-4567", "value": "CVE-123-4567"}]} |
      | scanner       | = {"id": "starboard_trivy", "name": "Trivy (via Starboard Operator)", "vendor": {"name": "GitLab"}}                                                                                                                                                                                                                                                                                                                                                           |
    Then the status is one of 200, 201
    And "/uuid" is kept as "finding"
    Given the request
      | uuids | = ["{kept.finding}"] |
    When it is sent
    Then the status is one of 200, 204

  @writes @req:kas.starboard_scan_result/listed-finding @req:kas.starboard_scan_result/found-again
  Scenario Outline: Finding reported again after a scan result, listed or not: same UUID
    When "kas.starboard_create" is called with
      | vulnerability | = {"name": "CVE-123-4567 in libc", "severity": "high", "confidence": "unknown", "location": {"image": "index.docker.io/library/nginx:latest", "dependency": {"package": {"name": "libc"}}, "kubernetes_resource": {"namespace": "production", "kind": "deployment", "name": "nginx-{unique}", "container": "nginx", "container_name": "nginx", "agent_id": "{agent.id}"}}, "identifiers": [{"type": "cve", "name": "CVE-123-4567", "value": "CVE-123-4567"}]} |
      | scanner       | = {"id": "starboard_trivy", "name": "Trivy (via Starboard Operator)", "vendor": {"name": "GitLab"}}                                                                                                                                                                                                                                                                                                                                                           |
    Then the status is one of 200, 201
    And "/uuid" is kept as "finding"
    Given the request
      | uuids | = <uuids> |
    When it is sent
    Then the status is one of 200, 204
    When "kas.starboard_create" is called with
      | vulnerability | = {"name": "CVE-123-4567 in libc", "severity": "high", "confidence": "unknown", "location": {"image": "index.docker.io/library/nginx:latest", "dependency": {"package": {"name": "libc"}}, "kubernetes_resource": {"namespace": "production", "kind": "deployment", "name": "nginx-{unique}", "container": "nginx", "container_name": "nginx", "agent_id": "{agent.id}"}}, "identifiers": [{"type": "cve", "name": "CVE-123-4567", "value": "CVE-123-4567"}]} |
      | scanner       | = {"id": "starboard_trivy", "name": "Trivy (via Starboard Operator)", "vendor": {"name": "GitLab"}}                                                                                                                                                                                                                                                                                                                                                           |
    Then the status is one of 200, 201
    And the members are
      | /uuid | {kept.finding} |

    Examples:
      | case     | uuids                                    |
      | listed   | ["{kept.finding}"]                       |
      | resolved | ["102e8a0a-fe29-59bd-b46c-57c3e9bc6411"] |

  @writes @req:kas.starboard_scan_result/uuids-required
  Scenario: Without `uuids`: 400
    Given the request
      | uuids | = ["102e8a0a-fe29-59bd-b46c-57c3e9bc6411"] |
    When it is sent
    Then the status is one of 200, 204
    Given without "uuids"
    When it is sent
    Then the status is 400

  @writes @req:kas.starboard_scan_result/ok-is-200
  Scenario: Scan result accepted: 200
    Given the request of the documented example
    When it is sent
    Then the status is 200
    Given without "uuids"
    When it is sent
    Then the status is 400

  @writes @req:kas.starboard_scan_result/nothing-found
  Scenario: Empty `uuids`: 200; with a revoked agent token: 401
    Given the request
      | uuids | = [] |
    When it is sent
    Then the status is 200
    Given the credential is "revoked-agent"
    When it is sent
    Then the status is 401

  @writes @req:kas.starboard_scan_result/repeated
  Scenario: Same scan result three times: 200
    When "kas.starboard_create" is called with
      | vulnerability | = {"name": "CVE-123-4567 in libc", "severity": "high", "confidence": "unknown", "location": {"image": "index.docker.io/library/nginx:latest", "dependency": {"package": {"name": "libc"}}, "kubernetes_resource": {"namespace": "production", "kind": "deployment", "name": "nginx-{unique}", "container": "nginx", "container_name": "nginx", "agent_id": "{agent.id}"}}, "identifiers": [{"type": "cve", "name": "CVE-123-4567", "value": "CVE-123-4567"}]} |
      | scanner       | = {"id": "starboard_trivy", "name": "Trivy (via Starboard Operator)", "vendor": {"name": "GitLab"}}                                                                                                                                                                                                                                                                                                                                                           |
    Then the status is 200
    And "/uuid" is kept as "finding"
    Given the request
      | uuids | = ["{kept.finding}"] |
    When it is sent 3 times
    Then the status is 200

  # The other agent reports, this one finishes a scan without it, the other reports once more.
  @writes @req:kas.starboard_scan_result/other-agent
  Scenario: After one agent's empty scan result, another agent's finding: same UUID
    Given the request
      | vulnerability | = {"name": "CVE-123-4567 in libc", "severity": "high", "confidence": "unknown", "location": {"image": "index.docker.io/library/nginx:latest", "dependency": {"package": {"name": "libc"}}, "kubernetes_resource": {"namespace": "production", "kind": "deployment", "name": "nginx-{unique}", "container": "nginx", "container_name": "nginx", "agent_id": "{agent.id}"}}, "identifiers": [{"type": "cve", "name": "CVE-123-4567", "value": "CVE-123-4567"}]} |
      | scanner       | = {"id": "starboard_trivy", "name": "Trivy (via Starboard Operator)", "vendor": {"name": "GitLab"}}                                                                                                                                                                                                                                                                                                                                                           |
    And it is signed with the secret "other_agent"
    When it is sent to "kas.starboard_create"
    Then the status is 200
    And "/uuid" is kept as "finding"
    When "kas.starboard_scan_result" is called with
      | uuids | = [] |
    Then the status is 200
    When it is sent to "kas.starboard_create"
    Then the status is 200
    And the members are
      | /uuid | {kept.finding} |

  @writes @req:kas.starboard_scan_result/no-list-is-empty
  Scenario Outline: `uuids` <case>: 200
    Given the request
      | uuids | = <uuids> |
    When it is sent
    Then the status is 200

    Examples:
      | case          | uuids |
      | null          | null  |
      | an empty text | ""    |

  @req:kas.starboard_scan_result/no-list
  Scenario Outline: `uuids` missing or not a list: 400, error names it
    Given the request
      | uuids | = <uuids> |
    And without "<absent>"
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"error": "<error>"}
      """
    And it is the snapshot "<case>"

    Examples:
      | case          | uuids                                  | absent  | error            |
      | without-uuids | []                                     | uuids   | uuids is missing |
      | single-uuid   | "102e8a0a-fe29-59bd-b46c-57c3e9bc6411" | nothing | uuids is invalid |

  @req:kas.starboard_scan_result/unlicensed
  Scenario: Project not licensed for security features: 403
    Given the request
      | uuids | = [] |
    And it is signed with the secret "unlicensed_agent"
    When it is sent
    Then the status is 403
    And the body is exactly
      """
      {"message": "403 Forbidden"}
      """
    And it is the snapshot "unlicensed"
