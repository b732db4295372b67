//! `ssh.two_factor_recovery_codes`.

use std::collections::BTreeSet;

use labproof_spec::Edition;
use serde_json::{Value, json};

use crate::support::{Seen, Target, editions};

async fn ask(target: &Target, params: Value) -> Seen {
    target.call("ssh.two_factor_recovery_codes", params).await
}

#[tokio::test]
async fn ten_new_codes_replace_the_earlier_ones() {
    for edition in editions() {
        let target = Target::start(edition).await;
        let mut states = BTreeSet::from([target.fingerprint().await]);
        let mut codes = BTreeSet::new();
        for params in [
            json!({"key_id": 7}),
            json!({"key_id": "7"}),
            if edition < Edition::new(18, 9) {
                json!({"user_id": 7})
            } else {
                json!({"key_id": 7, "user_id": 999_999})
            },
        ] {
            let seen = ask(&target, params).await;
            assert_eq!(
                (seen.status, &seen.body["success"]),
                (200, &json!(true)),
                "{edition}"
            );
            for code in seen.body["recovery_codes"].as_array().unwrap() {
                let code = code.as_str().unwrap().to_owned();
                assert!(
                    code.len() == 16
                        && code
                            .bytes()
                            .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
                );
                codes.insert(code);
            }
            states.insert(target.fingerprint().await);
        }
        assert_eq!((codes.len(), states.len()), (30, 4));
    }
}

#[tokio::test]
async fn refusals_have_status_200_and_change_nothing() {
    let no_key = "Could not find the given key";
    let deploy_key = "Deploy keys cannot be used to retrieve recovery codes";
    let off = "Two-factor authentication is not enabled for this user";
    for edition in editions() {
        let target = Target::start(edition).await;
        let before = target.fingerprint().await;
        for (params, message) in [
            (json!({"user_id": 999_999}), "Could not find the given user"),
            (json!({"key_id": 999_999}), no_key),
            (json!({"key_id": "abc"}), no_key),
            (json!({}), no_key),
            (json!({"key_id": 441}), "Could not find a user for the given key"),
            (json!({"key_id": 431}), deploy_key),
            (json!({"key_id": 400}), off),
            (
                json!({"user_id": 40}),
                if edition < Edition::new(18, 9) {
                    off
                } else {
                    no_key
                },
            ),
        ] {
            assert_eq!(
                ask(&target, params.clone()).await.no(),
                message,
                "{edition} {params}"
            );
        }
        assert_eq!(target.fingerprint().await, before, "{edition}");
    }
}

#[tokio::test]
async fn a_username_served_in_the_oldest_edition_only() {
    let oldest = Target::start(Edition::new(12, 4)).await;
    assert_eq!(
        ask(&oldest, json!({"username": "rubi"})).await.body["success"],
        true
    );
    let later = Target::start(Edition::new(13, 10)).await;
    assert_eq!(
        ask(&later, json!({"username": "rubi"})).await.no(),
        "Could not find the given key"
    );
    // With a key that is not there, the user id has its say only later.
    let both = json!({"key_id": 999_999, "user_id": 7});
    assert_eq!(
        ask(&oldest, both.clone()).await.no(),
        "Could not find the given key"
    );
    assert_eq!(ask(&later, both).await.no(), "Could not find the given user");
}

#[tokio::test]
async fn a_key_that_only_signs_counts_as_unknown() {
    let later = Target::start(Edition::new(16, 3)).await;
    assert_eq!(
        ask(&later, json!({"key_id": 423})).await.no(),
        "Could not find the given key"
    );
    let earlier = Target::start(Edition::new(13, 10)).await;
    assert_eq!(
        ask(&earlier, json!({"key_id": 423})).await.no(),
        "Two-factor authentication is not enabled for this user"
    );
}
