@op:instance.check
Feature: Instance check: version, revision and Redis

  Geo sites, GitLab Shell's self-test and Gitaly call it to check the connection.

  Background:
    Given the request of the documented example

  @req:instance.check/api-version
  Scenario: `api_version` is v4
    When it is sent
    Then the members are
      | /api_version | v4 |

  @req:instance.check/version-and-revision
  Scenario: `gitlab_version` and `gitlab_rev` are strings
    When it is sent
    Then the members are
      | /gitlab_version | : string |
      | /gitlab_rev     | : string |

  @req:instance.check/redis
  Scenario: `redis` is a boolean
    When it is sent
    Then the members are
      | /redis | : boolean |

  @req:instance.check/ok-is-200
  Scenario: Valid request: status 200
    When it is sent
    Then the status is 200

  @req:instance.check/json-type-without-body
  Scenario: JSON content type without a body: 200
    Given the header "Content-Type" is "application/json"
    When it is sent
    Then the status is 200
    And the members are
      | /api_version | v4 |
