@op:git.post_receive
Feature: A push that was received is counted, and its user gets to read something
  The project of the documentation's example has a banner; whoever pushes to it reads that.

  Background:
    Given the request
      | gl_repository | {counter_project.gl_repository}                                        |
      | identifier    | user-{member.user_id}                                                  |
      | changes       | {zeros} fd9e76b9136bdd9fe217061b497745792fe5a5ee refs/heads/{unique}\n |

  @writes @req:git.post_receive/messages-and-counter
  Scenario: The banner and the counter
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
  Scenario: Another project has no banner
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
  Scenario Outline: Who pushed
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
  Scenario: No changes
    Given without "changes"
    When it is sent
    Then the status is 200
    And the members are
      | /reference_counter_decreased | = true |
    And some item of "/messages" has
      | /message | Hello from post-receive |

  @writes @req:git.post_receive/changes-lines
  Scenario Outline: How lines end
    Given with
      | changes | <changes> |
    When it is sent
    Then the status is 200
    And the members are
      | /reference_counter_decreased | = true |
    And some item of "/messages" has
      | /message | Hello from post-receive |

    Examples:
      | changes                                                                 |
      | {zeros} fd9e76b9136bdd9fe217061b497745792fe5a5ee refs/heads/{unique}\n  |
      | {zeros} fd9e76b9136bdd9fe217061b497745792fe5a5ee refs/heads/{unique}\\n |

  @writes @req:git.post_receive/unknown-repository
  Scenario: A repository that is gone
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
  Scenario Outline: Somebody unknown
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
  Scenario: A push that nobody announced
    Given with
      | gl_repository | {merge_request_project.gl_repository} |
    When it is sent 3 times
    Then the status is 200
    And the members are
      | /reference_counter_decreased | = true |

  # The contexts, without Base64: an empty object, a text, an array.
  @writes @req:git.post_receive/gitaly-context
  Scenario: A context that says nothing
    Given with
      | gitaly_client_context_bin | e30= |
    When it is sent
    Then the status is 200
    And the members are
      | /reference_counter_decreased | = true |

  @req:git.post_receive/gitaly-context
  Scenario Outline: A context that cannot be read
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
