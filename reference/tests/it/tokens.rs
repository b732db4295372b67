//! `ssh.personal_access_token`.

use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use labproof_spec::Edition;
use serde_json::{Value, json};

use crate::support::{Seen, Target};

const EDITIONS: [Edition; 3] = [Edition::new(13, 10), Edition::new(16, 3), Edition::new(17, 9)];

async fn ask(target: &Target, params: Value) -> Seen {
    let mut all = json!({"key_id": 400, "name": "laptop", "scopes": ["read_user"]});
    let (Value::Object(all_members), Value::Object(params)) = (&mut all, params) else {
        panic!("no object")
    };
    all_members.extend(params);
    target.call("ssh.personal_access_token", all).await
}

fn in_days(days: i64) -> String {
    let today = TimeZone::UTC.to_datetime(Timestamp::now()).date();
    today.saturating_add(Span::new().days(days)).to_string()
}

#[tokio::test]
async fn each_call_makes_another_token() {
    for edition in EDITIONS {
        let target = Target::start(edition).await;
        let state = target.fingerprint().await;
        let params = json!({"scopes": ["read_user", "api"], "expires_at": "2020-07-24"});
        let first = ask(&target, params.clone()).await;
        let token = first.body["token"].as_str().unwrap().to_owned();
        first.is(200, json!({"success": true, "token": token, "scopes": ["read_user", "api"], "expires_at": "2020-07-24"}));
        assert_eq!(token.starts_with("glpat-"), edition >= Edition::new(16, 3));
        assert_eq!(token.trim_start_matches("glpat-").len(), 20);
        let after_first = target.fingerprint().await;
        assert_ne!(ask(&target, params).await.body["token"], token);
        let after_second = target.fingerprint().await;
        assert!(state != after_first && after_first != after_second);
    }
}

#[tokio::test]
async fn a_token_ends_in_a_year_where_every_token_has_to_end() {
    for edition in EDITIONS {
        let target = Target::start(edition).await;
        for params in [json!({}), json!({"expires_at": null}), json!({"expires_at": ""})] {
            let seen = ask(&target, params).await.body["expires_at"].clone();
            // Around midnight the day may be another one than before.
            let usual = [json!(in_days(365)), json!(in_days(364))];
            assert!(
                if edition < Edition::new(16, 3) {
                    seen.is_null()
                } else {
                    usual.contains(&seen)
                },
                "{edition} {seen}"
            );
        }
        let late = ask(&target, json!({"expires_at": in_days(400)})).await;
        if edition < Edition::new(16, 3) {
            assert_eq!(late.body["success"], true);
        } else {
            assert!(
                late.no()
                    .starts_with("Failed to create token: Expiration date must be before 2")
            );
        }
        // The last day of all is one that may be; past midnight it is not even the last.
        for days in [300, 365] {
            let seen = ask(&target, json!({"expires_at": in_days(days)})).await;
            assert_eq!(seen.body["success"], true, "{days}");
        }
    }
}

#[tokio::test]
async fn a_user_id_alone_is_enough_where_the_documentation_decides() {
    for edition in EDITIONS {
        let target = Target::start(edition).await;
        for id in [json!(29), json!("29")] {
            let seen = ask(&target, json!({"key_id": null, "user_id": id})).await;
            if edition < Edition::new(18, 9) {
                assert_eq!(seen.body["success"], true, "{edition}");
            } else {
                assert_eq!(seen.no(), "Could not find the given key");
            }
        }
    }
}

#[tokio::test]
async fn what_is_of_no_use_as_scopes_or_as_a_day_is_refused() {
    let target = Target::newest().await;
    for (params, fault) in [
        (json!({"scopes": "api"}), "scopes is invalid"),
        (json!({"scopes": ["api", 7]}), "scopes is invalid"),
        (json!({"scopes": {"a": "api"}}), "scopes is invalid"),
        (json!({"expires_at": 20_261_220}), "expires_at is invalid"),
    ] {
        ask(&target, params).await.is(400, json!({ "error": fault }));
    }
}

#[tokio::test]
async fn refusals_have_status_200_and_change_nothing() {
    for edition in EDITIONS {
        let target = Target::start(edition).await;
        let before = target.fingerprint().await;
        for (params, message) in [
            (
                json!({"key_id": 431, "name": ""}),
                "Deploy keys cannot be used to create personal access tokens",
            ),
            (
                json!({"key_id": null, "user_id": 999_999}),
                "Could not find the given user",
            ),
            (json!({"key_id": 999_999}), "Could not find the given key"),
            (json!({"key_id": null}), "Could not find the given key"),
            (
                json!({"key_id": null, "username": "mira"}),
                "Could not find the given key",
            ),
            (json!({"key_id": 441}), "Could not find a user for the given key"),
            (json!({"name": " ", "scopes": []}), "No token name specified"),
            (json!({"name": null}), "No token name specified"),
            (
                json!({"scopes": [], "expires_at": "soon"}),
                "No token scopes specified",
            ),
            (json!({"scopes": null}), "No token scopes specified"),
            (json!({"scopes": ""}), "No token scopes specified"),
            (json!({"expires_at": "soon"}), "Invalid token expiry date: 'soon'"),
            (
                json!({"key_id": 411}),
                "Failed to create token: Not permitted to create",
            ),
        ] {
            assert_eq!(
                ask(&target, params.clone()).await.no(),
                message,
                "{edition} {params}"
            );
        }
        for scopes in [json!(["sail"]), json!(["api", "sail"]), json!(["sail", ""])] {
            let seen = ask(&target, json!({"scopes": scopes, "expires_at": "soon"})).await;
            let start = r#"Invalid scope: 'sail'. Valid scopes are: [""#;
            assert!(
                seen.no().starts_with(start) && seen.no().contains(r#""api", ""#),
                "{seen:?}"
            );
        }
        assert_eq!(target.fingerprint().await, before, "{edition}");
    }
}
