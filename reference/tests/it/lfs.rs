//! `git.lfs_authenticate`.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use labproof_spec::Edition;
use serde_json::{Value, json};

use crate::support::{Target, editions, instance_with, newest};

fn claims(token: &Value) -> Value {
    let part = token.as_str().unwrap().split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

#[tokio::test]
async fn a_token_names_its_actor_and_lasts_as_long_as_its_edition_says() {
    for edition in editions() {
        let served = edition >= Edition::new(18, 9);
        let seconds = if served { 7200 } else { 1800 };
        let target = Target::start(edition).await;
        let seen = target
            .call(
                "git.lfs_authenticate",
                json!({"key_id": "400", "project": "harbor/charts"}),
            )
            .await;
        assert_eq!(seen.status, 200);
        assert_eq!(seen.body["username"], "mira");
        assert_eq!(
            seen.body["repository_http_path"],
            "http://localhost:3001/harbor/charts.git"
        );
        assert_eq!(seen.body["expires_in"], seconds);
        let claims = claims(&seen.body["lfs_token"]);
        let at = |name: &str| claims[name].as_i64().unwrap();
        assert_eq!(claims["data"]["actor"], "mira");
        assert_eq!(claims["jti"].as_str().unwrap().len(), 36);
        assert_eq!((at("exp") - at("iat"), at("iat") - at("nbf")), (seconds, 5));
        let container = if served {
            json!("gid://gitlab/Project/201")
        } else {
            Value::Null
        };
        assert_eq!(claims["data"]["container_gid"], container);
    }
}

#[tokio::test]
async fn every_token_is_new() {
    let target = Target::newest().await;
    let ask = async || {
        let seen = target
            .call(
                "git.lfs_authenticate",
                json!({"user_id": 40, "project": "harbor/charts"}),
            )
            .await;
        claims(&seen.body["lfs_token"])["jti"].clone()
    };
    assert_ne!(ask().await, ask().await);
}

#[tokio::test]
async fn actors_and_repositories_are_named_as_elsewhere() {
    let target = Target::newest().await;
    for (params, username, path) in [
        (
            json!({"key_id": 431, "project": "harbor/charts"}),
            "lfs+deploy-key-431",
            "harbor/charts",
        ),
        (
            json!({"username": "mira", "gl_repository": "project-201"}),
            "mira",
            "harbor/charts",
        ),
        (
            json!({"user_id": "40", "gl_repository": "wiki-201"}),
            "mira",
            "harbor/charts.wiki",
        ),
        (
            json!({"key_id": 400, "project": "/harbor/old-beacon.git", "operation": "upload"}),
            "mira",
            "harbor/beacon",
        ),
        // Whether the project may be read is asked where the token is used.
        (
            json!({"key_id": 403, "project": "harbor/charts"}),
            "finn",
            "harbor/charts",
        ),
    ] {
        let seen = target.call("git.lfs_authenticate", params.clone()).await;
        assert_eq!(
            (seen.status, &seen.body["username"]),
            (200, &json!(username)),
            "{params}"
        );
        assert_eq!(
            seen.body["repository_http_path"],
            format!("http://localhost:3001/{path}.git")
        );
    }
}

#[tokio::test]
async fn the_repository_is_looked_for_before_the_actor() {
    for edition in editions() {
        let target = Target::start(edition).await;
        let before = target.fingerprint().await;
        for (repository, actor, text) in [
            (
                json!({"project": "harbor/nothing"}),
                json!({"key_id": 999_999}),
                // The oldest asks for the actor first.
                if edition == Edition::new(12, 4) {
                    "404 Not found"
                } else {
                    "404 Not Found"
                },
            ),
            (
                json!({"project": "harbor/ballast"}),
                json!({"key_id": 400}),
                "404 Not Found",
            ),
            (
                json!({"gl_repository": "snippet-301"}),
                json!({"key_id": 400}),
                "404 Not Found",
            ),
            (
                json!({"gl_repository": "nonsense"}),
                json!({"key_id": 400}),
                "404 Not Found",
            ),
            (json!({}), json!({"key_id": 400}), "404 Not Found"),
            (
                json!({"project": "harbor/charts"}),
                json!({"key_id": 999_999}),
                "404 Not found",
            ),
            (
                json!({"project": "harbor/charts"}),
                json!({"key_id": 441}),
                "404 Not found",
            ),
            (json!({"project": "harbor/charts"}), json!({}), "404 Not found"),
        ] {
            let mut params = repository;
            params
                .as_object_mut()
                .unwrap()
                .extend(actor.as_object().unwrap().clone());
            let seen = target.call("git.lfs_authenticate", params).await;
            seen.is(404, json!({ "message": text }));
        }
        assert_eq!(target.fingerprint().await, before);
    }
}

#[tokio::test]
async fn an_instance_without_lfs_has_it_nowhere() {
    let target = Target::with_world(newest(), instance_with("lfs: false")).await;
    let seen = target
        .call(
            "git.lfs_authenticate",
            json!({"key_id": 400, "project": "harbor/charts"}),
        )
        .await;
    seen.is(404, json!({"message": "404 Not Found"}));
}
