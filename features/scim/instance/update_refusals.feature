@op:scim.instance.update
Feature: Update a SCIM user of the instance: refusals

  Background:
    Given the request
      | id         | nobody-has-this-id                                        |
      | Operations | = [{"op": "replace", "path": "active", "value": "false"}] |

  @req:scim.instance.update/unknown-user
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

  @req:scim.instance.update/without-id
  Scenario: Empty id: 405 with an `Allow` header
    Given with
      | id | = "" |
    When it is sent
    Then the status is 405
    And the header "allow" of the answer matches "GET"
    And it is the snapshot "without-id"

  @req:scim.instance.update/scim-type-alone
  Scenario: `Content-Type: application/json`: 415
    Given the content type is "application/json"
    When it is sent
    Then the status is 415
    And the members are
      | /error | : string |
