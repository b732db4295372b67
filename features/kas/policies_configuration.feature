@op:kas.policies_configuration
Feature: When a cluster is to be scanned
  The agent scans by schedules that its project's policies make; it asks for them twice a minute.

  @req:kas.policies_configuration/configurations
  Scenario: The schedules of the agent's project
    When it is sent
    Then the status is 200
    And some item of "/configurations" has
      | /cadence    | ~ .                                                      |
      | /namespaces | : array                                                  |
      | /updated_at | ~ ^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2} |

  @req:kas.policies_configuration/unlicensed
  Scenario: The licence does not cover policies
    Given it is signed with the secret "unlicensed_agent"
    When it is sent
    Then the status is 402
    And the body is exactly
      """
      {"message": "Payment Required"}
      """
    And it is the snapshot "unlicensed"
