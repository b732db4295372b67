@op:cdot.compute_packs.create
Feature: Create packs of compute minutes for the portal
  Packs with the same `purchase_xid` are the same pack.

  Background:
    Given the request
      | id    | {fresh_namespace.id}                                                                    |
      | packs | = [{"number_of_minutes": 1000, "expires_at": "2030-01-01", "purchase_xid": "{unique}"}] |

  @writes @req:cdot.compute_packs.create/creates
  Scenario: One pack: 201 with its values
    When it is sent
    Then the status is 201
    And the members are
      | /0/namespace_id      | = {fresh_namespace.id} |
      | /0/number_of_minutes | = 1000                 |
      | /0/expires_at        | 2030-01-01             |
      | /0/purchase_xid      | {unique}               |
      | /1                   | (absent)               |

  @writes @req:cdot.compute_packs.create/several-packs
  Scenario: Two packs in one request: both created
    Given with
      | packs | = [{"number_of_minutes": 10, "expires_at": "2030-01-01", "purchase_xid": "{unique}a"}, {"number_of_minutes": 20, "expires_at": "2031-02-03", "purchase_xid": "{unique}b"}] |
    When it is sent
    Then some item of "" has
      | /namespace_id      | = {fresh_namespace.id} |
      | /number_of_minutes | = 10                   |
      | /expires_at        | 2030-01-01             |
      | /purchase_xid      | {unique}a              |
    And some item of "" has
      | /namespace_id      | = {fresh_namespace.id} |
      | /number_of_minutes | = 20                   |
      | /expires_at        | 2031-02-03             |
      | /purchase_xid      | {unique}b              |

  @writes @req:cdot.compute_packs.create/complete
  Scenario: Without `packs`: none created
    Given without "packs"
    When it is sent
    Then the members are
      | /0 | (absent) |
    Given with
      | packs | = [{"number_of_minutes": 1000, "expires_at": "2030-01-01", "purchase_xid": "{unique}"}] |
    When it is sent
    Then the members are
      | /0/purchase_xid | {unique} |

  @writes @req:cdot.compute_packs.create/complete
  Scenario Outline: Pack without minutes, day or `purchase_xid`: none created
    Given with
      | packs | = [<pack>] |
    When it is sent
    Then the members are
      | /0 | (absent) |
    Given with
      | packs | = [{"number_of_minutes": 1000, "expires_at": "2030-01-01", "purchase_xid": "{unique}"}] |
    When it is sent
    Then the members are
      | /0/number_of_minutes | = 1000     |
      | /0/expires_at        | 2030-01-01 |
      | /0/purchase_xid      | {unique}   |

    Examples:
      | case    | pack                                                     |
      | minutes | {"expires_at": "2030-01-01", "purchase_xid": "{unique}"} |
      | day     | {"number_of_minutes": 1000, "purchase_xid": "{unique}"}  |
      | name    | {"number_of_minutes": 1000, "expires_at": "2030-01-01"}  |

  @writes @req:cdot.compute_packs.create/once-per-purchase
  Scenario: Same `purchase_xid` with other values: 201 with the first values
    When it is sent
    Then the status is 201
    Given with
      | packs | = [{"number_of_minutes": 2000, "expires_at": "2032-01-01", "purchase_xid": "{unique}"}] |
    When it is sent
    Then the status is 201
    And the members are
      | /0/namespace_id      | = {fresh_namespace.id} |
      | /0/number_of_minutes | = 1000                 |
      | /0/expires_at        | 2030-01-01             |
      | /1                   | (absent)               |

  @writes @req:cdot.compute_packs.create/twice-in-a-request
  Scenario: Same `purchase_xid` twice in one request: one pack, the first
    Given with
      | packs | = [{"number_of_minutes": 10, "expires_at": "2030-01-01", "purchase_xid": "{unique}"}, {"number_of_minutes": 20, "expires_at": "2031-02-03", "purchase_xid": "{unique}"}] |
    When it is sent
    Then the status is 201
    And some item of "" has
      | /number_of_minutes | = 10       |
      | /expires_at        | 2030-01-01 |
    And no item of "" has
      | /number_of_minutes | = 20 |

  @writes @req:cdot.compute_packs.create/no-packs
  Scenario: Empty list: 201 with an empty list
    Given with
      | packs | = [] |
    When it is sent
    Then the status is 201
    And the body is exactly
      """
      []
      """

  @writes @req:cdot.compute_packs.create/by-path
  Scenario: Namespace by path: 201 with its id
    Given with
      | id | {fresh_namespace.path} |
    When it is sent
    Then the status is 201
    And the members are
      | /0/namespace_id | = {fresh_namespace.id} |

  @writes @req:cdot.compute_packs.create/personal-namespace
  Scenario: Personal namespace: pack created
    Given with
      | id | {fresh_own_namespace.id} |
    When it is sent
    Then the status is 201
    And the members are
      | /0/namespace_id | = {fresh_own_namespace.id} |

  @req:cdot.compute_packs.create/unknown-namespace
  Scenario Outline: Unknown namespace: 404
    Given with
      | id | <id> |
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      {"message": "404 Namespace Not Found"}
      """
    And it is the snapshot "<case>"

    Examples:
      | case         | id                     |
      | unknown-id   | {missing.namespace_id} |
      | unknown-path | no-namespace-{unique}  |

  @req:cdot.compute_packs.create/unknown-namespace
  Scenario: Unknown namespace without `packs`: 400, error names them
    Given with
      | id | {missing.namespace_id} |
    And without "packs"
    When it is sent
    Then the status is 400
    And the members are
      | /error | ~ ^packs is missing |

  @req:cdot.compute_packs.create/missing-fields
  Scenario Outline: Pack without a required member: 400, error names it and its position
    Given with
      | packs | = <packs> |
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"error": "<error>"}
      """
    And it is the snapshot "<case>"

    Examples:
      | case            | packs                                                               | error                                  |
      | without-name    | [{"number_of_minutes": 10, "expires_at": "2030-01-01"}]             | packs[0][purchase_xid] is missing      |
      | without-day     | [{"number_of_minutes": 10, "purchase_xid": "a"}]                    | packs[0][expires_at] is missing        |
      | without-minutes | [{"expires_at": "2030-01-01", "purchase_xid": "a"}]                 | packs[0][number_of_minutes] is missing |

  @req:cdot.compute_packs.create/missing-fields
  Scenario: Without `packs`: 400, error names it
    Given without "packs"
    When it is sent
    Then the status is 400
    And the members are
      | /error | ~ ^packs is missing |
    And it is the snapshot "without-packs"

  @req:cdot.compute_packs.create/wrong-types
  Scenario: Minutes in words: 400, error names them and their position
    Given with
      | packs | = [{"number_of_minutes": "many", "expires_at": "2030-01-01", "purchase_xid": "{unique}"}] |
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"error": "packs[0][number_of_minutes] is invalid"}
      """
    And it is the snapshot "minutes-invalid"

  @writes @req:cdot.compute_packs.create/same-as-before
  Scenario: Pack bought by the older path: known, with its values
    When "compute_packs.create" is called with
      | id    | {fresh_namespace.id}                                                                  |
      | packs | = [{"number_of_minutes": 77, "expires_at": "2039-09-09", "purchase_xid": "{unique}"}] |
    And it is sent
    Then the status is 201
    And the members are
      | /0/number_of_minutes | = 77       |
      | /0/expires_at        | 2039-09-09 |
