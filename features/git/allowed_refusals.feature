@op:git.allowed
Feature: Access check: refused projects, groups and commands
  A refusal is 401 or 404 with a message that the client shows to the user.

  Background:
    Given the request
      | key_id   | {member.key_id}        |
      | project  | {private_project.path} |
      | action   | git-upload-pack        |
      | protocol | ssh                    |
      | changes  | _any                   |

  @req:git.allowed/guest
  Scenario Outline: Guest of a private project, <action>: 401
    Given with
      | key_id | {guest.key_id} |
      | action | <action>       |
    When it is sent
    Then the status is 401
    And the body is exactly
      """
      { "status": false, "message": "<message>" }
      """
    And it is the snapshot "<case>"

    Examples:
      | case           | action             | message                                                 |
      | guest-fetches  | git-upload-pack    | You are not allowed to download code from this project. |
      | guest-archives | git-upload-archive | You are not allowed to download code from this project. |
      | guest-pushes   | git-receive-pack   | You are not allowed to push code to this project.       |

  @req:git.allowed/outsider
  Scenario Outline: Non-member of a private project, <action>: 404
    Given with
      | key_id | {outsider.key_id} |
      | action | <action>          |
    When it is sent
    Then it is refused as "project-not-found"
    And it is the snapshot "<case>"

    Examples:
      | case             | action           |
      | outsider-fetches | git-upload-pack  |
      | outsider-pushes  | git-receive-pack |

  @req:git.allowed/outsider
  Scenario: Non-member pushes to a public project: 401
    Given with
      | key_id  | {outsider.key_id}     |
      | project | {public_project.path} |
      | action  | git-receive-pack      |
    When it is sent
    Then the status is 401
    And the body is exactly
      """
      { "status": false, "message": "You are not allowed to push code to this project." }
      """
    And it is the snapshot "public-push-by-outsider"

  @req:git.allowed/archived-project
  Scenario: Fetch from an archived project: 200
    Given with
      | project | {archived_project.path} |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_repository   | project-{archived_project.id} |
      | /gl_project_path | {archived_project.path}       |

  @req:git.allowed/archived-project
  Scenario: Push to an archived project: 401
    Given with
      | project | {archived_project.path} |
      | action  | git-receive-pack        |
    When it is sent
    Then it is refused as "archived-project"
    And it is the snapshot "archived-push"

  @req:git.allowed/frozen-repository
  Scenario: Fetch from a read-only repository: 200
    Given with
      | project | {frozen_project.path} |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_repository   | project-{frozen_project.id} |
      | /gl_project_path | {frozen_project.path}       |

  @req:git.allowed/frozen-repository
  Scenario: Push to a read-only repository: 401
    Given with
      | project | {frozen_project.path} |
      | action  | git-receive-pack      |
    When it is sent
    Then the status is 401
    And the body is exactly
      """
      {
        "status": false,
        "message": "The repository is temporarily read-only. Please try again later."
      }
      """
    And it is the snapshot "frozen-push"

  @req:git.allowed/unknown-action
  Scenario Outline: Unknown `action`, whether the project exists or not: 401
    Given with
      | action  | git-annex |
      | project | <project> |
    When it is sent
    Then the status is 401
    And the body is exactly
      """
      { "status": false, "message": "The command you're trying to execute is not allowed." }
      """
    And it is the snapshot "<case>"

    Examples:
      | case                   | project                |
      | unknown-action         | {private_project.path} |
      | unknown-action-nowhere | {missing.path}         |

  @req:git.allowed/unknown-action
  Scenario: Without `action`: 401
    Given without "action"
    When it is sent
    Then the status is 401
    And the body is exactly
      """
      { "status": false, "message": "The command you're trying to execute is not allowed." }
      """
    And it is the snapshot "no-action"

  @req:git.allowed/protocol-switched-off
  Scenario Outline: Group allows HTTP only, <action> over SSH: 401
    Given with
      | project | {http_only_project.path} |
      | action  | <action>                 |
    When it is sent
    Then the status is 401
    And the body is exactly
      """
      { "status": false, "message": "Git access over SSH is not allowed" }
      """
    And it is the snapshot "<case>"

    Examples:
      | case            | action           |
      | ssh-closed      | git-upload-pack  |
      | ssh-closed-push | git-receive-pack |

  @req:git.allowed/protocol-switched-off
  Scenario: Group allows HTTP only, fetch over HTTP: 200
    Given with
      | project  | {http_only_project.path} |
      | protocol | http                     |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_repository   | project-{http_only_project.id} |
      | /gl_project_path | {http_only_project.path}       |

  @req:git.allowed/upper-case-protocol
  Scenario: `protocol` in upper case: 200
    Given with
      | protocol | SSH |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_repository | {private_project.gl_repository} |

  @req:git.allowed/address-restricted
  Scenario: `check_ip` that the group does not allow: 404
    Given with
      | project  | {ip_restricted_project.path}       |
      | check_ip | {ip_restricted_project.refused_ip} |
    When it is sent
    Then it is refused as "project-not-found"
    And it is the snapshot "address-refused"

  @req:git.allowed/address-restricted
  Scenario: `check_ip` that the group allows, or none: 200
    Given with
      | project  | {ip_restricted_project.path}       |
      | check_ip | {ip_restricted_project.allowed_ip} |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_repository | project-{ip_restricted_project.id} |
    Given without "check_ip"
    When it is sent
    Then the status is 200
    And the members are
      | /gl_repository | project-{ip_restricted_project.id} |

  @req:git.allowed/certificate-namespace
  Scenario: `namespace_path` of another group: 401; without it: 200
    Given without "key_id"
    And with
      | username | {member.username} |
    When it is sent
    Then the status is 200
    Given with
      | namespace_path | {certificate.namespace} |
    When it is sent
    Then the status is 401
    And the body is exactly
      """
      { "status": false, "message": "You are not allowed to access projects in this namespace." }
      """
    And it is the snapshot "certificate-of-another-group"
