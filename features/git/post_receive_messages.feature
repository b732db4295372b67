@op:git.post_receive
Feature: Post-receive: messages for the user
  Links to create merge requests, and notices about moved and created projects.

  Background:
    Given the request
      | gl_repository | {counter_project.gl_repository}                                        |
      | identifier    | user-{member.user_id}                                                  |
      | changes       | {zeros} fd9e76b9136bdd9fe217061b497745792fe5a5ee refs/heads/{unique}\n |

  @writes @req:git.post_receive/merge-request-links
  Scenario: Push of two branches: a merge request link for each
    Given with
      | gl_repository | {merge_request_project.gl_repository}                                                                                                            |
      | changes       | {zeros} fd9e76b9136bdd9fe217061b497745792fe5a5ee refs/heads/{unique}-1\n{zeros} fd9e76b9136bdd9fe217061b497745792fe5a5ee refs/heads/{unique}-2\n |
    When it is sent
    Then the status is 200
    And some item of "/messages" has
      | /type    | basic                                                                                                                                                                  |
      | /message | ~ ^To create a merge request for {unique}-1, visit:\n  https?://.+/{merge_request_project.path}(/-)?/merge_requests/new[?]merge_request%5Bsource_branch%5D={unique}-1$ |
    And some item of "/messages" has
      | /type    | basic                                                                                                                                                                  |
      | /message | ~ ^To create a merge request for {unique}-2, visit:\n  https?://.+/{merge_request_project.path}(/-)?/merge_requests/new[?]merge_request%5Bsource_branch%5D={unique}-2$ |

  @writes @req:git.post_receive/no-merge-request-link
  Scenario Outline: Default branch, deleted branch or tag: no merge request link
    Given with
      | gl_repository | {merge_request_project.gl_repository} |
      | changes       | <change>\n                            |
    When it is sent
    Then the status is 200
    And the members are
      | /messages                    | : array |
      | /reference_counter_decreased | = true  |
    And no item of "/messages" has
      | /type | basic |

    Examples:
      | change                                                                                             |
      | {zeros} fd9e76b9136bdd9fe217061b497745792fe5a5ee refs/heads/{merge_request_project.default_branch} |
      | fd9e76b9136bdd9fe217061b497745792fe5a5ee {zeros} refs/heads/{unique}                               |
      | {zeros} fd9e76b9136bdd9fe217061b497745792fe5a5ee refs/tags/{unique}                                |

  @writes @req:git.post_receive/no-link-for-wiki
  Scenario: Push to a wiki: no merge request link
    Given with
      | gl_repository | {project_wiki.gl_repository} |
    When it is sent
    Then the status is 200
    And the members are
      | /reference_counter_decreased | = true |
    And no item of "/messages" has
      | /message | ~ merge request |

  @writes @req:git.post_receive/moved-project
  Scenario: Push by the old path of a moved project: message with the new path
    When "git.allowed" is called with
      | key_id   | {member.key_id}            |
      | project  | {renamed_project.old_path} |
      | action   | git-receive-pack           |
      | protocol | ssh                        |
      | changes  | _any                       |
    Given with
      | gl_repository | project-{renamed_project.id} |
    When it is sent
    Then the status is 200
    And some item of "/messages" has
      | /type    | basic                                                                                                                                                                               |
      | /message | ~ ^Project '{renamed_project.old_path}' was moved to '{renamed_project.path}'[.]\n\nPlease update your Git remote:\n\n  git remote set-url origin .+{renamed_project.path}[.]git\n$ |

  @writes @req:git.post_receive/created-project
  Scenario: Project created by the push: one message about it, none on the next push
    When "git.allowed" is called with
      | key_id   | {member.key_id}               |
      | project  | {own_namespace.path}/{unique} |
      | action   | git-receive-pack              |
      | protocol | ssh                           |
      | changes  | _any                          |
    And "/gl_repository" is kept as "created"
    Given with
      | gl_repository | {kept.created} |
    When it is sent
    Then the status is 200
    And some item of "/messages" has
      | /type    | basic                                                                                                                                                                                                                                                               |
      | /message | ~ ^\nThe private project {own_namespace.path}/{unique} was successfully created[.]\n\nTo configure the remote, run:\n  git remote add origin .+{own_namespace.path}/{unique}[.]git\n\nTo view the project, visit:\n  https?://.+/{own_namespace.path}/{unique}\n\n$ |
    When it is sent
    Then the status is 200
    And the members are
      | /reference_counter_decreased | = true |
    And no item of "/messages" has
      | /message | ~ successfully created |

  @writes @req:git.post_receive/key-means-its-owner
  Scenario: Project created by the push: message for its creator's key, none for another user
    When "git.allowed" is called with
      | key_id   | {member.key_id}               |
      | project  | {own_namespace.path}/{unique} |
      | action   | git-receive-pack              |
      | protocol | ssh                           |
      | changes  | _any                          |
    And "/gl_repository" is kept as "created"
    Given with
      | gl_repository | {kept.created}          |
      | identifier    | user-{outsider.user_id} |
    When it is sent
    Then the status is 200
    And no item of "/messages" has
      | /message | ~ successfully created |
    Given with
      | identifier | key-{member.key_id} |
    When it is sent
    Then the status is 200
    And some item of "/messages" has
      | /type    | basic                                                    |
      | /message | ~ {own_namespace.path}/{unique} was successfully created |
