@op:kas.agent_info
Feature: Agent information
  KAS asks which agent a token belongs to and where that agent's configuration repository is.

  @req:kas.agent_info/both-credentials
  Scenario Outline: Wrong KAS issuer or revoked agent token: 401 or 403
    When it is sent
    Then the status is 200
    Given the credential is "<credential>"
    When it is sent
    Then the status is one of 401, 403

    Examples:
      | credential    |
      | wrong-issuer  |
      | revoked-agent |

  @req:kas.agent_info/agent-of-the-token
  Scenario: Agent token: its agent's id, name and project id
    When it is sent
    Then the status is 200
    And the members are
      | /agent_id   | = {agent.id}         |
      | /agent_name | {agent.name}         |
      | /project_id | = {agent_project.id} |

  @req:kas.agent_info/agent-of-the-token
  Scenario: Another agent's token: that agent's id, name and project id
    Given it is signed with the secret "other_agent"
    When it is sent
    Then the status is 200
    And the members are
      | /agent_id   | = {other_agent.id}         |
      | /agent_name | {other_agent.name}         |
      | /project_id | = {other_agent.project_id} |

  @req:kas.agent_info/gitaly-connection
  Scenario: Answer has `gitaly_info` and `gitaly_repository` with what names the repository
    When it is sent
    Then the status is 200
    And the members are
      | /gitaly_info                       | : object                      |
      | /gitaly_info/address               | ~ .                           |
      | /gitaly_info/token                 | : string or null              |
      | /gitaly_repository                 | : object                      |
      | /gitaly_repository/storage_name    | ~ .                           |
      | /gitaly_repository/relative_path   | ~ .                           |
      | /gitaly_repository/gl_repository   | {agent_project.gl_repository} |
      | /gitaly_repository/gl_project_path | {agent_project.path}          |

  @req:kas.agent_info/object-directories
  Scenario: `gitaly_repository` has the object directories of a push
    When it is sent
    Then the status is 200
    And the members are
      | /gitaly_repository/git_object_directory             | : string |
      | /gitaly_repository/git_alternate_object_directories | : array  |

  @req:kas.agent_info/gitaly-features
  Scenario: Answer has `gitaly_info.features`, an object
    When it is sent
    Then the status is 200
    And the members are
      | /gitaly_info/features | : object |

  @req:kas.agent_info/default-branch
  Scenario: `default_branch`: the default branch of the agent's project
    When it is sent
    Then the status is 200
    And the members are
      | /default_branch | {agent_project.default_branch} |
