//! Whether errors may be recorded for a project.

use labproof_spec::Edition;
use serde_json::{Value, json};

use crate::support::{Seen, Target};

const ALLOWED: &str = "error_tracking.allowed";
const KEY: &str = "generated-error-tracking-key";

async fn ask(target: &Target, project_id: Value, public_key: Value) -> Seen {
    let params = json!({"project_id": project_id, "public_key": public_key});
    target.call(ALLOWED, params).await
}

#[tokio::test]
async fn an_active_key_of_the_project_opens_it_and_any_other_leaves_it_shut() {
    for edition in [Edition::new(16, 3), Edition::new(17, 9)] {
        let target = Target::start(edition).await;
        for (project_id, public_key, enabled) in [
            (json!(111), KEY, true),
            (json!("111"), KEY, true),
            (json!(111), "switched-off-error-tracking-key", false),
            (json!("111x"), KEY, true),
            (json!(111.5), KEY, true),
            (json!(111), "no-such-key", false),
            (json!(201), KEY, false),
        ] {
            let seen = ask(&target, project_id.clone(), json!(public_key)).await;
            seen.is(200, json!({"enabled": enabled}));
        }
    }
}

#[tokio::test]
async fn without_a_project_or_a_key_there_is_nothing_to_look_up() {
    let target = Target::newest().await;
    let refusal = json!({"message": "422 Unprocessable Entity"});
    for (project_id, public_key) in [
        (json!(null), json!(KEY)),
        (json!(""), json!(KEY)),
        (json!([]), json!(KEY)),
        (json!(false), json!(KEY)),
        (json!(111), json!(null)),
        (json!(111), json!(" ")),
        (json!(999_999), json!({})),
    ] {
        ask(&target, project_id, public_key)
            .await
            .is(422, refusal.clone());
    }
}

#[tokio::test]
async fn one_good_key_of_several_will_do() {
    let target = Target::newest().await;
    for (keys, enabled) in [
        (json!(["no-such-key", KEY]), true),
        (json!(["no-such-key", null]), false),
    ] {
        let seen = ask(&target, json!(111), keys).await;
        seen.is(200, json!({ "enabled": enabled }));
    }
}

#[tokio::test]
async fn an_unknown_project_is_not_found() {
    let target = Target::newest().await;
    for id in [
        json!(999_999),
        json!("none"),
        json!(-1),
        json!([111]),
        json!({"id": 111}),
    ] {
        let seen = ask(&target, id, json!(KEY)).await;
        seen.is(404, json!({"message": "404 Not found"}));
    }
}

#[tokio::test]
async fn the_token_of_error_tracking_is_enough_and_no_other_is() {
    const HEADER: &str = "Gitlab-Error-Tracking-Token";
    let target = Target::newest().await;
    let params = json!({"project_id": 111, "public_key": KEY});
    let (good, shell) = (target.secret("error_tracking"), target.secret("shell"));
    for (secret, status) in [(&good, 200), (&shell, 401)] {
        let request = target.bare_request(ALLOWED, &params);
        assert_eq!(Seen::of(request.header(HEADER, secret)).await.status, status);
        // In a parameter, too, which wins.
        let mut params = params.clone();
        params["error_tracking_token"] = json!(secret);
        let request = target.bare_request(ALLOWED, &params);
        assert_eq!(Seen::of(request.header(HEADER, &good)).await.status, status);
    }
}
