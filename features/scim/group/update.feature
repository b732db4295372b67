@op:scim.group.update @writes
Feature: Update a SCIM user of a group

  Only the id and `active` can be changed.

  Background:
    Given "scim.group.create" was done as documented
    And the request
      | group_path | {scim_group.path}                                            |
      | id         | {unique}                                                     |
      | Operations | = [{"op": "replace", "path": "id", "value": "{unique}-new"}] |

  @req:scim.group.update/rename @req:scim.group.update/scim-token-alone
  Scenario Outline: Replace `id` or `externalId`: user found by the new id, old id 404
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
  Scenario: Two operations in one request: both applied
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
  Scenario Outline: `op` Replace or Add in any letter case: applied
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
  Scenario Outline: `op` Update: 204, nothing changed
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
  Scenario Outline: Change of `name.formatted`: 204, name unchanged
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
  Scenario: Change of `userName` and e-mail address: 204, both unchanged
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
  Scenario Outline: `active` false as boolean or text, any letter case: user inactive
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
  Scenario Outline: `active` true as boolean or text, any letter case: user active
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
  Scenario: `active` false: user unknown or inactive afterwards
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
  Scenario: Id with one letter added: 404, user unchanged
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
  Scenario: Empty `Operations`: 204, user still active
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
  Scenario: Without `Operations`: 204, user still active
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
  Scenario: Unknown `path`: 204, nothing changed
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
  Scenario: Operation without `path`: 204, member named in `value` changed
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
  Scenario: `active` false, then true: user inactive, then active
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
  Scenario: Id of another user: 409 or 412, both users unchanged
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
      | /schemas | with "urn:ietf:params:scim:api:messages:2.0:Error" |
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

  @req:scim.group.update/own-users
  Scenario: User of another group: 404, unchanged there
    Given with
      | group_path | {scim_other_group.path}                                                      |
      | externalId | {unique}-there                                                               |
      | userName   | {unique}-there                                                               |
      | emails     | = [{"primary": true, "type": "work", "value": "{unique}-there@example.com"}] |
      | name       | = {"formatted": "Test User", "familyName": "User", "givenName": "Test"}      |
    And it is signed with the secret "scim_other_group"
    When it is sent to "scim.group.create"
    Then the status is 201
    When "scim.group.update" is called with
      | group_path | {scim_group.path}                                       |
      | id         | {unique}-there                                          |
      | Operations | = [{"op": "replace", "path": "active", "value": false}] |
    Then the status is 404
    Given with
      | id | {unique}-there |
    And with
      | group_path | {scim_other_group.path} |
    And it is signed with the secret "scim_other_group"
    When it is sent to "scim.group.get"
    Then the status is 200
    And the members are
      | /userName | {unique}-there |
      | /active   | = true         |
