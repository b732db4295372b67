@op:kas.project_info
Feature: An agent wants to read a project
  What an agent deploys may lie in another project than its own; KAS asks here how to reach it.

  Background:
    Given the request
      | id | {agent_public_project.id} |

  @req:kas.project_info/id
  Scenario: A number says which project
    When it is sent
    Then the status is 200
    Given with
      | id | {missing.project_id} |
    When it is sent
    Then the status is one of 400, 403, 404

  @req:kas.project_info/path
  Scenario: A path says which project
    Given with
      | id | {agent_public_project.path} |
    When it is sent
    Then the status is 200
    Given with
      | id | {agent_public_project.path}-{unique} |
    When it is sent
    Then the status is one of 400, 403, 404

  @req:kas.project_info/id-required
  Scenario: Which project, nobody says
    When it is sent
    Then the status is 200
    Given without "id"
    When it is sent
    Then the status is one of 400, 403, 404

  @req:kas.project_info/gitaly-connection
  Scenario Outline: A public project is there for every agent
    Given with
      | id | <id> |
    When it is sent
    Then the status is 200
    And the members are
      | /project_id                                         | = {agent_public_project.id}       |
      | /gitaly_info                                        | : object                          |
      | /gitaly_info/address                                | ~ .                               |
      | /gitaly_info/token                                  | : string or null                  |
      | /gitaly_repository                                  | : object                          |
      | /gitaly_repository/storage_name                     | ~ .                               |
      | /gitaly_repository/relative_path                    | ~ .                               |
      | /gitaly_repository/git_object_directory             | : string                          |
      | /gitaly_repository/git_alternate_object_directories | : array                           |
      | /gitaly_repository/gl_repository                    | project-{agent_public_project.id} |
      | /gitaly_repository/gl_project_path                  | {agent_public_project.path}       |

    Examples:
      | id                          |
      | {agent_public_project.id}   |
      | {agent_public_project.path} |

  @req:kas.project_info/gitaly-features
  Scenario: What Gitaly is to do differently
    When it is sent
    Then the status is 200
    And the members are
      | /gitaly_info/features | : object |

  @req:kas.project_info/default-branch
  Scenario: The branch that is read unless another is named
    When it is sent
    Then the status is 200
    And the members are
      | /default_branch | ~ . |

  @req:kas.project_info/own-project
  Scenario Outline: The agent's own project
    Given with
      | id | <id> |
    When it is sent
    Then the status is 200
    And the members are
      | /project_id                        | = {agent_project.id}          |
      | /gitaly_repository/gl_repository   | {agent_project.gl_repository} |
      | /gitaly_repository/gl_project_path | {agent_project.path}          |

    Examples:
      | id                   |
      | {agent_project.id}   |
      | {agent_project.path} |

  @req:kas.project_info/private-project
  Scenario: One's own project is private to others
    Given with
      | id | {agent_project.id} |
    When it is sent
    Then the status is 200
    Given it is signed with the secret "other_agent"
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      {"message": "404 Not Found"}
      """

  @req:kas.project_info/private-project
  Scenario Outline: Somebody else's private project
    Given with
      | id | <id> |
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      {"message": "404 Not Found"}
      """
    And it is the snapshot "<case>"

    Examples:
      | case                 | id                       |
      | private-project      | {private_project.path}   |
      | other-agents-project | {other_agent.project_id} |

  @req:kas.project_info/unknown-project
  Scenario Outline: There is no such project
    Given with
      | id | <id> |
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      {"message": "404 Not Found"}
      """
    And it is the snapshot "<case>"

    Examples:
      | case          | id                      |
      | unknown-id    | {missing.project_id}    |
      | unknown-path  | {missing.path}/{unique} |
      | without-slash | no-project-{unique}     |
      | without-id    | = null                  |
