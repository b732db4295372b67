//! Every role of the documented world is what spec/fixtures.yaml says, in every edition that has it.

use labproof_reference::World;
use labproof_spec::Edition;
use serde_json::{Value, json};

use crate::support::{ONES, Target, ZEROS, editions, spec};

#[test]
fn every_role_has_exactly_its_fields() {
    let world = World::documented().unwrap();
    for edition in editions() {
        let fixtures = world.fixtures(&spec().api(edition));
        let mut roles = spec().api(edition).roles.clone();
        roles.retain(|_, role| !role.fresh);
        let names = |keys: Vec<&String>| {
            keys.into_iter()
                .cloned()
                .collect::<std::collections::BTreeSet<_>>()
        };
        assert_eq!(
            names(fixtures.keys().collect()),
            names(roles.keys().collect()),
            "{edition}"
        );
        for (name, role) in &roles {
            let fields = &fixtures[name];
            assert_eq!(
                names(fields.keys().collect()),
                names(role.fields.keys().collect()),
                "{name}"
            );
            for (field, kind) in &role.fields {
                let kind = serde_json::to_value(kind).unwrap_or(Value::Null);
                let value = &fields[field];
                let right = if kind == json!("integer") {
                    value.is_u64()
                } else {
                    value.is_string()
                };
                assert!(right, "{name}.{field} is no {kind}: {value}");
            }
        }
    }
}

pub(crate) struct Cast(pub(crate) Target);

impl Cast {
    pub(crate) fn get(&self, path: &str) -> Value {
        let (role, field) = path.split_once('.').unwrap();
        self.0.fixture(role, field)
    }

    /// Whether a key may fetch or push, without changes.
    pub(crate) async fn may(&self, key: &str, action: &str, project: &str) -> (u16, String) {
        let seen = self
            .0
            .allowed(json!({"key_id": self.get(key), "action": action, "project": self.get(project)}))
            .await;
        let (status, message) = seen.verdict();
        (status, message.to_owned())
    }

    pub(crate) async fn fetches(&self, key: &str, project: &str) -> u16 {
        self.may(key, "git-upload-pack", project).await.0
    }

    pub(crate) async fn pushes(&self, key: &str, project: &str) -> u16 {
        self.may(key, "git-receive-pack", project).await.0
    }

    pub(crate) async fn pushes_to(&self, key: &str, branch: &Value, old: &str) -> u16 {
        let changes = format!("{old} {ONES} refs/heads/{}", branch.as_str().unwrap());
        let params = json!({
            "key_id": self.get(key), "action": "git-receive-pack", "changes": changes,
            "project": self.get("private_project.path"),
        });
        self.0.allowed(params).await.status
    }

    pub(crate) async fn name_of_key(&self, key: &str) -> Value {
        self.0
            .call("ssh.discover", json!({"key_id": self.get(key)}))
            .await
            .body
    }
}

pub(crate) async fn casts() -> Vec<Cast> {
    let mut casts = Vec::new();
    for edition in editions() {
        casts.push(Cast(Target::start(edition).await));
    }
    casts
}

#[tokio::test]
async fn people_are_who_they_are() {
    for cast in casts().await {
        for role in [
            "example_key",
            "discover_key",
            "member",
            "maintainer",
            "guest",
            "outsider",
            "deploy_key",
        ] {
            let user = cast.name_of_key(&format!("{role}.key_id")).await;
            assert_eq!(user["id"], cast.get(&format!("{role}.user_id")), "{role}");
            assert_eq!(user["username"], cast.get(&format!("{role}.username")), "{role}");
        }
        for role in ["example_key", "discover_key", "member"] {
            let user = cast.name_of_key(&format!("{role}.key_id")).await;
            assert_eq!(user["name"], cast.get(&format!("{role}.name")), "{role}");
        }
        if cast.0.edition == Edition::new(17, 9) {
            let user = cast.name_of_key("discover_key.key_id").await;
            assert_eq!(user["public_email"], cast.get("discover_key.public_email"));
        }
        assert_eq!(cast.name_of_key("orphan_key.key_id").await, Value::Null);
        let token_user = cast
            .0
            .call(
                "ssh.discover",
                json!({"username": cast.get("token_user.username")}),
            )
            .await
            .body;
        assert_eq!(token_user["id"], cast.get("token_user.user_id"));
        for missing in [
            json!({"key_id": cast.get("missing.key_id")}),
            json!({"user_id": cast.get("missing.user_id")}),
            json!({"username": cast.get("missing.username")}),
        ] {
            assert_eq!(cast.0.call("ssh.discover", missing).await.body, Value::Null);
        }
        assert_eq!(cast.get("own_namespace.path"), cast.get("member.username"));
    }
}

#[tokio::test]
async fn roles_in_the_private_project_are_real() {
    for cast in casts().await {
        let project = "private_project.path";
        for (key, fetch, push) in [
            ("member.key_id", 200, 200),
            ("maintainer.key_id", 200, 200),
            ("guest.key_id", 401, 401),
            ("outsider.key_id", 404, 404),
            ("deploy_key.key_id", 200, 401),
            ("writing_deploy_key.key_id", 200, 200),
            ("foreign_deploy_key.key_id", 404, 404),
            ("orphan_key.key_id", 404, 404),
        ] {
            assert_eq!(
                (cast.fetches(key, project).await, cast.pushes(key, project).await),
                (fetch, push),
                "{key}"
            );
        }
        assert_eq!(
            cast.fetches("example_key.key_id", "example_project.path").await,
            200
        );
        assert_eq!(
            cast.pushes("example_key.key_id", "example_project.path").await,
            200
        );
        let head = cast.get("private_project.head");
        let head = head.as_str().unwrap();
        assert!(head.len() == 40 && head.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let main = cast.get("private_project.default_branch");
        assert_eq!(cast.pushes_to("member.key_id", &main, head).await, 401);
        assert_eq!(cast.pushes_to("maintainer.key_id", &main, head).await, 200);
        assert_eq!(
            cast.pushes_to("maintainer.key_id", &main, ONES).await,
            401,
            "a force push"
        );
        let stable = cast.get("private_project.protected_branch");
        assert_ne!(stable, main);
        assert_eq!(cast.pushes_to("member.key_id", &stable, ZEROS).await, 401);
        assert_eq!(cast.pushes_to("maintainer.key_id", &stable, ZEROS).await, 200);
    }
}

const STATES: [&str; 7] = [
    "blocked_user",
    "pending_user",
    "deactivated_user",
    "unconfirmed_user",
    "terms_user",
    "password_expired_user",
    "internal_user",
];

/// What somebody in this state is told; nothing where the edition lets them in.
fn words(role: &str, edition: Edition) -> Option<&'static str> {
    Some(match role {
        "pending_user" => "pending approval",
        "deactivated_user" => "deactivated",
        "unconfirmed_user" if edition >= Edition::new(13, 10) => "not confirmed",
        "terms_user" => "Terms of Service",
        "password_expired_user" if edition < Edition::new(16, 3) => return None,
        "password_expired_user" => "password expired",
        "internal_user" => "internal users",
        _ => "has been blocked",
    })
}

#[tokio::test]
async fn whoever_is_kept_out_is_kept_out_for_the_right_reason() {
    for cast in casts().await {
        let edition = cast.0.edition;
        for role in STATES {
            let user = cast.name_of_key(&format!("{role}.key_id")).await;
            assert_eq!(user["id"], cast.get(&format!("{role}.user_id")), "{role}");
            assert_eq!(user["username"], cast.get(&format!("{role}.username")), "{role}");
            let (status, message) = cast
                .may(
                    &format!("{role}.key_id"),
                    "git-upload-pack",
                    "private_project.path",
                )
                .await;
            let is_told = match words(role, edition) {
                Some(words) => status == 401 && message.contains(words),
                None => status == 200,
            };
            assert!(is_told, "{edition} {role}: {status} {message}");
        }
        for role in ["expired_key", "expiring_key"] {
            assert_eq!(
                cast.name_of_key(&format!("{role}.key_id")).await["id"],
                cast.get(&format!("{role}.user_id"))
            );
            assert_eq!(cast.get(&format!("{role}.user_id")), cast.get("member.user_id"));
        }
        let (status, message) = cast
            .may("expired_key.key_id", "git-upload-pack", "private_project.path")
            .await;
        let expired = (status, message.as_str());
        if edition < Edition::new(16, 3) {
            assert_eq!(expired.0, 200);
        } else {
            assert_eq!(expired, (401, "Your SSH key has expired."));
        }
        assert_eq!(
            cast.fetches("expiring_key.key_id", "private_project.path").await,
            200
        );
    }
}
