//! `instance.check`, `ssh.discover` and `ssh.authorized_certs`.

use labproof_spec::Edition;
use serde_json::{Value, json};

use crate::support::{Target, editions};

#[tokio::test]
async fn an_instance_says_which_edition_it_is() {
    for edition in editions() {
        let target = Target::start(edition).await;
        let version = format!("{edition}.0");
        target.call("instance.check", json!({})).await.is(
            200,
            json!({"api_version": "v4", "gitlab_version": version, "gitlab_rev": "d69c988e6a6", "redis": true}),
        );
    }
}

#[tokio::test]
async fn a_user_is_discovered_by_key_name_or_id() {
    let target = Target::newest().await;
    let mira =
        json!({"id": 40, "username": "mira", "public_email": "mira.h@example.com", "name": "Mira Halvorsen"});
    for params in [
        json!({"key_id": 400}),
        json!({"username": "mira"}),
        json!({"user_id": 40}),
        json!({"identifier": "key-400"}),
    ] {
        target.call("ssh.discover", params).await.is(200, mira.clone());
    }
    let otto = target.call("ssh.discover", json!({"key_id": 431})).await;
    assert_eq!(
        (&otto.body["username"], &otto.body["public_email"]),
        (&json!("otto"), &Value::Null)
    );
    for nobody in [
        json!({}),
        json!({"key_id": 999_999, "username": "mira"}),
        json!({"key_id": "abc"}),
        json!({"key_id": 441}),
    ] {
        target.call("ssh.discover", nobody).await.is(200, Value::Null);
    }
}

#[tokio::test]
async fn only_the_newest_edition_tells_the_public_address() {
    for edition in [Edition::new(12, 4), Edition::new(13, 10), Edition::new(16, 3)] {
        let target = Target::start(edition).await;
        let rubi = json!({"id": 7, "username": "rubi", "name": "Dede Eichmann"});
        target
            .call("ssh.discover", json!({"key_id": 7}))
            .await
            .is(200, rubi);
    }
}

#[tokio::test]
async fn certificates_are_judged_before_groups_and_groups_before_users() {
    let target = Target::newest().await;
    let good = target.fixture("certificate", "fingerprint");
    let unlicensed = target.fixture("unlicensed_certificate", "fingerprint");
    for (key, user, status, message) in [
        (json!("nothing"), "nobody.here", 404, "Certificate Not Found"),
        (json!(""), "root", 404, "Certificate Not Found"),
        (unlicensed, "nobody.here", 403, "Feature is not available"),
        (good.clone(), "nobody.here", 404, "User Not Found"),
        (good.clone(), "cecil", 404, "User Not Found"),
        (good.clone(), "", 404, "User Not Found"),
        (good.clone(), "coral", 403, "Not an Enterprise User of the group"),
        (
            good,
            "coral@example.com",
            403,
            "Not an Enterprise User of the group",
        ),
    ] {
        let seen = target
            .call(
                "ssh.authorized_certs",
                json!({"key": key, "user_identifier": user}),
            )
            .await;
        seen.is(status, json!({ "message": message }));
    }
}

#[tokio::test]
async fn half_a_question_about_a_certificate_is_none() {
    let target = Target::newest().await;
    for (params, fault) in [
        (json!({"user_identifier": "root"}), "Certificate Not Found"),
        (
            json!({"key": "D9HDEWDUKXoTl3pa6lVlOiBDQsdpl6Jo4gkQ/6PS7Jc"}),
            "User Not Found",
        ),
        (json!({}), "Certificate Not Found"),
    ] {
        target
            .call("ssh.authorized_certs", params)
            .await
            .is(404, json!({ "message": fault }));
    }
}
