@op:git.pre_receive
Feature: Pre-receive: the reference counter goes up
  While the counter is above zero, the repository must not be moved.

  Background:
    Given the request
      | gl_repository | {counter_project.gl_repository} |

  @writes @req:git.pre_receive/counter-goes-up
  Scenario Outline: Known repository: 200, counter increased
    Given with
      | gl_repository | {<project>.gl_repository} |
    When it is sent
    Then the status is 200
    And the members are
      | /reference_counter_increased | = true |

    Examples:
      | project         |
      | counter_project |
      | private_project |

  @writes @req:git.pre_receive/followed-by-post-receive
  Scenario: Pre-receive, then post-receive: counter increased, then decreased
    When it is sent
    Then the status is 200
    And the members are
      | /reference_counter_increased | = true |
    When "git.post_receive" is called with
      | gl_repository | {counter_project.gl_repository}                                        |
      | identifier    | user-{member.user_id}                                                  |
      | changes       | {zeros} fd9e76b9136bdd9fe217061b497745792fe5a5ee refs/heads/{unique}\n |
    Then the status is 200
    And the members are
      | /reference_counter_decreased | = true |

  @writes @req:git.pre_receive/repository-not-looked-up
  Scenario Outline: Unknown repository: 200, counter increased
    Given with
      | gl_repository | <repository> |
    When it is sent
    Then the status is 200
    And the members are
      | /reference_counter_increased | = true |

    Examples:
      | repository                   |
      | project-{missing.project_id} |
      | wiki-{missing.project_id}    |

  @writes @req:git.pre_receive/counts-every-call
  Scenario: Three calls for one repository: 200, counter increased
    Given with
      | gl_repository | project-{missing.project_id} |
    When it is sent 3 times
    Then the status is 200
    And the members are
      | /reference_counter_increased | = true |

  # The contexts, without Base64: an empty object, a text, an array.
  @writes @req:git.pre_receive/gitaly-context
  Scenario: `gitaly_client_context_bin` is an empty object: 200
    Given with
      | gl_repository             | project-{missing.project_id} |
      | gitaly_client_context_bin | e30=                         |
    When it is sent
    Then the status is 200
    And the members are
      | /reference_counter_increased | = true |

  @req:git.pre_receive/gitaly-context
  Scenario Outline: `gitaly_client_context_bin` is not Base64 of a JSON object: 400
    Given with
      | gl_repository             | project-{missing.project_id} |
      | gitaly_client_context_bin | <context>                    |
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
