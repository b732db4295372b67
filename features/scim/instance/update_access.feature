@op:scim.instance.update @writes
Feature: Update a SCIM user of the instance: Git access

  Background:
    Given "scim.instance.create" was done as documented
    And the request
      | id         | {unique}                                                  |
      | Operations | = [{"op": "replace", "path": "active", "value": "false"}] |

  @req:scim.instance.update/blocked
  Scenario: `active` false: fetch from a public project refused, 401 or 404
    When "git.allowed" is called with
      | username | {unique}              |
      | project  | {public_project.path} |
      | action   | git-upload-pack       |
      | protocol | ssh                   |
      | changes  | _any                  |
    Then the status is 200
    And the members are
      | /gl_username | {unique} |
    When it is sent
    Then the status is 204
    When "git.allowed" is called with
      | username | {unique}              |
      | project  | {public_project.path} |
      | action   | git-upload-pack       |
      | protocol | ssh                   |
      | changes  | _any                  |
    Then the status is one of 401, 404
    And the members are
      | /gitaly        | (absent) |
      | /gl_repository | (absent) |

  @req:scim.instance.update/blocked-message
  Scenario: `active` false: fetch 401 with the message "blocked"; true again: allowed
    When it is sent
    Then the status is 204
    When "git.allowed" is called with
      | username | {unique}              |
      | project  | {public_project.path} |
      | action   | git-upload-pack       |
      | protocol | ssh                   |
      | changes  | _any                  |
    Then the status is 401
    And the members are
      | /status  | = false                        |
      | /message | Your account has been blocked. |
    Given with
      | Operations | = [{"op": "replace", "path": "active", "value": "true"}] |
    When it is sent
    Then the status is 204
    When "git.allowed" is called with
      | username | {unique}              |
      | project  | {public_project.path} |
      | action   | git-upload-pack       |
      | protocol | ssh                   |
      | changes  | _any                  |
    Then the status is 200
    And the members are
      | /gl_username | {unique} |
