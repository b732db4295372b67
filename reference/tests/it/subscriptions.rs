//! `subscriptions.create`, `.update` and `.get`.

use labproof_spec::Edition;
use serde_json::{Value, json};

use crate::portal::{Portal, error, message, odd_values};
use crate::support::Seen;

async fn portal() -> Portal {
    Portal::start(Edition::new(16, 3)).await
}

fn path(namespace: u64) -> String {
    format!("namespaces/{namespace}/gitlab_subscription")
}

fn nothing() -> Value {
    json!({
        "plan": {"code": null, "name": null, "trial": null, "auto_renew": null, "upgradable": null, "exclude_guests": null},
        "usage": {"seats_in_subscription": null, "seats_in_use": null, "max_seats_used": null, "seats_owed": null},
        "billing": {"subscription_start_date": null, "subscription_end_date": null, "trial_ends_on": null},
    })
}

#[tokio::test]
async fn the_documented_subscription_is_there() {
    let portal = portal().await;
    for id in ["1234", "a-namespace", "A-Namespace"] {
        let seen = portal
            .ask("GET", &format!("namespaces/{id}/gitlab_subscription"))
            .await;
        seen.is(
            200,
            json!({
                "plan": {"code": "premium", "name": "premium", "trial": false, "auto_renew": null, "upgradable": false, "exclude_guests": false},
                "usage": {"seats_in_subscription": 80, "seats_in_use": 82, "max_seats_used": 82, "seats_owed": 2},
                "billing": {"subscription_start_date": "2020-07-15", "subscription_end_date": "2021-07-15", "trial_ends_on": null},
            }),
        );
    }
    let updated = portal
        .ask("PUT", &format!("{}?max_seats_used=0", path(1235)))
        .await;
    assert_eq!(
        (updated.status, &updated.body["usage"]),
        (
            200,
            &json!({"seats_in_subscription": 80, "seats_in_use": 82, "max_seats_used": 0, "seats_owed": 2})
        )
    );
}

#[tokio::test]
async fn a_namespace_without_a_subscription_has_nothing_in_every_member() {
    let portal = portal().await;
    // A group, a subgroup, and the namespace of a user.
    for id in ["4321", "a-namespace%2Fbelow", "mira", "40"] {
        let seen = portal
            .ask("GET", &format!("namespaces/{id}/gitlab_subscription"))
            .await;
        seen.is(200, nothing());
    }
}

#[tokio::test]
async fn the_documented_request_makes_one() {
    let portal = portal().await;
    let id = portal.namespace("barge").await;
    let before = portal.target.fingerprint().await;
    let query = "start_date=2020-07-15&plan_code=premium&seats=10";
    let made = portal.ask("POST", &format!("{}?{query}", path(id))).await;
    let body = json!({
        "plan": {"code": "premium", "name": "premium", "trial": false, "auto_renew": null, "upgradable": false, "exclude_guests": false},
        "usage": {"seats_in_subscription": 10, "seats_in_use": 1, "max_seats_used": 0, "seats_owed": 0},
        "billing": {"subscription_start_date": "2020-07-15", "subscription_end_date": null, "trial_ends_on": null},
    });
    made.is(201, body.clone());
    assert_ne!(portal.target.fingerprint().await, before);
    portal.ask("GET", &path(id)).await.is(200, body);
    let taken = json!({"message": {"namespace_id": ["has already been taken"]}});
    portal
        .refuses(
            "POST",
            &path(id),
            &json!({"start_date": "2020-07-15"}),
            400,
            taken,
        )
        .await;
}

#[tokio::test]
async fn a_personal_namespace_may_have_one() {
    let portal = portal().await;
    let params =
        json!({"start_date": "2024-01-01", "plan_code": "ultimate", "plan": "premium", "auto_renew": true});
    let made = portal
        .send("POST", "namespaces/mira/gitlab_subscription", &params)
        .await;
    assert_eq!(made.status, 201, "{made:?}");
    let plan = json!({
        "code": "ultimate", "name": "ultimate", "trial": false, "auto_renew": true, "upgradable": false, "exclude_guests": true,
    });
    assert_eq!(
        (&made.body["plan"], &made.body["usage"]["seats_in_use"]),
        (&plan, &json!(1))
    );
}

#[tokio::test]
async fn members_of_all_that_is_in_a_group_take_seats() {
    let portal = portal().await;
    // Thirteen people are members of harbor/charts, some of those of other projects as well, and one owns the group.
    let made = portal
        .send("POST", &path(103), &json!({"start_date": "2024-01-01"}))
        .await;
    assert_eq!(made.body["usage"]["seats_in_use"], 14, "{made:?}");
}

#[tokio::test]
async fn what_an_update_leaves_out_stays() {
    let portal = portal().await;
    let id = portal.namespace("barge").await;
    let all = json!({
        "start_date": "2024-01-01", "end_date": "2024-12-31", "plan_code": "premium", "seats": 5, "max_seats_used": 6,
        "auto_renew": true, "trial": true, "trial_starts_on": "2024-01-01", "trial_ends_on": "2024-02-01",
    });
    let made = portal.send("POST", &path(id), &all).await;
    let mut body = made.body.clone();
    let before = portal.target.fingerprint().await;
    for same in [json!({}), json!({"seats": "5"}), all.clone()] {
        portal.send("PUT", &path(id), &same).await.is(200, body.clone());
    }
    assert_eq!(portal.target.fingerprint().await, before);
    body["usage"]["seats_in_subscription"] = json!(7);
    body["plan"]["trial"] = json!(false);
    body["billing"]["subscription_end_date"] = Value::Null;
    let some = json!({"seats": 7, "trial": "false", "end_date": null});
    portal.send("PUT", &path(id), &some).await.is(200, body.clone());
    portal.ask("GET", &path(id)).await.is(200, body);
}

#[tokio::test]
async fn a_start_after_the_old_end_counts_seats_anew() {
    let portal = portal().await;
    let before = portal.ask("GET", &path(1235)).await.body["usage"].clone();
    let same_day = json!({"start_date": "2021-07-15"});
    let moved = portal.send("PUT", &path(1235), &same_day).await;
    assert_eq!((moved.status, &moved.body["usage"]), (200, &before));
    let renewed = portal
        .send(
            "PUT",
            &path(1235),
            &json!({"start_date": "2021-07-16", "end_date": "2022-07-16"}),
        )
        .await;
    assert_eq!(
        renewed.body["usage"],
        json!({"seats_in_subscription": 80, "seats_in_use": 82, "max_seats_used": 0, "seats_owed": 0})
    );
}

#[tokio::test]
async fn a_trial_needs_no_dates_of_its_own() {
    let portal = portal().await;
    let id = portal.namespace("barge").await;
    let made = portal
        .send(
            "POST",
            &path(id),
            &json!({"start_date": "2024-01-01", "trial": true}),
        )
        .await;
    assert_eq!((made.status, &made.body["plan"]["trial"]), (201, &json!(true)));
    assert_eq!(made.body["billing"]["trial_ends_on"], Value::Null);
    let updated = portal
        .send(
            "PUT",
            &path(1235),
            &json!({"start_date": "2020-07-15", "trial": 1, "trial_ends_on": "2024-02-01"}),
        )
        .await;
    assert_eq!(
        (updated.status, &updated.body["plan"]["trial"]),
        (200, &json!(true))
    );
    assert_eq!(updated.body["billing"]["trial_ends_on"], "2024-02-01");
}

/// No answer shows it, so the state has to.
#[tokio::test]
async fn a_trial_that_does_not_say_when_begins_on_the_first_day_of_its_request() {
    let portal = portal().await;
    let id = portal.namespace("barge").await;
    let begins = json!({"start_date": "2024-01-01"});
    portal.send("POST", &path(id), &begins).await;
    let state_after = async |change: Value| {
        assert_eq!(portal.send("PUT", &path(id), &change).await.status, 200);
        portal.target.fingerprint().await
    };
    let said = state_after(json!({"trial": true, "trial_starts_on": "2024-01-05"})).await;
    let otherwise = state_after(json!({"trial": true, "trial_starts_on": "2024-01-06"})).await;
    assert_ne!(said, otherwise);
    let unsaid = json!({"trial": true, "start_date": "2024-01-01", "trial_starts_on": null});
    let unsaid = state_after(unsaid).await;
    let the_first_day = state_after(json!({"trial_starts_on": "2024-01-01"})).await;
    assert_eq!(unsaid, the_first_day);
}

#[tokio::test]
async fn refusals_say_what_is_wrong_and_change_nothing() {
    let portal = portal().await;
    let unknown = message("404 Namespace Not Found");
    for id in [
        "999999",
        "0",
        "-1",
        "99999999999999999999",
        "nowhere",
        "a-namespace%2Fbelow%2Fit",
        "harbor%2Fcharts",
    ] {
        let path = format!("namespaces/{id}/gitlab_subscription");
        for (method, body) in [
            ("GET", json!({"start_date": "soon"})),
            ("POST", json!({"start_date": "2024-01-01"})),
            ("PUT", json!({})),
        ] {
            portal.refuses(method, &path, &body, 404, unknown.clone()).await;
        }
        for method in ["POST", "PUT"] {
            let refusal = error("start_date is invalid");
            portal
                .refuses(method, &path, &json!({"start_date": "soon"}), 400, refusal)
                .await;
        }
    }
    let id = portal.namespace("barge").await;
    let blank = |field: &str| json!({"message": {field: ["can't be blank"]}});
    for (method, namespace, body, status, refusal) in [
        ("POST", id, json!({}), 400, error("start_date is missing")),
        (
            "POST",
            id,
            json!({"seats": "x", "trial": "perhaps"}),
            400,
            error("seats is invalid, trial is invalid, start_date is missing"),
        ),
        ("POST", id, json!({"start_date": ""}), 400, blank("start_date")),
        ("POST", id, json!({"start_date": null}), 400, blank("start_date")),
        (
            "POST",
            id,
            json!({"start_date": "", "seats": null}),
            400,
            json!({"message": {"start_date": ["can't be blank"], "seats": ["can't be blank"]}}),
        ),
        (
            "POST",
            id,
            json!({"start_date": "2024-01-01", "seats": null}),
            400,
            blank("seats"),
        ),
        (
            "POST",
            id,
            json!({"start_date": "2024-02-30"}),
            400,
            error("start_date is invalid"),
        ),
        (
            "POST",
            id,
            json!({"start_date": "2024-01-01", "seats": 1_000_000_000_000_i64, "trial_extension_type": 9}),
            400,
            error("seats is invalid, trial_extension_type is invalid"),
        ),
        (
            "PUT",
            id,
            json!({"seats": 1}),
            404,
            message("404 GitlabSubscription Not Found"),
        ),
        (
            "PUT",
            1236,
            json!({"seats": 1}),
            404,
            message("404 GitlabSubscription Not Found"),
        ),
        ("PUT", 1235, json!({"seats": null}), 400, blank("seats")),
        ("PUT", 1235, json!({"start_date": null}), 400, blank("start_date")),
        (
            "PUT",
            1235,
            json!({"trial": true, "trial_ends_on": "2024-02-01"}),
            400,
            blank("trial_starts_on"),
        ),
    ] {
        portal
            .refuses(method, &path(namespace), &body, status, refusal)
            .await;
    }
    for name in [
        "start_date",
        "end_date",
        "seats",
        "max_seats_used",
        "auto_renew",
        "trial",
        "trial_starts_on",
        "trial_ends_on",
    ] {
        for value in odd_values() {
            let refusal = error(&format!("{name} is invalid"));
            portal
                .refuses("PUT", &path(1235), &json!({name: value}), 400, refusal)
                .await;
        }
    }
    let odd_plan = error("plan_code is invalid");
    portal
        .refuses("PUT", &path(1235), &json!({"plan_code": {"a": 1}}), 400, odd_plan)
        .await;
}

#[tokio::test]
async fn parameters_come_after_the_token_and_before_what_its_owner_may() {
    let portal = portal().await;
    for method in ["POST", "PUT"] {
        let odd = json!({"seats": "x", "start_date": "2024-01-01"});
        let bare = portal.bare(method, &path(1235)).json(&odd);
        Seen::of(bare).await.is(401, message("401 Unauthorized"));
        let request = |body| portal.request("developer", method, &path(999_999)).json(body);
        Seen::of(request(&odd)).await.is(400, error("seats is invalid"));
        let sound = json!({"seats": 1, "start_date": "2024-01-01"});
        Seen::of(request(&sound)).await.is(403, message("403 Forbidden"));
    }
}

#[tokio::test]
async fn who_owns_a_namespace_sees_what_it_is_billed_for() {
    let portal = portal().await;
    // A private group, and the namespaces of the developer and of somebody else.
    for (namespace, status, body) in [
        (1234, 404, message("404 Namespace Not Found")),
        (40, 200, nothing()),
        (1, 404, message("404 Namespace Not Found")),
    ] {
        let seen = Seen::of(portal.request("developer", "GET", &path(namespace))).await;
        seen.is(status, body);
    }
}

#[tokio::test]
async fn both_documented_headers_carry_the_token() {
    let portal = portal().await;
    let token = portal.target.secrets.get("admin").unwrap().to_vec();
    for (header, status) in [("TOKEN", 200), ("PRIVATE-TOKEN", 200), ("X-Token", 401)] {
        let request = portal.bare("GET", &path(1234)).header(header, token.clone());
        assert_eq!(
            request.send().await.unwrap().status().as_u16(),
            status,
            "{header}"
        );
    }
}
