@op:scim.instance.create
Feature: Create a SCIM user for the instance

  An identity provider assigns the application to a person, who becomes a user of the instance.

  Background:
    Given the request
      | externalId | {unique}                                                                |
      | userName   | {unique}                                                                |
      | emails     | = [{"primary": true, "type": "work", "value": "{unique}@example.com"}]  |
      | name       | = {"formatted": "Test User", "familyName": "User", "givenName": "Test"} |

  @req:scim.instance.create/provisions @req:scim.instance.create/scim-token-alone @writes
  Scenario: New user: 201, found afterwards by `id`
    When it is sent
    Then the status is 201
    And the members are
      | /schemas           | with "urn:ietf:params:scim:schemas:core:2.0:User" |
      | /userName          | {unique}                                          |
      | /meta/resourceType | User                                              |
      | /emails/0/type     | work                                              |
      | /emails/0/value    | {unique}@example.com                              |
      | /emails/0/primary  | = true                                            |
    When "scim.instance.get" is called with
      | id | {unique} |
    Then the status is 200
    And the members are
      | /userName       | {unique}             |
      | /emails/0/value | {unique}@example.com |

  @req:scim.instance.create/external-id @writes
  Scenario: `externalId` becomes the `id`
    Given with
      | externalId | {unique}-at-the-provider |
    When it is sent
    Then the status is 201
    And the members are
      | /id | {unique}-at-the-provider |
    When "scim.instance.list" is called with
      | filter | id eq "{unique}-at-the-provider" |
    Then the status is 200
    And the members are
      | /totalResults         | = 1                      |
      | /Resources/0/id       | {unique}-at-the-provider |
      | /Resources/0/userName | {unique}                 |

  @req:scim.instance.create/active-by-default @writes
  Scenario Outline: `active` null or true: user is active
    Given with
      | active | = <active> |
    When it is sent
    Then the status is 201
    And the members are
      | /id     | {unique} |
      | /active | = true   |

    Examples:
      | active |
      | null   |
      | true   |

  @req:scim.instance.create/active-by-default @writes
  Scenario: Without `active`: user is active
    When it is sent
    Then the status is 201
    And the members are
      | /id     | {unique} |
      | /active | = true   |

  @req:scim.instance.create/json-values @writes
  Scenario: `active`, `schemas` and `meta` as in the documented example: 201
    Given with
      | active  | = null                                           |
      | schemas | = ["urn:ietf:params:scim:schemas:core:2.0:User"] |
      | meta    | = {"resourceType": "User"}                       |
    When it is sent
    Then the status is 201
    And the members are
      | /id                | {unique}             |
      | /meta/resourceType | User                 |
      | /emails/0/value    | {unique}@example.com |

  @req:scim.instance.create/work-email @writes
  Scenario: Home and work address: the work address is saved
    Given with
      | emails | = [{"primary": false, "type": "home", "value": "{unique}-home@example.com"}, {"primary": true, "type": "work", "value": "{unique}-work@example.com"}] |
    When it is sent
    Then the status is 201
    And the members are
      | /emails/0/value | {unique}-work@example.com |
      | /emails/0/type  | work                      |

  @req:scim.instance.create/name @writes
  Scenario: Name sent: shown in the list, as `name.formatted` or inside `name`
    Given with
      | name | = {"formatted": "Ada {unique}", "familyName": "{unique}", "givenName": "Ada"} |
    When it is sent
    Then the status is 201
    When "scim.instance.list" is called with
      | filter | id eq "{unique}" |
    Then the status is 200
    And the members are
      | /Resources/0/id | {unique} |
    And no item of "/Resources" has
      | /name.formatted | != Ada {unique} |
    And no item of "/Resources" has
      | /name/formatted | != Ada {unique} |

  @req:scim.instance.create/required @writes
  Scenario Outline: Without `externalId`, `userName`, `emails` or `name`: 400 or 412, no user created
    Given without "<attribute>"
    When it is sent
    Then the status is one of 400, 412
    When "scim.instance.list" is called with
      | filter | <filter> |
    Then the status is 200
    And the members are
      | /totalResults | = 0  |
      | /Resources    | = [] |
    Given with
      | <attribute> | <value> |
    When it is sent
    Then the status is 201
    And the members are
      | /id | {unique} |

    Examples:
      | attribute  | value                                                                   | filter                 |
      | externalId | {unique}                                                                | userName eq "{unique}" |
      | userName   | {unique}                                                                | id eq "{unique}"       |
      | emails     | = [{"primary": true, "type": "work", "value": "{unique}@example.com"}]  | id eq "{unique}"       |
      | name       | = {"formatted": "Test User", "familyName": "User", "givenName": "Test"} | id eq "{unique}"       |

  @req:scim.instance.create/same-again @writes
  Scenario: Same request twice: 201 with the same user, one user listed
    When it is sent
    Then the status is 201
    And "/userName" is kept as "name"
    When it is sent
    Then the status is 201
    And the members are
      | /id       | {unique}    |
      | /userName | {kept.name} |
      | /active   | = true      |
    When "scim.instance.list" is called with
      | filter | id eq "{unique}" |
    Then the status is 200
    And the members are
      | /totalResults | = 1 |

  @req:scim.instance.create/taken-user-name @writes
  Scenario: `userName` taken: 201 with another `userName`
    When it is sent
    Then the status is 201
    Given with
      | externalId | {unique}-b                                                               |
      | emails     | = [{"primary": true, "type": "work", "value": "{unique}-b@example.com"}] |
    When it is sent
    Then the status is 201
    And the members are
      | /id             | {unique}-b             |
      | /userName       | != {unique}            |
      | /emails/0/value | {unique}-b@example.com |
    When "scim.instance.get" is called with
      | id | {unique} |
    Then the status is 200
    And the members are
      | /userName | {unique} |

  @req:scim.instance.create/clean-user-name @writes
  Scenario: `userName` that is an e-mail address: 201 with a path-safe `userName`
    Given with
      | userName | {unique}@example.com |
    When it is sent
    Then the status is 201
    And the members are
      | /id       | {unique}            |
      | /userName | ~ ^[A-Za-z0-9_.-]+$ |

  @req:scim.instance.create/existing-user @writes
  Scenario: E-mail address of an existing user: 201, that user is linked
    Given "scim.group.create" is called with
      | group_path | {scim_group.path}                                                       |
      | externalId | {unique}-first                                                          |
      | userName   | {unique}-first                                                          |
      | emails     | = [{"primary": true, "type": "work", "value": "{unique}@example.com"}]  |
      | name       | = {"formatted": "Test User", "familyName": "User", "givenName": "Test"} |
    When it is sent
    Then the status is 201
    And the members are
      | /id             | {unique}             |
      | /userName       | {unique}-first       |
      | /emails/0/value | {unique}@example.com |

  @req:scim.instance.create/user-fetches @writes
  Scenario: New user: may fetch from a public project; from a private one: 404
    When it is sent
    Then the status is 201
    When "git.allowed" is called with
      | username | {unique}              |
      | project  | {public_project.path} |
      | action   | git-upload-pack       |
      | protocol | ssh                   |
      | changes  | _any                  |
    Then the status is 200
    And the members are
      | /gl_username | {unique} |
    When "git.allowed" is called with
      | username | {unique}            |
      | project  | {scim_project.path} |
      | action   | git-upload-pack     |
      | protocol | ssh                 |
      | changes  | _any                |
    Then the status is 404
    And the members are
      | /gitaly | (absent) |

  @req:scim.instance.create/known-to-the-shell @writes
  Scenario: New user: found by `ssh.discover`, with the name sent
    When it is sent
    Then the status is 201
    When "ssh.discover" is called with
      | username | {unique} |
    Then the status is 200
    And the members are
      | /username | {unique}  |
      | /name     | Test User |

  @req:scim.instance.create/flat-name @writes
  Scenario: Answer has the name as `name.formatted`
    When it is sent
    Then the status is 201
    And the members are
      | /name.formatted | Test User |

  @req:scim.instance.create/nested-name @writes
  Scenario: Answer has the name as an object with its parts
    Given with
      | name | = {"formatted": "Ada Lovelace", "familyName": "Lovelace", "givenName": "Ada"} |
    When it is sent
    Then the status is 201
    And the members are
      | /name            | : object     |
      | /name/formatted  | Ada Lovelace |
      | /name/givenName  | Ada          |
      | /name/familyName | Lovelace     |

  @req:scim.instance.create/active-ignored @writes
  Scenario: `active` false: user is active
    Given with
      | active | = false |
    When it is sent
    Then the status is 201
    And the members are
      | /id     | {unique} |
      | /active | = true   |

  @req:scim.instance.create/again-while-inactive @writes
  Scenario: Same request for a user set inactive: 201, still inactive
    When it is sent
    Then the status is 201
    And the members are
      | /active | = true |
    When "scim.instance.update" is called with
      | id         | {unique}                                                  |
      | Operations | = [{"op": "replace", "path": "active", "value": "false"}] |
    Then the status is 204
    When it is sent
    Then the status is 201
    And the members are
      | /id     | {unique} |
      | /active | = false  |
    When "scim.instance.get" is called with
      | id | {unique} |
    Then the status is 200
    And the members are
      | /active | = false |
