@op:ssh.authorized_certs
Feature: Authorized certs: group and user of an SSH certificate

  GitLab's SSH daemon calls it for a certificate whose authority it does not trust itself.

  Background:
    Given the request
      | key             | {certificate.fingerprint} |
      | user_identifier | {certificate.username}    |

  @req:ssh.authorized_certs/namespace
  Scenario: Known authority: `namespace` of its group; unknown authority: none
    When it is sent
    Then the members are
      | /namespace | {certificate.namespace} |
    Given with
      | key | no-authority-{unique} |
    When it is sent
    Then the members are
      | /namespace | (absent) |

  @req:ssh.authorized_certs/username
  Scenario: Known user: `username`; unknown user: none
    When it is sent
    Then the members are
      | /username | {certificate.username} |
    Given with
      | user_identifier | {missing.username} |
    When it is sent
    Then the members are
      | /username | (absent) |

  @req:ssh.authorized_certs/primary-email
  Scenario: Primary e-mail address as `user_identifier`: `namespace` and `username`
    Given with
      | user_identifier | {certificate.email} |
    When it is sent
    Then the members are
      | /namespace | {certificate.namespace} |
      | /username  | {certificate.username}  |

  @req:ssh.authorized_certs/success
  Scenario: Known authority and user: `success` is true
    When it is sent
    Then the members are
      | /success | = true |

  @req:ssh.authorized_certs/ok-is-200
  Scenario: Known authority and user: status 200
    When it is sent
    Then the status is 200

  @req:ssh.authorized_certs/unknown-certificate
  Scenario: Unknown authority: 404, “Certificate Not Found”
    Given with
      | key | no-authority-{unique} |
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      {"message": "Certificate Not Found"}
      """
    And it is the snapshot "unknown-certificate"

  @req:ssh.authorized_certs/unlicensed-group
  Scenario: Group's plan lacks SSH certificates: 403, “Feature is not available”
    Given with
      | key             | {unlicensed_certificate.fingerprint} |
      | user_identifier | {unlicensed_certificate.username}    |
    When it is sent
    Then the status is 403
    And the body is exactly
      """
      {"message": "Feature is not available"}
      """
    And it is the snapshot "unlicensed-group"

  @req:ssh.authorized_certs/unknown-user
  Scenario Outline: No such member of the group (<case>): 404, “User Not Found”
    Given with
      | user_identifier | <identifier> |
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      {"message": "User Not Found"}
      """
    And it is the snapshot "<case>"

    Examples:
      | case         | identifier                      |
      | unknown-user | {missing.username}              |
      | not-a-member | {certificate_outsider.username} |

  @req:ssh.authorized_certs/not-an-enterprise-user
  Scenario: Member who is not an enterprise user of the group: 403
    Given with
      | user_identifier | {certificate_member.username} |
    When it is sent
    Then the status is 403
    And the body is exactly
      """
      {"message": "Not an Enterprise User of the group"}
      """
    And it is the snapshot "not-an-enterprise-user"

  @req:ssh.authorized_certs/order-of-checks
  Scenario Outline: Two faults (<case>): <status>, “<message>”
    Given with
      | key             | <key>              |
      | user_identifier | {missing.username} |
    When it is sent
    Then the status is <status>
    And the members are
      | /message | <message> |

    Examples:
      | case                      | key                                  | status | message                  |
      | authority-before-the-user | no-authority-{unique}                | 404    | Certificate Not Found    |
      | plan-before-the-user      | {unlicensed_certificate.fingerprint} | 403    | Feature is not available |

  @req:ssh.authorized_certs/json-type-without-body
  Scenario: JSON content type without a body: 200
    Given the header "Content-Type" is "application/json"
    When it is sent
    Then the status is 200
    And the members are
      | /username | {certificate.username} |

  @req:ssh.authorized_certs/parameters-are-required
  Scenario Outline: Without `<parameter>`: 400 or 404
    Given without "<parameter>"
    When it is sent
    Then the status is one of 400, 404
    And it is the snapshot "<case>"

    Examples:
      | case               | parameter       |
      | without-key        | key             |
      | without-identifier | user_identifier |
