@op:kas.policies_configuration
Feature: Scan schedules
  The agent polls the scan schedules of its project's policies twice a minute.

  @req:kas.policies_configuration/configurations
  Scenario: `configurations` has an entry with `cadence`, `namespaces` and `updated_at`
    When it is sent
    Then the status is 200
    And some item of "/configurations" has
      | /cadence    | ~ .                                                      |
      | /namespaces | : array                                                  |
      | /updated_at | ~ ^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2} |

  @req:kas.policies_configuration/unlicensed
  Scenario: Project not licensed for security features: 402
    Given it is signed with the secret "unlicensed_agent"
    When it is sent
    Then the status is 402
    And the body is exactly
      """
      {"message": "Payment Required"}
      """
    And it is the snapshot "unlicensed"
