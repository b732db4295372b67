//! The projects, snippets, keys and certificates of the documented world are what spec/fixtures.yaml says.

use labproof_spec::Edition;
use serde_json::{Value, json};

use crate::support::{Target, not_found};
use crate::world::{Cast, casts};

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
            not_found(cast.0.edition)
        );
        if cast.0.edition == Edition::new(17, 9) {
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
        let hidden = cast.0.edition >= Edition::new(16, 3);
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
