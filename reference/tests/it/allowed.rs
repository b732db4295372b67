//! What a granted access check answers, and what it leaves behind.

use labproof_spec::Edition;
use serde_json::{Value, json};

use crate::support::{NOT_FOUND, Target, instance_with, newest};

#[tokio::test]
async fn the_answer_has_its_members_in_order() {
    let target = Target::newest().await;
    let seen = target
        .allowed(json!({"key_id": 400, "project": "harbor/charts"}))
        .await;
    let expected = json!({
        "status": true,
        "gl_repository": "project-201",
        "gl_project_path": "harbor/charts",
        "gl_project_id": 201,
        "gl_root_namespace_id": 103,
        "gl_id": "user-40",
        "gl_username": "mira",
        "git_config_options": [],
        "gitaly": {
            "repository": {
                "storage_name": "default",
                "relative_path": seen.body["gitaly"]["repository"]["relative_path"],
                "git_object_directory": "",
                "git_alternate_object_directories": [],
                "gl_repository": "project-201",
                "gl_project_path": "harbor/charts",
            },
            "address": "unix:/Users/bvl/repos/gitlab/gitaly.socket",
            "token": null,
            "features": {},
        },
        "gl_console_messages": [],
        "need_audit": false,
        "gl_key_type": "key",
        "gl_key_id": 400,
    });
    assert_eq!(seen.body.to_string(), expected.to_string());
}

#[tokio::test]
async fn older_editions_lack_what_came_later() {
    for edition in [Edition::new(12, 4), Edition::new(13, 10), Edition::new(16, 3)] {
        let target = Target::start(edition).await;
        let seen = target
            .allowed(json!({"key_id": 400, "project": "harbor/charts"}))
            .await;
        for later in ["gl_project_id", "gl_root_namespace_id", "need_audit"] {
            assert!(seen.body.get(later).is_none(), "{edition} {later}");
        }
        let key = (
            seen.body.get("gl_key_type"),
            seen.body.get("gl_key_id"),
            seen.body["gitaly"].get("features"),
        );
        let wanted = (Some(&json!("key")), Some(&json!(400)), Some(&json!({})));
        let is_oldest = edition == Edition::new(12, 4);
        assert_eq!(
            key,
            if is_oldest { (None, None, None) } else { wanted },
            "{edition}"
        );
    }
}

#[tokio::test]
async fn what_no_feature_says_of_an_edition_is_as_its_gitlab_had_it() {
    let fetch = |who: &str| json!({ "identifier": who, "project": "harbor/charts" });
    for edition in [Edition::new(12, 4), Edition::new(13, 10), Edition::new(16, 3)] {
        let target = Target::start(edition).await;
        // Whose password expired, and whose key: neither mattered at first.
        let is_strict = edition >= Edition::new(16, 3);
        let status = if is_strict { 401 } else { 200 };
        assert_eq!(target.allowed(fetch("user-56")).await.status, status, "{edition}");
        let by_key = json!({"key_id": 421, "project": "harbor/charts"});
        assert_eq!(target.allowed(by_key).await.status, status, "{edition}");
        // A deploy key's identifier meant its creator, who may push.
        let mut push = fetch("key-431");
        push["action"] = json!("git-receive-pack");
        let pushed = target.allowed(push).await;
        assert_eq!((pushed.status, &pushed.body["gl_id"]), (200, &json!("user-41")));
    }
    let oldest = Target::start(Edition::new(12, 4)).await;
    let unconfirmed = oldest.allowed(fetch("user-54")).await;
    assert_eq!(unconfirmed.verdict(), (401, "Your account has been blocked."));
}

#[tokio::test]
async fn the_actor_is_named_in_several_ways() {
    let target = Target::newest().await;
    for (actor, gl_id, key) in [
        (json!({"user_id": 40}), "user-40", None),
        (json!({"user_id": "40"}), "user-40", None),
        (json!({"username": "mira"}), "user-40", None),
        (json!({"username": "Mira"}), "user-40", None),
        (json!({"identifier": "user-40"}), "user-40", None),
        (json!({"identifier": "key-400"}), "user-40", None),
        (
            json!({"identifier": "key-431"}),
            "user-41",
            Some(("deploy_key", 431)),
        ),
        (json!({"key_id": 431}), "user-41", Some(("deploy_key", 431))),
        (json!({"key_id": "400abc"}), "user-40", Some(("key", 400))),
        // The first one given decides.
        (
            json!({"key_id": 400, "user_id": 43, "username": "finn"}),
            "user-40",
            Some(("key", 400)),
        ),
        (
            json!({"user_id": 40, "username": "finn", "identifier": "user-43"}),
            "user-40",
            None,
        ),
        (
            json!({"username": "mira", "identifier": "user-43"}),
            "user-40",
            None,
        ),
    ] {
        let mut params = actor.clone();
        params["project"] = json!("harbor/charts");
        let seen = target.allowed(params).await;
        assert_eq!(
            (seen.status, &seen.body["gl_id"]),
            (200, &json!(gl_id)),
            "{actor}"
        );
        let seen_key = (
            seen.body.get("gl_key_type").cloned(),
            seen.body.get("gl_key_id").cloned(),
        );
        assert_eq!(
            seen_key,
            (key.map(|key| json!(key.0)), key.map(|key| json!(key.1))),
            "{actor}"
        );
    }
}

#[tokio::test]
async fn an_actor_that_is_not_found_is_not_looked_for_elsewhere() {
    let target = Target::newest().await;
    for actor in [
        json!({"key_id": 999_999, "user_id": 40}),
        json!({"key_id": "", "user_id": 40}),
        json!({"user_id": 999_999, "username": "mira"}),
        json!({"username": "nobody.here", "identifier": "user-40"}),
        json!({"krb5principal": "mira@EXAMPLE.COM", "key_id": 400}),
        json!({"identifier": "mira"}),
        json!({"identifier": "group-40"}),
        json!({"username": []}),
        json!({"username": {"a": "mira"}}),
        json!({"key_id": []}),
        json!({"key_id": false}),
        json!({}),
    ] {
        let mut params = actor.clone();
        params["project"] = json!("harbor/charts");
        assert_eq!(
            target.allowed(params.clone()).await.verdict(),
            NOT_FOUND,
            "{actor}"
        );
        params["project"] = json!("harbor/almanac");
        let public = target.allowed(params).await;
        assert_eq!(
            (public.status, &public.body["gl_id"]),
            (200, &json!("")),
            "{actor}"
        );
        assert!(public.body.get("gl_username").is_none() && public.body.get("gl_key_id").is_none());
    }
    // What is null was not given.
    let null = json!({"key_id": null, "user_id": 40, "project": "harbor/charts"});
    assert_eq!(target.allowed(null).await.status, 200);
}

#[tokio::test]
async fn a_key_that_only_signs_opens_nothing_where_there_are_such_keys() {
    for (edition, status) in [
        (Edition::new(12, 4), 200),
        (Edition::new(13, 10), 200),
        (Edition::new(16, 3), 404),
        (Edition::new(17, 9), 404),
    ] {
        let target = Target::start(edition).await;
        assert_eq!(
            target
                .allowed(json!({"key_id": 423, "project": "harbor/charts"}))
                .await
                .status,
            status,
            "{edition}"
        );
    }
}

#[tokio::test]
async fn a_foreign_deploy_key_reads_what_everybody_reads() {
    let target = Target::newest().await;
    assert_eq!(
        target
            .allowed(json!({"key_id": 433, "project": "harbor/almanac"}))
            .await
            .status,
        200
    );
    let archive = json!({"key_id": 431, "project": "harbor/charts", "action": "git-upload-archive"});
    assert_eq!(target.allowed(archive).await.body["gl_key_type"], "deploy_key");
}

#[tokio::test]
async fn a_key_about_to_expire_warns() {
    let target = Target::newest().await;
    let seen = target
        .allowed(json!({"key_id": 422, "project": "harbor/charts"}))
        .await;
    let warning = "INFO: Your SSH key expires soon. Please generate a new key.";
    assert_eq!(seen.body["gl_console_messages"], json!([warning]));
}

#[tokio::test]
async fn the_environment_of_a_push_under_way_is_handed_on() {
    let target = Target::newest().await;
    let repository = async |env: Value| {
        let seen = target
            .allowed(json!({"key_id": 400, "project": "harbor/charts", "env": env}))
            .await;
        seen.body["gitaly"]["repository"].clone()
    };
    let env = json!({
        "GIT_OBJECT_DIRECTORY_RELATIVE": "objects/incoming",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES_RELATIVE": ["objects", 7],
    });
    let seen = repository(json!(env.to_string())).await;
    assert_eq!(seen["git_object_directory"], "objects/incoming");
    assert_eq!(seen["git_alternate_object_directories"], json!(["objects"]));
    for env in [
        json!(""),
        json!("{"),
        json!("[]"),
        json!(7),
        json!({"a": 1}),
        json!(r#"{"GIT_OBJECT_DIRECTORY_RELATIVE": 1}"#),
    ] {
        assert_eq!(repository(env).await["git_object_directory"], "");
    }
}

#[tokio::test]
async fn a_limit_for_pushes_is_told_to_git() {
    let target = Target::with_world(newest(), instance_with("receive_max_input_size: 1048576")).await;
    let seen = target
        .allowed(json!({"key_id": 400, "project": "harbor/charts"}))
        .await;
    assert_eq!(
        seen.body["git_config_options"],
        json!(["receive.maxInputSize=1048576"])
    );
}

#[tokio::test]
async fn a_use_of_a_key_is_recorded_once_and_only_if_it_was_granted() {
    let target = Target::newest().await;
    let state = async || target.fingerprint().await;
    let before = state().await;
    assert_eq!(
        target
            .allowed(json!({"key_id": 400, "project": "harbor/nothing"}))
            .await
            .status,
        404
    );
    assert_eq!(state().await, before);
    target
        .allowed(json!({"key_id": 400, "project": "harbor/charts"}))
        .await;
    let used = state().await;
    assert_ne!(used, before);
    target
        .allowed(json!({"key_id": 400, "project": "harbor/charts"}))
        .await;
    assert_eq!(state().await, used);
}

#[tokio::test]
async fn the_context_of_gitalys_client_is_checked_in_the_newest_edition() {
    use base64::Engine;
    let encode = |text: &str| base64::engine::general_purpose::STANDARD.encode(text);
    let ask = async |target: &Target, context: &str| {
        let params = json!({"key_id": 400, "project": "harbor/charts", "gitaly_client_context_bin": context});
        let seen = target.allowed(params).await;
        (
            seen.status,
            seen.body["message"].as_str().unwrap_or_default().to_owned(),
        )
    };
    let target = Target::newest().await;
    for context in [
        encode("{}"),
        encode(r#"{"skip-ci": true}"#),
        encode(r#"{"scoped-user-id": "41"}"#),
        String::new(),
    ] {
        assert_eq!(ask(&target, &context).await.0, 200, "{context}");
    }
    let malformed = (
        400,
        "400 Bad request - malformed gitaly_client_context_bin".to_owned(),
    );
    assert_eq!(ask(&target, "?").await, malformed);
    assert_eq!(ask(&target, &encode("{")).await, malformed);
    let not_an_object = "400 Bad request - Decoded gitaly_client_context_bin is not a valid JSON object";
    assert_eq!(ask(&target, &encode("[]")).await, (400, not_an_object.to_owned()));
    let unknown = "404 User ID 999999 not found Not Found";
    for id in [r#"{"scoped-user-id": "999999"}"#, r#"{"scoped-user-id": 999999}"#] {
        assert_eq!(ask(&target, &encode(id)).await, (404, unknown.to_owned()));
    }
    let older = Target::start(Edition::new(16, 3)).await;
    assert_eq!(ask(&older, "?").await.0, 200);
    for slug in ["instance.check", "ssh.discover", "git.pre_receive"] {
        let seen = target
            .call(
                slug,
                json!({"gitaly_client_context_bin": "?", "gl_repository": "project-3"}),
            )
            .await;
        assert_eq!(seen.status, 400, "{slug}");
    }
}
