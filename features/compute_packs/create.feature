@op:compute_packs.create
Feature: Create packs of compute minutes
  Packs with the same `purchase_xid` are the same pack.

  Background:
    Given the request
      | id    | {fresh_namespace.id}                                                                    |
      | packs | = [{"number_of_minutes": 1000, "expires_at": "2030-01-01", "purchase_xid": "{unique}"}] |

  @writes @req:compute_packs.create/creates
  Scenario: One pack: created, answered with its values
    When it is sent
    Then the status is one of 200, 201
    And the members are
      | /0/namespace_id      | = {fresh_namespace.id} |
      | /0/number_of_minutes | = 1000                 |
      | /0/expires_at        | 2030-01-01             |
      | /0/purchase_xid      | {unique}               |
      | /1                   | (absent)               |

  @writes @req:compute_packs.create/several-packs
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

  @writes @req:compute_packs.create/complete
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

  @writes @req:compute_packs.create/complete
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

  @writes @req:compute_packs.create/personal-namespace
  Scenario: Personal namespace: pack created
    Given with
      | id | {own_namespace.path} |
    When it is sent
    Then the status is one of 200, 201
    And the members are
      | /0/namespace_id      | : integer |
      | /0/number_of_minutes | = 1000    |
      | /0/purchase_xid      | {unique}  |

  @writes @req:compute_packs.create/numbers-for-ids @req:compute_packs.create/by-path
  Scenario: Namespace by path: 201 with its numeric id
    Given with
      | id | {fresh_namespace.path} |
    When it is sent
    Then the status is 201
    And the members are
      | /0/namespace_id | = {fresh_namespace.id} |

  @writes @req:compute_packs.create/created-is-201 @req:compute_packs.create/once-per-purchase
  Scenario: Same pack again: 201 both times, one pack
    When it is sent
    Then the status is 201
    When it is sent
    Then the status is 201
    And the members are
      | /0/number_of_minutes | = 1000     |
      | /0/expires_at        | 2030-01-01 |
      | /0/purchase_xid      | {unique}   |
      | /1                   | (absent)   |

  @writes @req:compute_packs.create/once-per-purchase
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

  @writes @req:compute_packs.create/twice-in-a-request
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

  @writes @req:compute_packs.create/all-or-none
  Scenario: One of two packs with a `purchase_xid` that is too long: 400, none created
    Given with
      | packs | = [{"number_of_minutes": 10, "expires_at": "2030-01-01", "purchase_xid": "{unique}"}, {"number_of_minutes": 20, "expires_at": "2030-01-01", "purchase_xid": "{zeros}{zeros}{zeros}{zeros}{zeros}{zeros}{zeros}"}] |
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"message": "400 Bad request - Unable to save additional packs"}
      """
    And it is the snapshot "long-name"
    Given with
      | packs | = [{"number_of_minutes": 20, "expires_at": "2031-02-03", "purchase_xid": "{unique}"}] |
    When it is sent
    Then the status is 201
    And the members are
      | /0/number_of_minutes | = 20       |
      | /0/expires_at        | 2031-02-03 |

  @req:compute_packs.create/unknown-namespace
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

  @req:compute_packs.create/unknown-namespace
  Scenario: Unknown namespace and incomplete pack: 400 for the pack
    Given with
      | id    | {missing.namespace_id}                                    |
      | packs | = [{"number_of_minutes": 10, "expires_at": "2030-01-01"}] |
    When it is sent
    Then the status is 400
    And the members are
      | /error | packs[0][purchase_xid] is missing |

  @req:compute_packs.create/missing-fields
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
      | case            | packs                                                                                                                               | error                                  |
      | without-name    | [{"number_of_minutes": 10, "expires_at": "2030-01-01"}]                                                                             | packs[0][purchase_xid] is missing      |
      | without-day     | [{"number_of_minutes": 10, "purchase_xid": "a"}]                                                                                    | packs[0][expires_at] is missing        |
      | without-minutes | [{"expires_at": "2030-01-01", "purchase_xid": "a"}]                                                                                 | packs[0][number_of_minutes] is missing |
      | in-the-second   | [{"number_of_minutes": 10, "expires_at": "2030-01-01", "purchase_xid": "a"}, {"number_of_minutes": 20, "expires_at": "2031-02-03"}] | packs[1][purchase_xid] is missing      |

  @req:compute_packs.create/missing-fields
  Scenario: Without `packs`: 400, error names it
    Given without "packs"
    When it is sent
    Then the status is 400
    And the members are
      | /error | ~ ^packs is missing |
    And it is the snapshot "without-packs"

  @req:compute_packs.create/wrong-types
  Scenario Outline: Member of the wrong type: 400, error names it and its position
    Given with
      | packs | = [{"number_of_minutes": <minutes>, "expires_at": "<day>", "purchase_xid": "{unique}"}] |
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"error": "packs[0][<attribute>] is invalid"}
      """
    And it is the snapshot "<case>"

    Examples:
      | case            | attribute         | minutes | day        |
      | minutes-invalid | number_of_minutes | "many"  | 2030-01-01 |
      | day-invalid     | expires_at        | 10      | never      |

  @req:compute_packs.create/narrow-scope
  Scenario: Token scope too narrow: 403
    Given it is signed with the secret "reading_admin"
    When it is sent
    Then the status is 403
    And the members are
      | /error             | insufficient_scope                                                        |
      | /error_description | The request requires higher privileges than provided by the access token. |
    And it is the snapshot "narrow-scope"
