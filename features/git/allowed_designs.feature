@op:git.allowed
Feature: Access check: design repositories
  Only the web application may use them; Git clients are refused.

  Background:
    Given the request
      | key_id   | {member.key_id}        |
      | project  | {private_project.path} |
      | action   | git-upload-pack        |
      | protocol | ssh                    |
      | changes  | _any                   |

  @req:git.allowed/designs-are-for-the-web
  Scenario Outline: Git client asks for a design repository (<case>): 401
    Given without "project"
    And with
      | gl_repository | <repository> |
      | protocol      | <protocol>   |
    When it is sent
    Then the status is 401
    And the body is exactly
      """
      { "status": false, "message": "Designs are only accessible using the web interface" }
      """
    And it is the snapshot "<case>"

    Examples:
      | case                | repository                  | protocol |
      | design-over-ssh     | {design.gl_repository}      | ssh      |
      | design-over-http    | {design.gl_repository}      | http     |
      | design-that-is-gone | design-{missing.project_id} | ssh      |

  @req:git.allowed/designs-over-the-web
  Scenario: Developer pushes to a design repository over the web: 200
    Given without "project"
    And with
      | gl_repository | {design.gl_repository} |
      | protocol      | web                    |
      | action        | git-receive-pack       |
    When it is sent
    Then the status is 200
    And the members are
      | /status        | = true                 |
      | /gl_repository | {design.gl_repository} |

  @req:git.allowed/designs-over-the-web
  Scenario: Guest pushes to a design repository over the web: 401
    Given without "project"
    And with
      | key_id        | {guest.key_id}         |
      | gl_repository | {design.gl_repository} |
      | protocol      | web                    |
      | action        | git-receive-pack       |
    When it is sent
    Then the status is 401
    And the body is exactly
      """
      { "status": false, "message": "You are not allowed to manage designs of this project" }
      """
    And it is the snapshot "designs-of-guest"
