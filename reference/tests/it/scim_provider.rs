//! An identity provider, of a group or of the instance.

use labproof_reference::World;
use labproof_spec::Edition;
use serde_json::{Value, json};

use crate::support::{Seen, Target};

pub(crate) const ERROR: &str = "urn:ietf:params:scim:api:messages:2.0:Error";

/// Calls the operations of one scope.
pub(crate) struct Provider<'t> {
    pub(crate) target: &'t Target,
    pub(crate) scope: &'static str,
}

/// The editions that have SCIM.
pub(crate) const EDITIONS: [Edition; 3] = [Edition::new(16, 3), Edition::new(17, 9), Edition::new(18, 9)];

/// A server in each edition that has SCIM.
pub(crate) async fn targets() -> Vec<Target> {
    with_world(World::documented().unwrap()).await
}

pub(crate) async fn with_world(world: World) -> Vec<Target> {
    let mut targets = Vec::new();
    for edition in EDITIONS {
        targets.push(Target::with_world(edition, world.clone()).await);
    }
    targets
}

impl Target {
    pub(crate) fn group_provider(&self) -> Provider<'_> {
        self.provider("group")
    }

    pub(crate) fn instance_provider(&self) -> Provider<'_> {
        self.provider("instance")
    }

    pub(crate) fn providers(&self) -> [Provider<'_>; 2] {
        [self.group_provider(), self.instance_provider()]
    }

    fn provider(&self, scope: &'static str) -> Provider<'_> {
        Provider { target: self, scope }
    }

    /// What Git tells somebody who fetches, and whether it tells them who they are.
    pub(crate) async fn fetch(&self, username: &str, project: &str) -> (u16, String) {
        let seen = self
            .allowed(json!({"username": username, "project": project}))
            .await;
        let (status, message) = seen.verdict();
        (status, message.to_owned())
    }
}

impl Provider<'_> {
    pub(crate) async fn call(&self, operation: &str, mut params: Value) -> Seen {
        if self.scope == "group" {
            params["group_path"] = json!("test_group");
        }
        let slug = format!("scim.{}.{operation}", self.scope);
        self.target.call(&slug, params).await
    }

    pub(crate) async fn get(&self, id: &str) -> Seen {
        self.call("get", json!({"id": id})).await
    }

    pub(crate) async fn create(&self, name: &str) -> Seen {
        self.call("create", person(name)).await
    }

    pub(crate) async fn delete(&self, id: &str) -> Seen {
        self.call("delete", json!({"id": id})).await
    }

    pub(crate) async fn update(&self, id: &str, operations: Value) -> Seen {
        self.call("update", json!({"id": id, "Operations": operations}))
            .await
    }

    pub(crate) async fn set_active(&self, id: &str, active: Value) -> u16 {
        let operation = json!({"op": "replace", "path": "active", "value": active});
        self.update(id, json!([operation])).await.status
    }

    /// The ids that a filter finds.
    pub(crate) async fn find(&self, filter: &str) -> Vec<String> {
        let seen = self.call("list", json!({"filter": filter})).await;
        assert_eq!(seen.status, 200, "{filter}: {}", seen.body);
        seen.ids()
    }
}

impl Seen {
    /// The ids on a page.
    pub(crate) fn ids(&self) -> Vec<String> {
        let resources = self.body["Resources"].as_array().unwrap();
        let id = |user: &Value| user["id"].as_str().unwrap().to_owned();
        resources.iter().map(id).collect()
    }

    /// The detail of a refusal in SCIM's own envelope.
    #[track_caller]
    pub(crate) fn refuses(&self, status: u16) -> &str {
        assert_eq!(
            (self.status, &self.body["schemas"], &self.body["status"]),
            (status, &json!([ERROR]), &json!(status)),
            "{self:?}"
        );
        assert_eq!(self.headers["content-type"], "application/scim+json");
        self.body["detail"].as_str().unwrap()
    }
}

/// A name in the place where answers of an edition have it.
pub(crate) fn named(edition: Edition, mut answer: Value, formatted: &str) -> Value {
    if edition < Edition::new(18, 9) {
        answer["name.formatted"] = json!(formatted);
        return answer;
    }
    let (given, family) = formatted.split_once(' ').unwrap_or((formatted, ""));
    answer["name"] = json!({"formatted": formatted, "givenName": given, "familyName": family});
    answer
}

/// The full name in an answer, wherever it stands.
pub(crate) fn full_name(answer: &Value) -> &Value {
    answer
        .get("name.formatted")
        .unwrap_or(&answer["name"]["formatted"])
}

/// What a provider says of somebody new.
pub(crate) fn person(name: &str) -> Value {
    json!({
        "externalId": format!("id of {name}"),
        "userName": name,
        "active": null,
        "emails": [{"primary": true, "type": "work", "value": format!("{name}@example.com")}],
        "name": {"formatted": "Test User", "familyName": "User", "givenName": "Test"},
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "meta": {"resourceType": "User"},
    })
}
