@op:kas.scan_execution_policies
Feature: What is to be scanned in a cluster
  A project says in policies what is scanned; the agent has to hear of them.

  @req:kas.scan_execution_policies/policies
  Scenario: The policies of the agent's project
    When it is sent
    Then the status is 200
    And some item of "/policies" has
      | /name        | ~ .                                                      |
      | /description | : string                                                 |
      | /enabled     | : boolean                                                |
      | /yaml        | ~ .                                                      |
      | /updated_at  | ~ ^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2} |

  @req:kas.scan_execution_policies/yaml-says-the-same
  Scenario: A policy and its text
    When it is sent
    Then the status is 200
    And "/policies/0/name" is kept as "name"
    And "/policies/0/enabled" is kept as "enabled"
    And the members are
      | /policies/0/yaml | ~ (?m)^name: ['"]?{kept.name}['"]?$ |
      | /policies/0/yaml | ~ (?m)^enabled: {kept.enabled}$     |
      | /policies/0/yaml | ~ (?m)^actions:                     |
      | /policies/0/yaml | ~ (?m)^rules:                       |
