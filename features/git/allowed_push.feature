@op:git.allowed
Feature: Access check: the changes of a push
  Gitaly's hook sends one line for each ref: old revision, new revision, name of the ref.

  Background:
    Given the request
      | key_id        | {member.key_id}                 |
      | gl_repository | {private_project.gl_repository} |
      | action        | git-receive-pack                |
      | protocol      | ssh                             |

  @req:git.allowed/ordinary-changes
  Scenario Outline: Developer creates, updates or deletes a branch or creates a tag: 200
    Given with
      | changes | <change> |
    When it is sent
    Then the status is 200
    And the members are
      | /status        | = true                          |
      | /gl_repository | {private_project.gl_repository} |
      | /gl_id         | user-{member.user_id}           |

    Examples:
      | change                                                            |
      | {zeros} {private_project.head} refs/heads/{unique}                |
      | {private_project.head} {private_project.head} refs/heads/{unique} |
      | {private_project.head} {zeros} refs/heads/{unique}                |
      | {zeros} {private_project.head} refs/tags/{unique}                 |

  @req:git.allowed/changes-need-push-right
  Scenario Outline: User without push access (<who>) changes a branch: 401
    Given with
      | key_id        | {<who>.key_id}                                     |
      | gl_repository | {<project>.gl_repository}                          |
      | changes       | {zeros} {private_project.head} refs/heads/{unique} |
    When it is sent
    Then the status is 401
    And the body is exactly
      """
      { "status": false, "message": "You are not allowed to push code to this project." }
      """
    And it is the snapshot "<case>"

    Examples:
      | case             | who      | project         |
      | changes-by-guest | guest    | private_project |
      | public-changes   | outsider | public_project  |

  @req:git.allowed/protected-branch
  Scenario Outline: Developer changes a protected branch (<case>): 401
    Given with
      | changes | <old> <new> refs/heads/{private_project.protected_branch} |
    When it is sent
    Then the status is 401
    And the body is exactly
      """
      { "status": false, "message": "<message>" }
      """
    And it is the snapshot "<case>"

    Examples:
      | case              | old                    | new                    | message                                                                                                                               |
      | protected-created | {zeros}                | {private_project.head} | You are not allowed to create protected branches on this project.                                                                     |
      | protected-updated | {private_project.head} | {private_project.head} | You are not allowed to push code to protected branches on this project.                                                               |
      | protected-deleted | {private_project.head} | {zeros}                | You are not allowed to delete protected branches from this project. Only a project maintainer or owner can delete a protected branch. |

  @req:git.allowed/protected-branch-of-maintainer
  Scenario Outline: Maintainer creates, updates or (over the web) deletes a protected branch: 200
    Given with
      | key_id   | {maintainer.key_id}                                       |
      | protocol | <protocol>                                                |
      | changes  | <old> <new> refs/heads/{private_project.protected_branch} |
    When it is sent
    Then the status is 200
    And the members are
      | /status | = true                    |
      | /gl_id  | user-{maintainer.user_id} |

    Examples:
      | protocol | old                    | new                    |
      | ssh      | {zeros}                | {private_project.head} |
      | ssh      | {private_project.head} | {private_project.head} |
      | web      | {private_project.head} | {zeros}                |

  @req:git.allowed/protected-branch-of-maintainer
  Scenario: Maintainer deletes a protected branch over SSH: 401
    Given with
      | key_id  | {maintainer.key_id}                                                          |
      | changes | {private_project.head} {zeros} refs/heads/{private_project.protected_branch} |
    When it is sent
    Then the status is 401
    And the body is exactly
      """
      { "status": false, "message": "You can only delete protected branches using the web interface." }
      """
    And it is the snapshot "protected-deleted-over-ssh"

  @req:git.allowed/default-branch-stays
  Scenario Outline: Default branch deleted by a <who>: 401
    Given with
      | key_id  | {<who>.key_id}                                                             |
      | changes | {private_project.head} {zeros} refs/heads/{private_project.default_branch} |
    When it is sent
    Then the status is 401
    And the body is exactly
      """
      { "status": false, "message": "The default branch of a project cannot be deleted." }
      """
    And it is the snapshot "<case>"

    Examples:
      | case                         | who        |
      | default-branch-deleted       | member     |
      | default-branch-by-maintainer | maintainer |

  @req:git.allowed/branch-names
  Scenario: Branch with an invalid name: 401
    Given with
      | changes | {zeros} {private_project.head} refs/heads/two..dots |
    When it is sent
    Then the status is 401
    And the body is exactly
      """
      { "status": false, "message": "You cannot create a branch with an invalid name." }
      """
    And it is the snapshot "branch-name-invalid"

  @req:git.allowed/misleading-names
  Scenario Outline: Misleading name (<case>): 401
    Given with
      | changes | {zeros} {private_project.head} <ref> |
    When it is sent
    Then the status is 401
    And the body is exactly
      """
      { "status": false, "message": "<message>" }
      """
    And it is the snapshot "<case>"

    Examples:
      | case                 | ref                                        | message                                                         |
      | branch-like-a-commit | refs/heads/{private_project.head}          | You cannot create a branch with a SHA-1 or SHA-256 branch name. |
      | tag-like-a-commit    | refs/tags/{private_project.head}           | You cannot create a tag with a SHA-1 or SHA-256 tag name.       |
      | tag-like-the-default | refs/tags/{private_project.default_branch} | You cannot use default branch name to create a tag              |

  @req:git.allowed/first-failing-change
  Scenario: One allowed and one forbidden change: 401
    Given with
      | changes | {zeros} {private_project.head} refs/heads/{unique}\n{private_project.head} {private_project.head} refs/heads/{private_project.protected_branch}\n |
    When it is sent
    Then the status is 401
    And the members are
      | /status  | = false                                                                 |
      | /message | You are not allowed to push code to protected branches on this project. |

  @req:git.allowed/first-failing-change
  Scenario: Two forbidden changes: 401 with the reason of the first
    Given with
      | changes | {private_project.head} {zeros} refs/heads/{private_project.default_branch}\n{private_project.head} {private_project.head} refs/heads/{private_project.protected_branch}\n |
    When it is sent
    Then the status is 401
    And the members are
      | /status  | = false                                            |
      | /message | The default branch of a project cannot be deleted. |

  @req:git.allowed/blank-lines
  Scenario: Blank lines in `changes`: 200
    Given with
      | changes | {zeros} {private_project.head} refs/heads/{unique}-1\n\n{zeros} {private_project.head} refs/heads/{unique}-2\n\n |
    When it is sent
    Then the status is 200
    And the members are
      | /status        | = true                          |
      | /gl_repository | {private_project.gl_repository} |

  @req:git.allowed/empty-changes
  Scenario: Empty `changes`: 200
    Given with
      | changes | = "" |
    When it is sent
    Then the status is 200
    And the members are
      | /gl_repository | {private_project.gl_repository} |

  @req:git.allowed/snippet-branches
  Scenario Outline: Push creates or deletes a branch of a snippet: 401
    Given with
      | key_id        | {personal_snippet.author_key_id} |
      | gl_repository | {personal_snippet.gl_repository} |
      | changes       | <old> <new> refs/heads/{unique}  |
    When it is sent
    Then the status is 401
    And the body is exactly
      """
      { "status": false, "message": "You can not create or delete branches." }
      """
    And it is the snapshot "<case>"

    Examples:
      | case                   | old                    | new                    |
      | snippet-branch-created | {zeros}                | {private_project.head} |
      | snippet-branch-deleted | {private_project.head} | {zeros}                |
