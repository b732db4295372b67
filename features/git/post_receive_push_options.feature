@op:git.post_receive
Feature: Post-receive: push options
  Merge request options that fail bring a warning; other options are not answered.

  Background:
    Given the request
      | gl_repository | {counter_project.gl_repository}                                        |
      | identifier    | user-{member.user_id}                                                  |
      | changes       | {zeros} fd9e76b9136bdd9fe217061b497745792fe5a5ee refs/heads/{unique}\n |

  @writes @req:git.post_receive/push-options-array
  Scenario Outline: `push_options` as an array in <encoding>: 200 with the banner
    Given with
      | push_options | = ["ci.skip", "ci.variable=A=1"] |
    And travelling as "<encoding>"
    When it is sent
    Then the status is 200
    And the members are
      | /reference_counter_decreased | = true |
    And some item of "/messages" has
      | /message | Hello from post-receive |

    Examples:
      | encoding |
      | form     |
      | json     |

  @writes @req:git.post_receive/push-option-errors
  Scenario Outline: Merge request options that fail: alert with the options and the reason
    Given with
      | gl_repository | {merge_request_project.gl_repository} |
      | identifier    | <identifier>                          |
      | push_options  | = ["<first>", "<second>"]             |
    When it is sent
    Then the status is 200
    And some item of "/messages" has
      | /type    | alert                                                                            |
      | /message | ~ ^WARNINGS:\nError encountered with push options '<first>' '<second>': <reason> |

    Examples:
      | identifier             | first                | second                        | reason                                                                                       |
      | user-{member.user_id}  | merge_request.create | merge_request.target={unique} | Target branch {merge_request_project.path}:{unique} does not exist                           |
      | user-{member.user_id}  | ci.skip              | merge_request.title=A         | A merge_request.create push option is required to create a merge request for branch {unique} |
      | user-{member.user_id}  | mr.title=A           | mr.draft                      | A merge_request.create push option is required to create a merge request for branch {unique} |
      | user-{missing.user_id} | ci.skip              | merge_request.create          | User is required                                                                             |

  @writes @req:git.post_receive/options-need-project
  Scenario: Merge request options on a snippet: alert, only supported for projects
    Given with
      | gl_repository | {personal_snippet.gl_repository} |
      | push_options  | = ["merge_request.create"]       |
    When it is sent
    Then the status is 200
    And some item of "/messages" has
      | /type    | alert                                                                                                               |
      | /message | WARNINGS:\nError encountered with push options 'merge_request.create': Push options are only supported for projects |

  @writes @req:git.post_receive/silent-push-options
  Scenario Outline: Option `<option>`: no warning
    Given with
      | gl_repository | {merge_request_project.gl_repository} |
      | push_options  | = ["<option>"]                        |
    When it is sent
    Then the status is 200
    And the members are
      | /reference_counter_decreased | = true |
    And no item of "/messages" has
      | /message | ~ ^WARNINGS |

    Examples:
      | option                 |
      | ci.skip                |
      | nobody.knows=this      |
      | merge_request.nonsense |

  @writes @req:git.post_receive/message-order
  Scenario: Banner and push option warning: the banner comes first
    Given with
      | push_options | = ["merge_request.create"] |
      | identifier   | user-{missing.user_id}     |
    When it is sent
    Then the status is 200
    And the members are
      | /messages/0/message | Hello from post-receive |
      | /messages/0/type    | alert                   |
      | /messages/1/message | ~ ^WARNINGS             |
      | /messages/1/type    | alert                   |

  @writes @req:git.post_receive/message-order
  Scenario: Push option warning and merge request link: the warning comes first
    Given with
      | gl_repository | {merge_request_project.gl_repository} |
      | push_options  | = ["merge_request.title=A"]           |
    When it is sent
    Then the status is 200
    And the members are
      | /messages/0/message | ~ ^WARNINGS                  |
      | /messages/0/type    | alert                        |
      | /messages/1/message | ~ ^To create a merge request |
      | /messages/1/type    | basic                        |

  @writes @req:git.post_receive/null-push-options
  Scenario: `push_options` is null in JSON: 200 with the banner
    Given with
      | push_options | = null |
    And travelling as "json"
    When it is sent
    Then the status is 200
    And the members are
      | /reference_counter_decreased | = true |
    And some item of "/messages" has
      | /message | Hello from post-receive |
