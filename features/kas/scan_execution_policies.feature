@op:kas.scan_execution_policies
Feature: Scan execution policies
  The policies of a project say what is scanned; KAS hands them to the agent.

  @req:kas.scan_execution_policies/policies
  Scenario: `policies` entry: `name`, `description`, `enabled`, `yaml` and `updated_at`
    When it is sent
    Then the status is 200
    And some item of "/policies" has
      | /name        | ~ .                                                      |
      | /description | : string                                                 |
      | /enabled     | : boolean                                                |
      | /yaml        | ~ .                                                      |
      | /updated_at  | ~ ^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2} |

  @req:kas.scan_execution_policies/yaml-says-the-same
  Scenario: A policy's `yaml`: same `name` and `enabled`, with `actions` and `rules`
    When it is sent
    Then the status is 200
    And "/policies/0/name" is kept as "name"
    And "/policies/0/enabled" is kept as "enabled"
    And the members are
      | /policies/0/yaml | ~ (?m)^name: ['"]?{kept.name}['"]?$ |
      | /policies/0/yaml | ~ (?m)^enabled: {kept.enabled}$     |
      | /policies/0/yaml | ~ (?m)^actions:                     |
      | /policies/0/yaml | ~ (?m)^rules:                       |
