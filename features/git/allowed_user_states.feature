@op:git.allowed
Feature: Access check: users who may not use Git
  Each is a developer of the project, so only the state of the account can be the reason.

  Background:
    Given the request
      | project  | {private_project.path} |
      | action   | git-upload-pack        |
      | protocol | ssh                    |
      | changes  | _any                   |

  @req:git.allowed/user-states
  Scenario Outline: Account state “<case>”: 401 with the reason
    Given with
      | key_id | {<who>.key_id} |
    When it is sent
    Then the status is 401
    And the body is exactly
      """
      { "status": false, "message": "<message>" }
      """
    And it is the snapshot "<case>"

    Examples:
      | case     | who           | message                                           |
      | blocked  | blocked_user  | Your account has been blocked.                    |
      | internal | internal_user | This action cannot be performed by internal users |

    @editions:..13.10
    Examples:
      | case  | who        | message                                                                                                                                                       |
      | terms | terms_user | You (@{terms_user.username}) must accept the Terms of Service in order to perform this action. Please access GitLab from a web browser to accept these terms. |

    @editions:16.3..
    Examples:
      | case             | who                   | message                                                                                 |
      | password-expired | password_expired_user | Your password expired. Please access GitLab from a web browser to update your password. |

  @req:git.allowed/user-states
  Scenario Outline: Account state “<case>”: 401 with the reason and what to do
    Given with
      | key_id | {<who>.key_id} |
    When it is sent
    Then the status is 401
    And the members are
      | /status  | = false     |
      | /message | ~ <message> |
    And it is the snapshot "<case>"

    @editions:16.3..
    Examples:
      | case  | who        | message                                                                                                                                                                                    |
      | terms | terms_user | ^You [(]@{terms_user.username}[)] must accept the Terms of Service in order to perform this action[.] To accept these terms, please access GitLab from a web browser at https?://[^ ]+[.]$ |

    @editions:12.4
    Examples:
      | case        | who              | message                            |
      | deactivated | deactivated_user | ^Your account has been deactivated |

    @editions:13.10..
    Examples:
      | case        | who              | message                                                                                                                                                                                               |
      | deactivated | deactivated_user | ^Your account has been deactivated by your administrator[.] Please log back in from a web browser to reactivate your account at https?://[^ ]+$                                                       |
      | unconfirmed | unconfirmed_user | ^Your primary email address is not confirmed[.] Please check your inbox for the confirmation instructions[.] In case the link is expired, you can request a new confirmation email at https?://[^ ]+$ |

  @req:git.allowed/pending-user
  Scenario: Account pending approval: 401 with the reason
    Given with
      | key_id | {pending_user.key_id} |
    When it is sent
    Then the status is 401
    And the body is exactly
      """
      {
        "status": false,
        "message": "Your account is pending approval from your administrator and hence blocked."
      }
      """
    And it is the snapshot "pending"

  @req:git.allowed/user-states
  Scenario: Blocked user, named by `username`, pushes: 401
    Given with
      | username | {blocked_user.username} |
      | action   | git-receive-pack        |
    When it is sent
    Then the status is 401
    And the members are
      | /status  | = false                        |
      | /message | Your account has been blocked. |

  @req:git.allowed/user-state-first
  Scenario: Blocked user, unknown project: 401, “Your account has been blocked.”
    Given with
      | key_id  | {blocked_user.key_id} |
      | project | {missing.path}        |
    When it is sent
    Then the status is 401
    And the members are
      | /status  | = false                        |
      | /message | Your account has been blocked. |
