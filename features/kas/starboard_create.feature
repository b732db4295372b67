@op:kas.starboard_create
Feature: Starboard vulnerabilities
  Each finding becomes one vulnerability, however often it is reported.

  Background:
    Given the request
      | vulnerability | = {"name": "CVE-123-4567 in libc", "severity": "high", "confidence": "unknown", "location": {"image": "index.docker.io/library/nginx:latest", "dependency": {"package": {"name": "libc"}}, "kubernetes_resource": {"namespace": "production", "kind": "deployment", "name": "nginx-{unique}", "container": "nginx", "container_name": "nginx", "agent_id": "{agent.id}"}}, "identifiers": [{"type": "cve", "name": "CVE-123-4567", "value": "CVE-123-4567"}]} |
      | scanner       | = {"id": "starboard_trivy", "name": "Trivy (via Starboard Operator)", "vendor": {"name": "GitLab"}}                                                                                                                                                                                                                                                                                                                                                           |

  @writes @req:kas.starboard_create/answers-uuid
  Scenario: Finding: 200 or 201 with a UUID
    When it is sent
    Then the status is one of 200, 201
    And the members are
      | /uuid | ~ ^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$ |

  @writes @req:kas.starboard_create/uuid-of-version-5
  Scenario: Finding: the UUID is of version 5
    When it is sent
    Then the members are
      | /uuid | ~ ^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$ |

  @writes @req:kas.starboard_create/ok-is-200
  Scenario: Finding, new and again: 200
    When it is sent
    Then the status is 200
    When it is sent
    Then the status is 200
    And the members are
      | /uuid | (present) |

  @writes @req:kas.starboard_create/idempotent
  Scenario: Same finding again: 200 or 201 with the same UUID
    When it is sent
    Then the status is one of 200, 201
    And "/uuid" is kept as "first"
    When it is sent 2 times
    Then the status is one of 200, 201
    And the members are
      | /uuid | {kept.first} |

  @writes @req:kas.starboard_create/another-finding
  Scenario: Another vulnerability in another resource: another UUID
    When it is sent
    Then the status is one of 200, 201
    And "/uuid" is kept as "first"
    Given with
      | vulnerability | = {"name": "CVE-765-4321 in zlib", "severity": "high", "confidence": "unknown", "location": {"image": "index.docker.io/library/nginx:latest", "dependency": {"package": {"name": "zlib"}}, "kubernetes_resource": {"namespace": "production", "kind": "deployment", "name": "apache-{unique}", "container": "nginx", "container_name": "nginx", "agent_id": "{agent.id}"}}, "identifiers": [{"type": "cve", "name": "CVE-765-4321", "value": "CVE-765-4321"}]} |
    When it is sent
    Then the status is one of 200, 201
    And the members are
      | /uuid | != {kept.first} |

  @writes @req:kas.starboard_create/both-parts-required
  Scenario Outline: Without `vulnerability` or `scanner`: 400 or 422
    When it is sent
    Then the status is one of 200, 201
    Given without "<part>"
    When it is sent
    Then the status is one of 400, 422

    Examples:
      | part          |
      | vulnerability |
      | scanner       |

  @writes @req:kas.starboard_create/report-shape
  Scenario: Finding with nothing but what security reports have: accepted, same UUID when repeated
    Given with
      | vulnerability | = {"name": "CVE-123-4567 in libc", "severity": "high", "confidence": "unknown", "location": {"image": "index.docker.io/library/nginx:latest", "dependency": {"package": {"name": "libc"}}, "kubernetes_resource": {"namespace": "production", "kind": "deployment", "name": "nginx-{unique}", "container_name": "nginx", "agent_id": "{agent.id}"}}, "identifiers": [{"type": "cve", "name": "CVE-123-4567", "value": "CVE-123-4567"}]} |
      | scanner       | = {"id": "starboard_trivy", "name": "Trivy (via Starboard Operator)", "vendor": {"name": "GitLab"}}                                                                                                                                                                                                                                                                                                                                     |
    When it is sent
    Then the status is one of 200, 201
    And "/uuid" is kept as "first"
    When it is sent
    Then the status is one of 200, 201
    And the members are
      | /uuid | {kept.first} |

  @writes @req:kas.starboard_create/report-format
  Scenario Outline: Finding without <what>: 400, error names it
    When it is sent
    Then the status is 200
    Given with
      | vulnerability | = {<name>"severity": "high", "location": {<image>"dependency": {"package": {"name": "libc"}}, "kubernetes_resource": {"namespace": "production", "kind": "deployment", "name": "nginx-{unique}", <container>"agent_id": "{agent.id}"}}, <identifiers>"confidence": "low"} |
      | scanner       | = {"id": "starboard_trivy", "name": "Trivy", "vendor": {<vendor>}} |
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"error": "<error>"}
      """

    Examples:
      | what             | name                           | image               | container                  | identifiers                                          | vendor           | error                                                                 |
      | a name           |                                | "image": "nginx:1", | "container_name": "nginx", | "identifiers": [{"type": "cve", "name": "CVE-1-1"}], | "name": "GitLab" | vulnerability[name] is missing                                        |
      | an image         | "name": "CVE-123-4567 in libc", |                     | "container_name": "nginx", | "identifiers": [{"type": "cve", "name": "CVE-1-1"}], | "name": "GitLab" | vulnerability[location][image] is missing                             |
      | a container      | "name": "CVE-123-4567 in libc", | "image": "nginx:1", |                            | "identifiers": [{"type": "cve", "name": "CVE-1-1"}], | "name": "GitLab" | vulnerability[location][kubernetes_resource][container_name] is missing |
      | identifiers      | "name": "CVE-123-4567 in libc", | "image": "nginx:1", | "container_name": "nginx", |                                                      | "name": "GitLab" | vulnerability[identifiers] is missing                                 |
      | an identifier's name | "name": "CVE-123-4567 in libc", | "image": "nginx:1", | "container_name": "nginx", | "identifiers": [{"type": "cve"}],                | "name": "GitLab" | vulnerability[identifiers][0][name] is missing                        |
      | a vendor's name  | "name": "CVE-123-4567 in libc", | "image": "nginx:1", | "container_name": "nginx", | "identifiers": [{"type": "cve", "name": "CVE-1-1"}], |                  | scanner[vendor][name] is missing                                      |

  @writes @req:kas.starboard_create/empty-parts
  Scenario: Finding with empty texts in it: 200
    Given with
      | vulnerability | = {"name": "", "severity": "high", "location": {"image": "", "dependency": {"package": {"name": ""}}, "kubernetes_resource": {"namespace": "", "kind": "deployment", "name": "nginx-{unique}", "container_name": "", "agent_id": ""}}, "identifiers": [{"type": "cve", "name": "CVE-123-4567", "value": "CVE-123-4567"}]} |
    When it is sent
    Then the status is 200
    And the members are
      | /uuid | (present) |

  @writes @req:kas.starboard_create/container-does-not-count
  Scenario Outline: Same finding with another <what>: same UUID
    When it is sent
    Then the status is 200
    And "/uuid" is kept as "first"
    Given with
      | vulnerability | = {"name": "CVE-123-4567 in libc", "severity": "high", "confidence": "unknown", "location": {"image": "<image>", "dependency": {"package": {"name": "libc"}}, "kubernetes_resource": {"namespace": "production", "kind": "deployment", "name": "nginx-{unique}", "container_name": "<container>", "agent_id": "{agent.id}"}}, "identifiers": [{"type": "cve", "name": "CVE-123-4567", "value": "CVE-123-4567"}]} |
    When it is sent
    Then the status is 200
    And the members are
      | /uuid | {kept.first} |

    Examples:
      | what      | image                                | container |
      | container | index.docker.io/library/nginx:latest | sidecar   |
      | image     | index.docker.io/library/nginx:1.27   | nginx     |

  @writes @req:kas.starboard_create/resource-counts
  Scenario: Same vulnerability in another resource: another UUID
    When it is sent
    Then the status is 200
    And "/uuid" is kept as "first"
    Given with
      | vulnerability | = {"name": "CVE-123-4567 in libc", "severity": "high", "confidence": "unknown", "location": {"image": "index.docker.io/library/nginx:latest", "dependency": {"package": {"name": "libc"}}, "kubernetes_resource": {"namespace": "production", "kind": "deployment", "name": "apache-{unique}", "container": "nginx", "container_name": "nginx", "agent_id": "{agent.id}"}}, "identifiers": [{"type": "cve", "name": "CVE-123-4567", "value": "CVE-123-4567"}]} |
    When it is sent
    Then the status is 200
    And the members are
      | /uuid | != {kept.first} |

  @writes @req:kas.starboard_create/rating-does-not-count
  Scenario Outline: Same finding with `severity` changed or in capitals: same UUID
    When it is sent
    Then the status is 200
    And "/uuid" is kept as "first"
    Given with
      | vulnerability | = {"name": "CVE-123-4567 in libc", "severity": "<severity>", "confidence": "unknown", "location": {"image": "index.docker.io/library/nginx:latest", "dependency": {"package": {"name": "libc"}}, "kubernetes_resource": {"namespace": "production", "kind": "deployment", "name": "nginx-{unique}", "container": "nginx", "container_name": "nginx", "agent_id": "{agent.id}"}}, "identifiers": [{"type": "cve", "name": "CVE-123-4567", "value": "CVE-123-4567"}]} |
    When it is sent
    Then the status is 200
    And the members are
      | /uuid | {kept.first} |

    Examples:
      | severity |
      | critical |
      | HIGH     |

  @writes @req:kas.starboard_create/other-agent
  Scenario: Same finding from another agent: another UUID
    When it is sent
    Then the status is 200
    And "/uuid" is kept as "first"
    Given it is signed with the secret "other_agent"
    When it is sent
    Then the status is 200
    And the members are
      | /uuid | != {kept.first} |

  @req:kas.starboard_create/missing-part
  Scenario Outline: Without `vulnerability` or `scanner`: 400, error names it
    Given without "<part>"
    When it is sent
    Then the status is 400
    And the members are
      | /error | ~ ^<part> is missing |
    And it is the snapshot "without-<part>"

    Examples:
      | part          |
      | vulnerability |
      | scanner       |

  @req:kas.starboard_create/unlicensed
  Scenario: Project not licensed for security features: 403
    Given it is signed with the secret "unlicensed_agent"
    When it is sent
    Then the status is 403
    And the body is exactly
      """
      {"message": "403 Forbidden"}
      """
    And it is the snapshot "unlicensed"

  @req:kas.starboard_create/credentials-first
  Scenario Outline: Without `vulnerability` and with an invalid credential: 401, not 400
    Given without "vulnerability"
    When it is sent
    Then the status is 400
    Given the credential is "<credential>"
    When it is sent
    Then the status is 401
    And the members are
      | /message | <message> |

    Examples:
      | credential    | message                        |
      | wrong-issuer  | KAS JWT authentication invalid |
      | revoked-agent | 401 Unauthorized               |
