@op:scim.group.update @writes
Feature: Changing a provisioned person

  Only the id and whether the person is active can be changed.

  Background:
    Given "scim.group.create" was done as documented
    And the request
      | group_path | {scim_group.path}                                            |
      | id         | {unique}                                                     |
      | Operations | = [{"op": "replace", "path": "id", "value": "{unique}-new"}] |

  @req:scim.group.update/rename
  Scenario Outline: A new id
    Given with
      | Operations | = [{"op": "replace", "path": "<path>", "value": "{unique}-new"}] |
    When it is sent
    Then the status is 204
    When "scim.group.get" is called with
      | group_path | {scim_group.path} |
      | id         | {unique}-new      |
    Then the status is 200
    And the members are
      | /id       | {unique}-new |
      | /active   | = true       |
      | /userName | {unique}     |
    When "scim.group.get" is called with
      | group_path | {scim_group.path} |
      | id         | {unique}          |
    Then the status is 404

    Examples:
      | path       |
      | id         |
      | externalId |

  @req:scim.group.update/json-operations
  Scenario: Several operations at once
    Given with
      | Operations | = [{"op": "replace", "path": "active", "value": true}, {"op": "replace", "path": "id", "value": "{unique}-new"}] |
    When it is sent
    Then the status is 204
    When "scim.group.get" is called with
      | group_path | {scim_group.path} |
      | id         | {unique}-new      |
    Then the status is 200
    And the members are
      | /id     | {unique}-new |
      | /active | = true       |

  @req:scim.group.update/operators
  Scenario Outline: Operators in any letters
    Given with
      | Operations | = [{"op": "<operator>", "path": "id", "value": "{unique}-new"}] |
    When it is sent
    Then the status is 204
    When "scim.group.get" is called with
      | group_path | {scim_group.path} |
      | id         | {unique}-new      |
    Then the status is 200
    And the members are
      | /id | {unique}-new |

    Examples:
      | operator |
      | Replace  |
      | replace  |
      | REPLACE  |
      | Add      |
      | add      |
      | ADD      |

  @req:scim.group.update/unlisted-operator
  Scenario Outline: The documented operator that no list has
    Given with
      | Operations | = [{"op": "Update", "path": "<path>", "value": "<value>"}] |
    When it is sent
    Then the status is 204
    When "scim.group.get" is called with
      | group_path | {scim_group.path} |
      | id         | {unique}          |
    Then the status is 200
    And the members are
      | /id       | {unique} |
      | /active   | = true   |
      | /userName | {unique} |

    Examples:
      | path   | value        |
      | active | false        |
      | id     | {unique}-new |

  @req:scim.group.update/removed-fields
  Scenario Outline: The name stays as it is
    Given with
      | Operations | = [{"op": "<operator>", "path": "name.formatted", "value": "New Name"}] |
    When it is sent
    Then the status is 204
    When "scim.group.list" is called with
      | group_path | {scim_group.path} |
      | filter     | id eq "{unique}"  |
    Then the status is 200
    And the members are
      | /Resources/0/id     | {unique} |
      | /Resources/0/active | = true   |
    And no item of "/Resources" has
      | /name.formatted | != Test User |
    And no item of "/Resources" has
      | /name/formatted | != Test User |

    Examples:
      | case    | operator |
      | add     | Add      |
      | update  | Update   |
      | replace | replace  |

  @req:scim.group.update/removed-fields
  Scenario: User name and address stay as they are
    Given the content type is "application/scim+json"
    And the body is
      """
      {
        "Operations": [
          {"op": "replace", "path": "userName", "value": "{unique}-new"},
          {"op": "replace", "path": "emails[type eq \"work\"].value", "value": "{unique}-new@example.com"}
        ]
      }
      """
    When it is sent
    Then the status is 204
    When "scim.group.get" is called with
      | group_path | {scim_group.path} |
      | id         | {unique}          |
    Then the status is 200
    And the members are
      | /userName       | {unique}             |
      | /emails/0/value | {unique}@example.com |

  @req:scim.group.update/active-as-text
  Scenario Outline: Set inactive in one word or another
    When "scim.group.list" is called with
      | group_path | {scim_group.path} |
      | filter     | id eq "{unique}"  |
    Then some item of "/Resources" has
      | /active | = true |
    Given with
      | Operations | = [{"op": "replace", "path": "active", "value": <value>}] |
    When it is sent
    Then the status is 204
    When "scim.group.list" is called with
      | group_path | {scim_group.path} |
      | filter     | id eq "{unique}"  |
    Then the status is 200
    And no item of "/Resources" has
      | /active | = true |

    Examples:
      | value   |
      | false   |
      | "false" |
      | "False" |
      | "FALSE" |

  @req:scim.group.update/active-as-text
  Scenario Outline: Set active in one word or another
    Given with
      | Operations | = [{"op": "replace", "path": "active", "value": <value>}] |
    When it is sent
    Then the status is 204
    When "scim.group.get" is called with
      | group_path | {scim_group.path} |
      | id         | {unique}          |
    Then the status is 200
    And the members are
      | /active | = true |

    Examples:
      | value  |
      | true   |
      | "true" |
      | "True" |
      | "TRUE" |

  @req:scim.group.update/deactivation
  Scenario: Whoever is set inactive is not active afterwards
    When "scim.group.get" is called with
      | group_path | {scim_group.path} |
      | id         | {unique}          |
    Then the status is 200
    And the members are
      | /active | = true |
    Given with
      | Operations | = [{"op": "replace", "path": "active", "value": false}] |
    When it is sent
    Then the status is 204
    When "scim.group.get" is called with
      | group_path | {scim_group.path} |
      | id         | {unique}          |
    Then the status is one of 200, 404
    When "scim.group.list" is called with
      | group_path | {scim_group.path} |
      | filter     | id eq "{unique}"  |
    Then the status is 200
    And no item of "/Resources" has
      | /active | = true |

  @req:scim.group.update/whole-id
  Scenario: With a letter before it an id is another one
    Given with
      | id | f{unique} |
    When it is sent
    Then the status is 404
    When "scim.group.get" is called with
      | group_path | {scim_group.path} |
      | id         | {unique}          |
    Then the status is 200
    And the members are
      | /id     | {unique} |
      | /active | = true   |

  @req:scim.group.update/no-operations
  Scenario: An empty list of operations
    Given with
      | Operations | = [] |
    When it is sent
    Then the status is 204
    When "scim.group.get" is called with
      | group_path | {scim_group.path} |
      | id         | {unique}          |
    Then the status is 200
    And the members are
      | /active | = true |

  @req:scim.group.update/no-operations
  Scenario: No list of operations
    Given without "Operations"
    When it is sent
    Then the status is 204
    When "scim.group.get" is called with
      | group_path | {scim_group.path} |
      | id         | {unique}          |
    Then the status is 200
    And the members are
      | /active | = true |

  @req:scim.group.update/unknown-path
  Scenario: Nobody knows the path
    Given with
      | Operations | = [{"op": "replace", "path": "nickName", "value": "Jo"}] |
    When it is sent
    Then the status is 204
    When "scim.group.get" is called with
      | group_path | {scim_group.path} |
      | id         | {unique}          |
    Then the status is 200
    And the members are
      | /id       | {unique} |
      | /active   | = true   |
      | /userName | {unique} |

  @req:scim.group.update/without-path
  Scenario: The value says what to change
    Given with
      | Operations | = [{"op": "replace", "value": {"id": "{unique}-new"}}] |
    When it is sent
    Then the status is 204
    When "scim.group.get" is called with
      | group_path | {scim_group.path} |
      | id         | {unique}-new      |
    Then the status is 200
    And the members are
      | /id | {unique}-new |

  @req:scim.group.update/reactivation
  Scenario: Off and on again
    Given with
      | Operations | = [{"op": "replace", "path": "active", "value": "false"}] |
    When it is sent
    Then the status is 204
    When "scim.group.get" is called with
      | group_path | {scim_group.path} |
      | id         | {unique}          |
    Then the status is 200
    And the members are
      | /active | = false |
    Given with
      | Operations | = [{"op": "replace", "path": "active", "value": "true"}] |
    When it is sent
    Then the status is 204
    When "scim.group.get" is called with
      | group_path | {scim_group.path} |
      | id         | {unique}          |
    Then the status is 200
    And the members are
      | /id       | {unique} |
      | /active   | = true   |
      | /userName | {unique} |

  @req:scim.group.update/taken-id
  Scenario: The id is somebody else's
    Given "scim.group.create" is called with
      | group_path | {scim_group.path}                                                            |
      | externalId | {unique}-other                                                               |
      | userName   | {unique}-other                                                               |
      | emails     | = [{"primary": true, "type": "work", "value": "{unique}-other@example.com"}] |
      | name       | = {"formatted": "Test User", "familyName": "User", "givenName": "Test"}      |
    And with
      | Operations | = [{"op": "replace", "path": "id", "value": "{unique}-other"}] |
    When it is sent
    Then the status is one of 409, 412
    And the members are
      | /schemas | = ["urn:ietf:params:scim:api:messages:2.0:Error"] |
    When "scim.group.get" is called with
      | group_path | {scim_group.path} |
      | id         | {unique}          |
    Then the status is 200
    And the members are
      | /userName | {unique} |
    When "scim.group.get" is called with
      | group_path | {scim_group.path} |
      | id         | {unique}-other    |
    Then the status is 200
    And the members are
      | /userName | {unique}-other |
