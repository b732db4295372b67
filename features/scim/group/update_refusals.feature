@op:scim.group.update
Feature: Update a SCIM user of a group: refusals

  Background:
    Given the request
      | group_path | {scim_group.path}                                         |
      | id         | nobody-has-this-id                                        |
      | Operations | = [{"op": "replace", "path": "active", "value": "false"}] |

  @req:scim.group.update/unknown-user
  Scenario: Unknown id: 404
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
        "detail": "Resource nobody-has-this-id not found",
        "status": 404
      }
      """
    And the header "content-type" of the answer matches "(?i)^application/(scim[+])?json(\s*;|$)"
    And it is the snapshot "unknown-user"

  @req:scim.group.update/without-id
  Scenario: Empty id: 405 with an `Allow` header
    Given with
      | id | = "" |
    When it is sent
    Then the status is 405
    And the header "allow" of the answer matches "GET"
    And it is the snapshot "without-id"

  @req:scim.group.update/last-owner @writes
  Scenario: Last owner of the group set inactive: 412, still active
    Given with
      | id | {scim_owner.id} |
    When it is sent
    Then the status is 412
    And the members are
      | /schemas | with "urn:ietf:params:scim:api:messages:2.0:Error" |
      | /detail  | ~ ^Error updating .+ with .                        |
      | /status  | = 412                                              |
    And it is the snapshot "last-owner"
    When "scim.group.get" is called with
      | group_path | {scim_group.path} |
      | id         | {scim_owner.id}   |
    Then the status is 200
    And the members are
      | /active | = true |

  @req:scim.group.update/unknown-group
  Scenario: Unknown group: 404
    Given with
      | group_path | no-such-group |
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
        "detail": "Group no-such-group not found",
        "status": 404
      }
      """
    And it is the snapshot "unknown-group"

  @req:scim.group.update/group-without-saml
  Scenario: Group without SAML single sign-on: 404
    Given with
      | group_path | {group_without_saml.path} |
    When it is sent
    Then the status is 404
    And the body is exactly
      """
      {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
        "detail": "Group {group_without_saml.path} does not have SAML SSO configured",
        "status": 404
      }
      """
    And it is the snapshot "group-without-saml"

  @req:scim.group.update/scim-type-alone
  Scenario: `Content-Type: application/json`: 415
    Given the content type is "application/json"
    When it is sent
    Then the status is 415
    And the members are
      | /error | : string |
