@op:scim.group.delete @writes
Feature: Remove a SCIM user from a group

  Background:
    Given "scim.group.create" was done as documented
    And the request
      | group_path | {scim_group.path} |
      | id         | {unique}          |

  @req:scim.group.delete/removes @req:scim.group.delete/scim-token-alone
  Scenario: User removed: 204, then unknown or inactive
    When "scim.group.list" is called with
      | group_path | {scim_group.path} |
      | filter     | id eq "{unique}"  |
    Then some item of "/Resources" has
      | /id     | {unique} |
      | /active | = true   |
    When it is sent
    Then the status is 204
    When "scim.group.get" is called with
      | group_path | {scim_group.path} |
      | id         | {unique}          |
    Then the status is one of 200, 404
    When "scim.group.list" is called with
      | group_path | {scim_group.path} |
      | filter     | id eq "{unique}"  |
    Then the status is 200
    And no item of "/Resources" has
      | /active | = true |

  @req:scim.group.delete/whole-id
  Scenario: Id with one letter added: 404, user stays
    Given with
      | id | f{unique} |
    When it is sent
    Then the status is 404
    When "scim.group.get" is called with
      | group_path | {scim_group.path} |
      | id         | {unique}          |
    Then the status is 200
    And the members are
      | /id     | {unique} |
      | /active | = true   |

  @req:scim.group.delete/membership
  Scenario: User removed: fetch from the group's private project refused, 401 or 404
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
    Then the status is one of 401, 404
    And the members are
      | /gitaly        | (absent) |
      | /gl_repository | (absent) |

  @req:scim.group.delete/private-again
  Scenario: User removed: fetch from a private project 404, as if it did not exist
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
      | /status  | = false                                                                                      |
      | /message | The project you were looking for could not be found or you don't have permission to view it. |

  @req:scim.group.delete/user-stays
  Scenario: User removed: fetch from a public project still allowed
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

  @req:scim.group.delete/twice
  Scenario: User removed twice: 204
    When it is sent 2 times
    Then the status is 204

  @req:scim.group.delete/own-users
  Scenario: User of another group: 404, stays there
    Given with
      | group_path | {scim_other_group.path}                                                      |
      | externalId | {unique}-there                                                               |
      | userName   | {unique}-there                                                               |
      | emails     | = [{"primary": true, "type": "work", "value": "{unique}-there@example.com"}] |
      | name       | = {"formatted": "Test User", "familyName": "User", "givenName": "Test"}      |
    And it is signed with the secret "scim_other_group"
    When it is sent to "scim.group.create"
    Then the status is 201
    When "scim.group.delete" is called with
      | group_path | {scim_group.path} |
      | id         | {unique}-there    |
    Then the status is 404
    Given with
      | id | {unique}-there |
    And with
      | group_path | {scim_other_group.path} |
    And it is signed with the secret "scim_other_group"
    When it is sent to "scim.group.get"
    Then the status is 200
    And the members are
      | /userName | {unique}-there |
      | /active   | = true         |
