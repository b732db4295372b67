@op:kas.project_info
Feature: Project information for an agent
  KAS asks how to reach the repository of a project that an agent deploys from.

  Background:
    Given the request
      | id | {agent_public_project.id} |

  @req:kas.project_info/id
  Scenario: Known project id: 200; unknown: 400, 403 or 404
    When it is sent
    Then the status is 200
    Given with
      | id | {missing.project_id} |
    When it is sent
    Then the status is one of 400, 403, 404

  @req:kas.project_info/path
  Scenario: Known project path: 200; unknown: 400, 403 or 404
    Given with
      | id | {agent_public_project.path} |
    When it is sent
    Then the status is 200
    Given with
      | id | {agent_public_project.path}-{unique} |
    When it is sent
    Then the status is one of 400, 403, 404

  @req:kas.project_info/id-required
  Scenario: Without `id`: 400, 403 or 404
    When it is sent
    Then the status is 200
    Given without "id"
    When it is sent
    Then the status is one of 400, 403, 404

  @req:kas.project_info/gitaly-connection
  Scenario Outline: Public project by id or path: 200 with Gitaly address and repository
    Given with
      | id | <id> |
    When it is sent
    Then the status is 200
    And the members are
      | /project_id                        | = {agent_public_project.id}       |
      | /gitaly_info                       | : object                          |
      | /gitaly_info/address               | ~ .                               |
      | /gitaly_info/token                 | : string or null                  |
      | /gitaly_repository                 | : object                          |
      | /gitaly_repository/storage_name    | ~ .                               |
      | /gitaly_repository/relative_path   | ~ .                               |
      | /gitaly_repository/gl_repository   | project-{agent_public_project.id} |
      | /gitaly_repository/gl_project_path | {agent_public_project.path}       |

    Examples:
      | id                          |
      | {agent_public_project.id}   |
      | {agent_public_project.path} |

  @req:kas.project_info/object-directories
  Scenario: `gitaly_repository` has the object directories of a push
    When it is sent
    Then the status is 200
    And the members are
      | /gitaly_repository/git_object_directory             | : string |
      | /gitaly_repository/git_alternate_object_directories | : array  |

  @req:kas.project_info/gitaly-features
  Scenario: Answer has `gitaly_info.features`, an object
    When it is sent
    Then the status is 200
    And the members are
      | /gitaly_info/features | : object |

  @req:kas.project_info/default-branch
  Scenario: Answer has a `default_branch`
    When it is sent
    Then the status is 200
    And the members are
      | /default_branch | ~ . |

  @req:kas.project_info/own-project
  Scenario Outline: Agent's own project by id or path: 200
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
  Scenario: Public project: 200; private project of somebody else: 400, 401, 403 or 404
    When it is sent
    Then the status is 200
    Given with
      | id | {private_project.path} |
    When it is sent
    Then the status is one of 400, 401, 403, 404
    And the members are
      | /gitaly_info       | (absent) |
      | /gitaly_repository | (absent) |

  @req:kas.project_info/private-is-unknown
  Scenario: Agent's own private project: 200; for another agent: 404
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

  @req:kas.project_info/private-is-unknown
  Scenario Outline: Private project that is not the agent's: 404
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
  Scenario Outline: Unknown id, unknown path or no id: 404
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
