@op:git.post_receive
Feature: Post-receive: the reference counter goes down, messages come back
  The project of the documented example has a banner, shown after every push.

  Background:
    Given the request
      | gl_repository | {counter_project.gl_repository}                                        |
      | identifier    | user-{member.user_id}                                                  |
      | changes       | {zeros} fd9e76b9136bdd9fe217061b497745792fe5a5ee refs/heads/{unique}\n |

  @writes @req:git.post_receive/messages-and-counter
  Scenario: Push to the documented project: counter decreased, banner returned
    When "git.pre_receive" is called with
      | gl_repository | {counter_project.gl_repository} |
    When it is sent
    Then the status is 200
    And the members are
      | /reference_counter_decreased | = true |
    And some item of "/messages" has
      | /message | Hello from post-receive |
      | /type    | alert                   |

  @writes @req:git.post_receive/repository-of-messages
  Scenario: Push to another project: no banner
    When it is sent
    Then the status is 200
    And some item of "/messages" has
      | /message | Hello from post-receive |
    Given with
      | gl_repository | {merge_request_project.gl_repository} |
    When it is sent
    Then the status is 200
    And the members are
      | /messages                    | : array |
      | /reference_counter_decreased | = true  |
    And no item of "/messages" has
      | /message | Hello from post-receive |

  @writes @req:git.post_receive/identifier-forms
  Scenario Outline: `identifier` of a user or of a key: 200 with the banner
    Given with
      | identifier | <identifier> |
    When it is sent
    Then the status is 200
    And the members are
      | /reference_counter_decreased | = true |
    And some item of "/messages" has
      | /message | Hello from post-receive |

    Examples:
      | identifier            |
      | user-{member.user_id} |
      | key-{member.key_id}   |

  @writes @req:git.post_receive/changes-optional
  Scenario: Without `changes`: 200 with the banner
    Given without "changes"
    When it is sent
    Then the status is 200
    And the members are
      | /reference_counter_decreased | = true |
    And some item of "/messages" has
      | /message | Hello from post-receive |

  @writes @req:git.post_receive/changes-lines
  Scenario Outline: `changes` ends in a newline or in a literal backslash-n: 200
    Given with
      | changes | <changes> |
    When it is sent
    Then the status is 200

    Examples:
      | changes                                                                 |
      | {zeros} fd9e76b9136bdd9fe217061b497745792fe5a5ee refs/heads/{unique}\n  |
      | {zeros} fd9e76b9136bdd9fe217061b497745792fe5a5ee refs/heads/{unique}\\n |

  @writes @req:git.post_receive/unknown-repository
  Scenario: Unknown project in `gl_repository`: 200, counter decreased, no basic message
    Given with
      | gl_repository | project-{missing.project_id} |
    When it is sent
    Then the status is 200
    And the members are
      | /messages                    | : array |
      | /reference_counter_decreased | = true  |
    And no item of "/messages" has
      | /type | basic |

  @writes @req:git.post_receive/unknown-pusher
  Scenario Outline: Unknown user or key in `identifier`: 200, counter decreased
    Given with
      | identifier | <identifier> |
    When it is sent
    Then the status is 200
    And the members are
      | /messages                    | : array |
      | /reference_counter_decreased | = true  |

    Examples:
      | identifier             |
      | user-{missing.user_id} |
      | key-{missing.key_id}   |

  @writes @req:git.post_receive/counter-never-below-zero
  Scenario: Post-receive without pre-receive: 200, counter decreased
    Given with
      | gl_repository | {merge_request_project.gl_repository} |
    When it is sent 3 times
    Then the status is 200
    And the members are
      | /reference_counter_decreased | = true |

  # The contexts, without Base64: an empty object, a text, an array.
  @writes @req:git.post_receive/gitaly-context
  Scenario: `gitaly_client_context_bin` is an empty object: 200
    Given with
      | gitaly_client_context_bin | e30= |
    When it is sent
    Then the status is 200
    And the members are
      | /reference_counter_decreased | = true |

  @req:git.post_receive/gitaly-context
  Scenario Outline: `gitaly_client_context_bin` is not Base64 of a JSON object: 400
    Given with
      | gitaly_client_context_bin | <context> |
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      { "message": "400 Bad request - <message>" }
      """
    And it is the snapshot "<case>"

    Examples:
      | case              | context      | message                                                      |
      | context-no-json   | bm90IGpzb24= | malformed gitaly_client_context_bin                          |
      | context-no-object | WzEsMl0=     | Decoded gitaly_client_context_bin is not a valid JSON object |
