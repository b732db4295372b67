@op:scim.group.update @writes
Feature: Update a SCIM user of a group: Git access

  Background:
    Given "scim.group.create" was done as documented
    And the request
      | group_path | {scim_group.path}                                         |
      | id         | {unique}                                                  |
      | Operations | = [{"op": "replace", "path": "active", "value": "false"}] |

  @req:scim.group.update/membership
  Scenario: `active` false: private project 404; true again: fetch allowed
    When "git.allowed" is called with
      | username | {unique}            |
      | project  | {scim_project.path} |
      | action   | git-upload-pack     |
      | protocol | ssh                 |
      | changes  | _any                |
    Then the status is 200
    And the members are
      | /gl_username | {unique} |
    When it is sent
    Then the status is 204
    When "git.allowed" is called with
      | username | {unique}            |
      | project  | {scim_project.path} |
      | action   | git-upload-pack     |
      | protocol | ssh                 |
      | changes  | _any                |
    Then the status is 404
    And the members are
      | /message | The project you were looking for could not be found or you don't have permission to view it. |
    Given with
      | Operations | = [{"op": "replace", "path": "active", "value": "true"}] |
    When it is sent
    Then the status is 204
    When "git.allowed" is called with
      | username | {unique}            |
      | project  | {scim_project.path} |
      | action   | git-upload-pack     |
      | protocol | ssh                 |
      | changes  | _any                |
    Then the status is 200
    And the members are
      | /gl_username | {unique} |
