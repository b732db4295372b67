@op:scim.instance.delete
Feature: Remove a SCIM user from the instance: refusals

  Background:
    Given the request
      | id | nobody-has-this-id |

  @req:scim.instance.delete/unknown-user
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

  @req:scim.instance.delete/without-id
  Scenario: Empty id: 405 with an `Allow` header
    Given with
      | id | = "" |
    When it is sent
    Then the status is 405
    And the header "allow" of the answer matches "GET"
    And it is the snapshot "without-id"
