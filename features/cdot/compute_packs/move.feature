@op:cdot.compute_packs.move
Feature: Move packs of compute minutes for the portal
  Creating a pack that a namespace already has answers the existing one; that shows where the pack is.

  Background:
    Given the request
      | id        | {fresh_namespace.id}       |
      | target_id | {other_fresh_namespace.id} |

  @writes @req:cdot.compute_packs.move/accepted
  Scenario: Packs moved: 202
    When "cdot.compute_packs.create" is called with
      | id    | {fresh_namespace.id}                                                                    |
      | packs | = [{"number_of_minutes": 1000, "expires_at": "2030-01-01", "purchase_xid": "{unique}"}] |
    And it is sent
    Then the status is 202
    And the members are
      | /message | 202 Accepted |

  @writes @req:cdot.compute_packs.move/packs-arrive
  Scenario: Packs moved: the target has them, with their minutes and days
    When "cdot.compute_packs.create" is called with
      | id    | {fresh_namespace.id}                                                                                                                                                       |
      | packs | = [{"number_of_minutes": 10, "expires_at": "2030-01-01", "purchase_xid": "{unique}a"}, {"number_of_minutes": 20, "expires_at": "2031-02-03", "purchase_xid": "{unique}b"}] |
    And it is sent
    Then the status is 202
    When "cdot.compute_packs.create" is called with
      | id    | {other_fresh_namespace.id}                                                                                                                                                 |
      | packs | = [{"number_of_minutes": 77, "expires_at": "2039-09-09", "purchase_xid": "{unique}a"}, {"number_of_minutes": 77, "expires_at": "2039-09-09", "purchase_xid": "{unique}b"}] |
    Then some item of "" has
      | /namespace_id      | = {other_fresh_namespace.id} |
      | /number_of_minutes | = 10                         |
      | /expires_at        | 2030-01-01                   |
      | /purchase_xid      | {unique}a                    |
    And some item of "" has
      | /namespace_id      | = {other_fresh_namespace.id} |
      | /number_of_minutes | = 20                         |
      | /expires_at        | 2031-02-03                   |
      | /purchase_xid      | {unique}b                    |

  @writes @req:cdot.compute_packs.move/no-packs
  Scenario: Namespace without packs: 202
    When it is sent
    Then the status is 202
    And the members are
      | /message | 202 Accepted |

  @writes @req:cdot.compute_packs.move/by-path
  Scenario: Both namespaces by path: 202, packs moved
    Given the request of the documented example
    And with
      | id        | {fresh_namespace.path}       |
      | target_id | {other_fresh_namespace.path} |
    When it is sent
    Then the status is 202
    When "cdot.compute_packs.create" is called with
      | id    | {other_fresh_namespace.id}                                                            |
      | packs | = [{"number_of_minutes": 77, "expires_at": "2039-09-09", "purchase_xid": "{unique}"}] |
    Then the members are
      | /0/number_of_minutes | = 500 |

  @req:cdot.compute_packs.move/different
  Scenario: Source and target the same: 400
    Given with
      | target_id | {fresh_namespace.id} |
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"message": "400 Bad request - Namespace and target must be different"}
      """
    And it is the snapshot "different"

  @req:cdot.compute_packs.move/root-only
  Scenario Outline: Subgroup as source or target: 400
    Given with
      | <end> | {subgroup.id} |
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"message": "400 Bad request - <name> must be a top-level namespace"}
      """
    And it is the snapshot "<case>"

    Examples:
      | case            | end       | name             |
      | subgroup-source | id        | Namespace        |
      | subgroup-target | target_id | Target namespace |

  @req:cdot.compute_packs.move/unknown-namespaces
  Scenario Outline: Unknown source or target: 404
    Given with
      | id        | <id>     |
      | target_id | <target> |
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      {"message": "404 <name> Not Found"}
      """
    And it is the snapshot "<case>"

    Examples:
      | case           | id                     | target                     | name             |
      | unknown-source | {missing.namespace_id} | {other_fresh_namespace.id} | Namespace        |
      | unknown-target | {fresh_namespace.id}   | {missing.namespace_id}     | Target namespace |
      | both-unknown   | {missing.namespace_id} | {missing.namespace_id}     | Namespace        |
