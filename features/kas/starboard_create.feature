@op:kas.starboard_create
Feature: Starboard found something
  Each finding becomes one vulnerability, however often the scanner comes across it.

  Background:
    Given the request
      | vulnerability | = {"name": "CVE-123-4567 in libc", "severity": "high", "confidence": "unknown", "location": {"kubernetes_resource": {"namespace": "production", "kind": "deployment", "name": "nginx-{unique}", "container": "nginx"}}, "identifiers": [{"type": "cve", "name": "CVE-123-4567", "value": "CVE-123-4567"}]} |
      | scanner       | = {"id": "starboard_trivy", "name": "Trivy (via Starboard Operator)", "vendor": "GitLab"}                                                                                                                                                                                                                  |

  @writes @req:kas.starboard_create/answers-uuid
  Scenario: A finding has a name for good
    When it is sent
    Then the status is 200
    And the members are
      | /uuid | ~ ^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$ |

  @writes @req:kas.starboard_create/idempotent
  Scenario: The same finding again
    When it is sent
    Then the status is 200
    And "/uuid" is kept as "first"
    When it is sent 2 times
    Then the status is 200
    And the members are
      | /uuid | {kept.first} |

  @writes @req:kas.starboard_create/another-finding
  Scenario: Something else somewhere else
    When it is sent
    Then the status is 200
    And "/uuid" is kept as "first"
    Given with
      | vulnerability | = {"name": "CVE-765-4321 in zlib", "severity": "high", "confidence": "unknown", "location": {"kubernetes_resource": {"namespace": "production", "kind": "deployment", "name": "apache-{unique}", "container": "nginx"}}, "identifiers": [{"type": "cve", "name": "CVE-765-4321", "value": "CVE-765-4321"}]} |
    When it is sent
    Then the status is 200
    And the members are
      | /uuid | != {kept.first} |

  @writes @req:kas.starboard_create/both-parts-required
  Scenario Outline: A finding and who found it
    When it is sent
    Then the status is 200
    Given without "<part>"
    When it is sent
    Then the status is one of 400, 422

    Examples:
      | part          |
      | vulnerability |
      | scanner       |

  @writes @req:kas.starboard_create/report-shape
  Scenario: A finding in the words of the security reports
    Given with
      | vulnerability | = {"name": "CVE-123-4567 in libc", "severity": "high", "confidence": "unknown", "location": {"image": "index.docker.io/library/nginx:latest", "dependency": {"package": {"name": "libc"}}, "kubernetes_resource": {"namespace": "production", "kind": "deployment", "name": "nginx-{unique}", "container_name": "nginx", "agent_id": "{agent.id}"}}, "identifiers": [{"type": "cve", "name": "CVE-123-4567", "value": "CVE-123-4567"}]} |
      | scanner       | = {"id": "starboard_trivy", "name": "Trivy (via Starboard Operator)", "vendor": {"name": "GitLab"}}                                                                                                                                                                                                                                                                                                                                     |
    When it is sent
    Then the status is 200
    And "/uuid" is kept as "first"
    When it is sent
    Then the status is 200
    And the members are
      | /uuid | {kept.first} |

  @writes @req:kas.starboard_create/resource-counts
  Scenario: The same vulnerability in another place
    When it is sent
    Then the status is 200
    And "/uuid" is kept as "first"
    Given with
      | vulnerability | = {"name": "CVE-123-4567 in libc", "severity": "high", "confidence": "unknown", "location": {"kubernetes_resource": {"namespace": "production", "kind": "deployment", "name": "apache-{unique}", "container": "nginx"}}, "identifiers": [{"type": "cve", "name": "CVE-123-4567", "value": "CVE-123-4567"}]} |
    When it is sent
    Then the status is 200
    And the members are
      | /uuid | != {kept.first} |

  @writes @req:kas.starboard_create/rating-does-not-count
  Scenario Outline: The same vulnerability, taken more or less seriously
    When it is sent
    Then the status is 200
    And "/uuid" is kept as "first"
    Given with
      | vulnerability | = {"name": "CVE-123-4567 in libc", "severity": "<severity>", "confidence": "unknown", "location": {"kubernetes_resource": {"namespace": "production", "kind": "deployment", "name": "nginx-{unique}", "container": "nginx"}}, "identifiers": [{"type": "cve", "name": "CVE-123-4567", "value": "CVE-123-4567"}]} |
    When it is sent
    Then the status is 200
    And the members are
      | /uuid | {kept.first} |

    Examples:
      | severity |
      | critical |
      | HIGH     |

  @writes @req:kas.starboard_create/other-agent
  Scenario: The same vulnerability in another cluster
    When it is sent
    Then the status is 200
    And "/uuid" is kept as "first"
    Given it is signed with the secret "other_agent"
    When it is sent
    Then the status is 200
    And the members are
      | /uuid | != {kept.first} |

  @req:kas.starboard_create/missing-part
  Scenario Outline: The part that is missing is named
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
  Scenario: The licence does not cover vulnerabilities
    Given it is signed with the secret "unlicensed_agent"
    When it is sent
    Then the status is 403
    And the body is exactly
      """
      {"message": "403 Forbidden"}
      """
    And it is the snapshot "unlicensed"

  @req:kas.starboard_create/credentials-first
  Scenario Outline: Who is not trusted is not corrected
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
