@op:scim.group.delete @writes
Feature: Taking a person out of the group

  Background:
    Given "scim.group.create" was done as documented
    And the request
      | group_path | {scim_group.path} |
      | id         | {unique}          |

  @req:scim.group.delete/removes
  Scenario: The person is unknown or inactive afterwards
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
  Scenario: With a letter before it an id is another one
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
  Scenario: The group's private projects are closed
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
  Scenario: A private project looks like none
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
  Scenario: Elsewhere nothing has changed
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
  Scenario: Once more
    When it is sent 2 times
    Then the status is 204
