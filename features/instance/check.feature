@op:instance.check
Feature: What an instance says about itself

  Geo sites, GitLab Shell's self-test and Gitaly ask it whether they talk to the right server.

  Background:
    Given the request of the documented example

  @req:instance.check/api-version
  Scenario: The API is version 4
    When it is sent
    Then the members are
      | /api_version | v4 |

  @req:instance.check/version-and-revision
  Scenario: Version and revision are text
    When it is sent
    Then the members are
      | /gitlab_version | : string |
      | /gitlab_rev     | : string |

  @req:instance.check/redis
  Scenario: Redis is reachable or not
    When it is sent
    Then the members are
      | /redis | : boolean |

  @req:instance.check/ok-is-200
  Scenario: The status is the one Gitaly asks for
    When it is sent
    Then the status is 200

  @req:instance.check/json-type-without-body
  Scenario: A JSON content type without a body does no harm
    Given the header "Content-Type" is "application/json"
    When it is sent
    Then the status is 200
    And the members are
      | /api_version | v4 |
