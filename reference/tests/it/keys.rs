//! `ssh.authorized_keys`.

use labproof_spec::Edition;
use serde_json::{Value, json};

use crate::support::{Seen, Target, editions};

async fn look_up(target: &Target, key: &str) -> Seen {
    target.call("ssh.authorized_keys", json!({ "key": key })).await
}

fn blob(target: &Target, role: &str, field: &str) -> String {
    target.fixture(role, field).as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_key_is_answered_as_registered_and_later_with_its_owner_for_a_comment() {
    for edition in editions() {
        let target = Target::start(edition).await;
        let blob = blob(&target, "example_authorized_key", "blob");
        let seen = look_up(&target, &blob).await;
        let mut expected =
            json!({"id": 11, "title": "admin@example.com", "created_at": "2019-06-27T15:29:02.219Z"});
        if edition >= Edition::new(16, 3) {
            expected["expires_at"] = Value::Null;
        }
        if edition >= Edition::new(18, 9) {
            expected["last_used_at"] = Value::Null;
        }
        let comment = if edition >= Edition::new(16, 3) {
            " Administrator (localhost)"
        } else {
            ""
        };
        expected["key"] = json!(format!("ssh-rsa {blob}{comment}"));
        if edition >= Edition::new(16, 3) {
            expected["usage_type"] = json!("auth_and_signing");
        }
        assert_eq!(
            (seen.status, seen.body.to_string()),
            (200, expected.to_string()),
            "{edition}"
        );
    }
}

#[tokio::test]
async fn the_base64_part_is_enough_with_blanks_around_it() {
    let target = Target::newest().await;
    let blob = blob(&target, "example_authorized_key", "blob");
    let unpadded = blob.trim_end_matches('=');
    for key in [&blob, unpadded, &format!("  {blob}\n")] {
        assert_eq!(look_up(&target, key).await.body["id"], 11, "{key}");
    }
}

#[tokio::test]
async fn what_is_no_known_key_is_not_found() {
    let target = Target::newest().await;
    let blob = blob(&target, "member", "key_blob");
    for key in [
        "",
        "AAAA",
        "not a key",
        "ssh-rsa",
        &format!("ssh-ed25519 {blob}"),
        &format!("{blob} mira@example.com"),
        &blob[..blob.len() - 4],
        &format!("{blob}AAAA"),
        "%%%",
    ] {
        look_up(&target, key)
            .await
            .is(404, json!({"message": "404 Key Not Found"}));
    }
    let seen = target.call("ssh.authorized_keys", json!({})).await;
    seen.is(400, json!({"error": "key is missing"}));
}

#[tokio::test]
async fn a_key_without_an_owner_is_not_found() {
    let target = Target::newest().await;
    let world = include_str!("../../worlds/documented.yaml");
    let orphan = world
        .split("title: left behind")
        .nth(1)
        .and_then(|rest| rest.split("blob: ").nth(1))
        .unwrap();
    let orphan = orphan.lines().next().unwrap();
    look_up(&target, orphan)
        .await
        .is(404, json!({"message": "404 Key Not Found"}));
}

#[tokio::test]
async fn a_use_is_recorded_and_not_told() {
    let target = Target::newest().await;
    let before = target.fingerprint().await;
    target
        .allowed(json!({"key_id": 400, "project": "harbor/charts"}))
        .await;
    assert_ne!(target.fingerprint().await, before);
    let seen = look_up(&target, &blob(&target, "member", "key_blob")).await;
    assert_eq!(seen.body.get("last_used_at"), None);
}

#[tokio::test]
async fn looking_up_changes_nothing() {
    let target = Target::newest().await;
    let before = target.fingerprint().await;
    look_up(&target, &blob(&target, "member", "key_blob")).await;
    target.call("ssh.discover", json!({"key_id": 400})).await;
    assert_eq!(target.fingerprint().await, before);
}
