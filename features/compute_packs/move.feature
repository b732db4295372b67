@op:compute_packs.move
Feature: Move packs of compute minutes to another namespace
  Creating a pack that a namespace already has answers the existing one; that shows where the pack is.

  Background:
    Given the request
      | id        | {fresh_namespace.id}       |
      | target_id | {other_fresh_namespace.id} |

  @writes @req:compute_packs.move/accepted
  Scenario: Packs moved: 202
    When "compute_packs.create" is called with
      | id    | {fresh_namespace.id}                                                                    |
      | packs | = [{"number_of_minutes": 1000, "expires_at": "2030-01-01", "purchase_xid": "{unique}"}] |
    And it is sent
    Then the status is 202
    And the members are
      | /message | 202 Accepted |

  @writes @req:compute_packs.move/packs-arrive
  Scenario: Packs moved: the target has them, with their minutes and days
    When "compute_packs.create" is called with
      | id    | {fresh_namespace.id}                                                                                                                                                       |
      | packs | = [{"number_of_minutes": 10, "expires_at": "2030-01-01", "purchase_xid": "{unique}a"}, {"number_of_minutes": 20, "expires_at": "2031-02-03", "purchase_xid": "{unique}b"}] |
    And it is sent
    Then the status is 202
    When "compute_packs.create" is called with
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

  @writes @req:compute_packs.move/personal-namespace
  Scenario: To a personal namespace and back: packs moved each time
    When "compute_packs.create" is called with
      | id    | {fresh_namespace.id}                                                                  |
      | packs | = [{"number_of_minutes": 10, "expires_at": "2030-01-01", "purchase_xid": "{unique}"}] |
    Given with
      | target_id | {fresh_own_namespace.id} |
    When it is sent
    Then the status is 202
    When "compute_packs.create" is called with
      | id    | {fresh_own_namespace.id}                                                              |
      | packs | = [{"number_of_minutes": 77, "expires_at": "2039-09-09", "purchase_xid": "{unique}"}] |
    Then the members are
      | /0/namespace_id      | = {fresh_own_namespace.id} |
      | /0/number_of_minutes | = 10                       |
    Given with
      | id        | {fresh_own_namespace.id}   |
      | target_id | {other_fresh_namespace.id} |
    When it is sent
    Then the status is 202
    When "compute_packs.create" is called with
      | id    | {other_fresh_namespace.id}                                                            |
      | packs | = [{"number_of_minutes": 77, "expires_at": "2039-09-09", "purchase_xid": "{unique}"}] |
    Then the members are
      | /0/namespace_id      | = {other_fresh_namespace.id} |
      | /0/number_of_minutes | = 10                         |

  @writes @req:compute_packs.move/no-packs
  Scenario: Namespace without packs: 202
    When it is sent
    Then the status is 202
    And the members are
      | /message | 202 Accepted |

  @writes @req:compute_packs.move/by-path
  Scenario: Both namespaces by path: 202, packs moved
    Given the request of the documented example
    And with
      | id        | {fresh_namespace.path}       |
      | target_id | {other_fresh_namespace.path} |
    When it is sent
    Then the status is 202
    When "compute_packs.create" is called with
      | id    | {other_fresh_namespace.id}                                                            |
      | packs | = [{"number_of_minutes": 77, "expires_at": "2039-09-09", "purchase_xid": "{unique}"}] |
    Then the members are
      | /0/number_of_minutes | = 10000 |

  @req:compute_packs.move/different
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

  @req:compute_packs.move/root-only
  Scenario Outline: Subgroup as source or target: 400
    Given with
      | <end> | {subgroup.id} |
    When it is sent
    Then the status is 400
    And the body is exactly
      """
      {"message": "400 Bad request - <message>"}
      """
    And it is the snapshot "<case>"

    Examples:
      | case          | end       | message                                        |
      | from-subgroup | id        | Namespace must be a top-level namespace        |
      | to-subgroup   | target_id | Target namespace must be a top-level namespace |

  @req:compute_packs.move/unknown-namespaces
  Scenario Outline: Unknown source or target: 404, message says which
    Given with
      | <end> | <id> |
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      {"message": "404 <which> Not Found"}
      """
    And it is the snapshot "<case>"

    Examples:
      | case         | end       | id                     | which            |
      | from-nowhere | id        | {missing.namespace_id} | Namespace        |
      | from-no-path | id        | no-namespace-{unique}  | Namespace        |
      | to-nowhere   | target_id | {missing.namespace_id} | Target namespace |
      | to-no-path   | target_id | no-namespace-{unique}  | Target namespace |

  @req:compute_packs.move/unknown-namespaces
  Scenario: Unknown source and target: 404 for the source
    Given with
      | id        | {missing.namespace_id} |
      | target_id | {missing.namespace_id} |
    When it is sent
    Then the status is 404
    And the members are
      | /message | 404 Namespace Not Found |

  @writes @req:compute_packs.move/narrow-scope
  Scenario: Token scope too narrow: 403, nothing moved
    Given the request of the documented example
    And it is signed with the secret "reading_admin"
    When it is sent
    Then the status is 403
    And the members are
      | /error             | insufficient_scope                                                        |
      | /error_description | The request requires higher privileges than provided by the access token. |
    And it is the snapshot "narrow-scope"
    When "compute_packs.create" is called with
      | id    | {fresh_namespace.id}                                                                  |
      | packs | = [{"number_of_minutes": 77, "expires_at": "2039-09-09", "purchase_xid": "{unique}"}] |
    Then the members are
      | /0/number_of_minutes | = 10000 |
