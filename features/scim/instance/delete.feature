@op:scim.instance.delete @writes
Feature: Remove a SCIM user from the instance

  Background:
    Given "scim.instance.create" was done as documented
    And the request
      | id | {unique} |

  @req:scim.instance.delete/removes @req:scim.instance.delete/scim-token-alone
  Scenario: User removed: 204, then unknown or inactive
    When "scim.instance.list" is called with
      | filter | id eq "{unique}" |
    Then some item of "/Resources" has
      | /id     | {unique} |
      | /active | = true   |
    When it is sent
    Then the status is 204
    When "scim.instance.get" is called with
      | id | {unique} |
    Then the status is one of 200, 404
    When "scim.instance.list" is called with
      | filter | id eq "{unique}" |
    Then the status is 200
    And no item of "/Resources" has
      | /active | = true |

  @req:scim.instance.delete/whole-id
  Scenario: Id with one letter added: 404, user stays
    Given with
      | id | f{unique} |
    When it is sent
    Then the status is 404
    When "scim.instance.get" is called with
      | id | {unique} |
    Then the status is 200
    And the members are
      | /id     | {unique} |
      | /active | = true   |

  @req:scim.instance.delete/keeps-out
  Scenario: User removed: fetch from a public project refused, 401 or 404
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

  @req:scim.instance.delete/blocked-message
  Scenario Outline: User removed: fetch and push refused, 401 with the message "blocked"
    When it is sent
    Then the status is 204
    When "git.allowed" is called with
      | username | {unique}              |
      | project  | {public_project.path} |
      | action   | <action>              |
      | protocol | ssh                   |
      | changes  | _any                  |
    Then the status is 401
    And the members are
      | /status  | = false                        |
      | /message | Your account has been blocked. |

    Examples:
      | action           |
      | git-upload-pack  |
      | git-receive-pack |

  @req:scim.instance.delete/twice
  Scenario: User removed twice: 204
    When it is sent 2 times
    Then the status is 204
