@op:ssh.authorized_certs
Feature: Looking up who a certificate was made out to

  GitLab's SSH daemon asks here when a client shows a certificate whose authority it does not know itself.

  Background:
    Given the request
      | key             | {certificate.fingerprint} |
      | user_identifier | {certificate.username}    |

  @req:ssh.authorized_certs/namespace
  Scenario: The authority belongs to a group
    When it is sent
    Then the members are
      | /namespace | {certificate.namespace} |
    Given with
      | key | no-authority-{unique} |
    When it is sent
    Then the members are
      | /namespace | (absent) |

  @req:ssh.authorized_certs/username
  Scenario: The identifier belongs to a user
    When it is sent
    Then the members are
      | /username | {certificate.username} |
    Given with
      | user_identifier | {missing.username} |
    When it is sent
    Then the members are
      | /username | (absent) |

  @req:ssh.authorized_certs/primary-email
  Scenario: The identifier may be an e-mail address
    Given with
      | user_identifier | {certificate.email} |
    When it is sent
    Then the members are
      | /namespace | {certificate.namespace} |
      | /username  | {certificate.username}  |

  @req:ssh.authorized_certs/success
  Scenario: A match is a success
    When it is sent
    Then the members are
      | /success | = true |

  @req:ssh.authorized_certs/ok-is-200
  Scenario: A match has the ordinary status
    When it is sent
    Then the status is 200

  @req:ssh.authorized_certs/unknown-certificate
  Scenario: No group trusts the authority
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
  Scenario: The group's plan has no certificates
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
  Scenario Outline: The group has no such member
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
  Scenario: The member's account is not the group's
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
  Scenario Outline: The first thing wrong is the one that is told
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
  Scenario: A JSON content type without a body does no harm
    Given the header "Content-Type" is "application/json"
    When it is sent
    Then the status is 200
    And the members are
      | /username | {certificate.username} |

  @req:ssh.authorized_certs/parameters-are-required
  Scenario Outline: Half a question is a bad request
    Given without "<parameter>"
    When it is sent
    Then the status is 400
    And the members are
      | /error | (present) |
    And it is the snapshot "<case>"

    Examples:
      | case               | parameter       |
      | without-key        | key             |
      | without-identifier | user_identifier |
