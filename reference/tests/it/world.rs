//! Every role of the documented world is what spec/fixtures.yaml says, in every edition that has it.

use labproof_reference::World;
use labproof_spec::{Edition, Spec};
use serde_json::{Value, json};

use crate::support::{NOT_FOUND, ONES, Target, ZEROS};

#[test]
fn every_role_has_exactly_its_fields() {
    let spec = Spec::embedded().unwrap_or_else(|faults| panic!("{faults}"));
    let world = World::documented().unwrap();
    for edition in Edition::ALL {
        let fixtures = world.fixtures(edition);
        let mut roles = spec.api(edition).roles.clone();
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

struct Cast(Target);

impl Cast {
    fn get(&self, path: &str) -> Value {
        let (role, field) = path.split_once('.').unwrap();
        self.0.fixture(role, field)
    }

    /// Whether a key may fetch or push, without changes.
    async fn may(&self, key: &str, action: &str, project: &str) -> (u16, String) {
        let seen = self
            .0
            .allowed(json!({"key_id": self.get(key), "action": action, "project": self.get(project)}))
            .await;
        let (status, message) = seen.verdict();
        (status, message.to_owned())
    }

    async fn fetches(&self, key: &str, project: &str) -> u16 {
        self.may(key, "git-upload-pack", project).await.0
    }

    async fn pushes(&self, key: &str, project: &str) -> u16 {
        self.may(key, "git-receive-pack", project).await.0
    }

    async fn pushes_to(&self, key: &str, branch: &Value, old: &str) -> u16 {
        let changes = format!("{old} {ONES} refs/heads/{}", branch.as_str().unwrap());
        let params = json!({
            "key_id": self.get(key), "action": "git-receive-pack", "changes": changes,
            "project": self.get("private_project.path"),
        });
        self.0.allowed(params).await.status
    }

    async fn name_of_key(&self, key: &str) -> Value {
        self.0
            .call("ssh.discover", json!({"key_id": self.get(key)}))
            .await
            .body
    }
}

async fn casts() -> Vec<Cast> {
    let mut casts = Vec::new();
    for edition in Edition::ALL {
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
        if cast.0.edition == Edition::V17_9 {
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

#[tokio::test]
async fn projects_are_as_they_are_said_to_be() {
    for cast in casts().await {
        let member = "member.key_id";
        for (project, fetch, push) in [
            ("archived_project.path", 200, 401),
            ("frozen_project.path", 200, 401),
            ("no_repository_project.path", 404, 404),
            ("renamed_project.path", 200, 200),
            ("renamed_project.old_path", 200, 200),
            ("lfs_disabled_project.path", 200, 200),
            ("merge_request_project.path", 200, 200),
            ("project_wiki.path", 200, 200),
            ("http_only_project.path", 401, 401),
            ("ip_restricted_project.path", 200, 200),
            ("public_project.path", 200, 401),
            ("missing.path", 404, 404),
        ] {
            assert_eq!(
                (
                    cast.fetches(member, project).await,
                    cast.pushes(member, project).await
                ),
                (fetch, push),
                "{project}"
            );
        }
        assert_eq!(cast.pushes("outsider.key_id", "public_project.path").await, 401);
        for role in [
            "example_project",
            "private_project",
            "public_project",
            "merge_request_project",
            "counter_project",
        ] {
            let gl_repository = cast.get(&format!("{role}.gl_repository"));
            assert_eq!(
                gl_repository,
                format!("project-{}", cast.get(&format!("{role}.id"))),
                "{role}"
            );
            let seen = cast
                .0
                .allowed(json!({"user_id": 1, "project": cast.get(&format!("{role}.path"))}))
                .await;
            assert_eq!(seen.body["gl_repository"], gl_repository, "{role}");
        }
        for role in [
            "archived_project",
            "frozen_project",
            "renamed_project",
            "lfs_disabled_project",
            "http_only_project",
            "ip_restricted_project",
        ] {
            let gl_repository = format!("project-{}", cast.get(&format!("{role}.id")));
            let seen = cast
                .0
                .allowed(json!({"user_id": 1, "gl_repository": gl_repository, "protocol": "http"}))
                .await;
            assert_eq!(
                seen.body["gl_project_path"],
                cast.get(&format!("{role}.path")),
                "{role}"
            );
        }
        let absent = format!("project-{}", cast.get("no_repository_project.id"));
        let seen = cast
            .0
            .allowed(json!({"user_id": 1, "gl_repository": absent}))
            .await;
        assert_eq!(
            seen.verdict(),
            (404, "A repository for this project does not exist yet.")
        );
        assert_eq!(
            cast.0
                .allowed(json!({"user_id": 1, "gl_repository": "project-999999"}))
                .await
                .status,
            404
        );
        let address = |ip: Value| json!({"key_id": cast.get(member), "project": cast.get("ip_restricted_project.path"), "check_ip": ip});
        assert_eq!(
            cast.0
                .allowed(address(cast.get("ip_restricted_project.allowed_ip")))
                .await
                .status,
            200
        );
        assert_eq!(
            cast.0
                .allowed(address(cast.get("ip_restricted_project.refused_ip")))
                .await
                .verdict(),
            NOT_FOUND
        );
        if cast.0.edition == Edition::V17_9 {
            let seen = cast
                .0
                .allowed(json!({"user_id": 1, "project": cast.get("private_project.path")}))
                .await;
            assert_eq!(
                seen.body["gl_root_namespace_id"],
                cast.get("private_project.root_namespace_id")
            );
        }
    }
}

#[tokio::test]
async fn snippets_wikis_and_designs_are_where_they_are_said_to_be() {
    for cast in casts().await {
        for role in ["personal_snippet", "project_snippet", "project_wiki"] {
            let gl_repository = cast.get(&format!("{role}.gl_repository"));
            let seen = cast
                .0
                .allowed(json!({"key_id": cast.get("member.key_id"), "gl_repository": gl_repository}))
                .await;
            assert_eq!(
                (seen.status, &seen.body["gl_repository"]),
                (200, &gl_repository),
                "{role}"
            );
        }
        assert_eq!(
            cast.get("personal_snippet.author_key_id"),
            cast.get("member.key_id")
        );
        assert_eq!(
            cast.get("personal_snippet.author_user_id"),
            cast.get("member.user_id")
        );
        assert_eq!(
            cast.get("project_snippet.project_id"),
            cast.get("private_project.id")
        );
        assert_eq!(
            cast.get("project_wiki.project_id"),
            cast.get("private_project.id")
        );
        assert_eq!(
            cast.get("project_wiki.gl_repository"),
            format!("wiki-{}", cast.get("project_wiki.id"))
        );
        let design = json!({"user_id": cast.get("member.user_id"), "gl_repository": cast.get("design.gl_repository"), "protocol": "web"});
        assert_eq!(cast.0.allowed(design).await.status, 200);
    }
}

#[tokio::test]
async fn whoever_is_kept_out_is_kept_out_for_the_right_reason() {
    for cast in casts().await {
        for (role, words) in [
            ("blocked_user", "has been blocked"),
            ("pending_user", "pending approval"),
            ("deactivated_user", "deactivated"),
            ("unconfirmed_user", "not confirmed"),
            ("terms_user", "Terms of Service"),
            ("password_expired_user", "password expired"),
            ("internal_user", "internal users"),
        ] {
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
            assert!(
                status == 401 && message.contains(words),
                "{role}: {status} {message}"
            );
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
        assert_eq!((status, message.as_str()), (401, "Your SSH key has expired."));
        assert_eq!(
            cast.fetches("expiring_key.key_id", "private_project.path").await,
            200
        );
    }
}

#[tokio::test]
async fn keys_have_the_content_they_are_said_to_have() {
    for cast in casts().await {
        for (blob, id) in [
            ("example_authorized_key.blob", "example_authorized_key.key_id"),
            ("member.key_blob", "member.key_id"),
            ("deploy_key.blob", "deploy_key.key_id"),
        ] {
            let seen = cast
                .0
                .call("ssh.authorized_keys", json!({"key": cast.get(blob)}))
                .await;
            assert_eq!(seen.body["id"], cast.get(id), "{blob}");
        }
        let key = cast
            .0
            .call(
                "ssh.authorized_keys",
                json!({"key": cast.get("example_authorized_key.blob")}),
            )
            .await;
        assert_eq!(key.body["title"], cast.get("example_authorized_key.title"));
        let start = format!("{} ", cast.get("example_authorized_key.type").as_str().unwrap());
        assert!(key.body["key"].as_str().unwrap().starts_with(&start));
        let signing = cast
            .0
            .call(
                "ssh.authorized_keys",
                json!({"key": cast.get("signing_key.blob")}),
            )
            .await;
        let hidden = cast.0.edition >= Edition::V16_3;
        assert_eq!(signing.status, if hidden { 404 } else { 200 });
        let found = cast.name_of_key("signing_key.key_id").await;
        assert_eq!(found.is_null(), hidden);
    }
}

#[tokio::test]
async fn certificates_lead_where_they_are_said_to_lead() {
    let cast = Cast(Target::newest().await);
    let ask = async |fingerprint: &str, user: &str| {
        let params = json!({"key": cast.get(fingerprint), "user_identifier": cast.get(user)});
        cast.0.call("ssh.authorized_certs", params).await
    };
    for user in ["certificate.username", "certificate.email"] {
        let seen = ask("certificate.fingerprint", user).await;
        let (namespace, username) = (
            cast.get("certificate.namespace"),
            cast.get("certificate.username"),
        );
        seen.is(
            200,
            json!({"success": true, "namespace": namespace, "username": username}),
        );
    }
    assert_eq!(
        ask("certificate.fingerprint", "certificate_outsider.username")
            .await
            .status,
        404
    );
    assert_eq!(
        ask("certificate.fingerprint", "certificate_member.username")
            .await
            .status,
        403
    );
    let unlicensed = ask(
        "unlicensed_certificate.fingerprint",
        "unlicensed_certificate.username",
    )
    .await;
    unlicensed.is(403, json!({"message": "Feature is not available"}));
    let outsider = cast
        .0
        .call(
            "ssh.discover",
            json!({"username": cast.get("certificate_outsider.username")}),
        )
        .await;
    assert!(outsider.body.is_object());
}

#[tokio::test]
async fn the_message_of_the_documentation_is_shown_for_its_project_only() {
    for cast in casts().await {
        let messages = async |gl_repository: Value| {
            let params = json!({"gl_repository": gl_repository, "identifier": "user-1", "changes": ""});
            cast.0.call("git.post_receive", params).await.body["messages"].clone()
        };
        let alert = json!([{"message": "Hello from post-receive", "type": "alert"}]);
        assert_eq!(messages(cast.get("counter_project.gl_repository")).await, alert);
        assert_eq!(
            messages(cast.get("merge_request_project.gl_repository")).await,
            json!([])
        );
    }
}
