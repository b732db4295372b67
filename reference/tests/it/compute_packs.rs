//! `compute_packs.create` and `.move`.

use labproof_spec::Edition;
use serde_json::{Value, json};

use crate::portal::{Portal, bad_request, error, message, odd_values};

async fn portal() -> Portal {
    Portal::start(Edition::new(16, 3)).await
}

fn path(namespace: impl std::fmt::Display) -> String {
    format!("namespaces/{namespace}/minutes")
}

fn moving(from: &str, to: &str) -> String {
    format!("namespaces/{from}/minutes/move/{to}")
}

fn pack(purchase_xid: &str, number_of_minutes: u64) -> Value {
    json!({"number_of_minutes": number_of_minutes, "expires_at": "2022-01-01", "purchase_xid": purchase_xid})
}

/// The pack as it is answered.
fn shown(namespace: u64, purchase_xid: &str, number_of_minutes: u64) -> Value {
    let mut shown = pack(purchase_xid, number_of_minutes);
    shown["namespace_id"] = json!(namespace);
    shown
}

#[tokio::test]
async fn the_documented_pack_is_made_once() {
    let portal = portal().await;
    let xid = "46952fe69bebc1a4de10b2b4ff439d0c";
    let before = portal.target.fingerprint().await;
    let made = portal
        .send("POST", &path(123), &json!({"packs": [pack(xid, 10_000)]}))
        .await;
    made.is(201, json!([shown(123, xid, 10_000)]));
    let after = portal.target.fingerprint().await;
    assert_ne!(before, after);
    // Told of once more, in other words even, it is the pack there is.
    for minutes in [10_000, 7] {
        let again = portal
            .send(
                "POST",
                &path("minute-men"),
                &json!({"packs": [pack(xid, minutes)]}),
            )
            .await;
        again.is(201, json!([shown(123, xid, 10_000)]));
    }
    assert_eq!(portal.target.fingerprint().await, after);
    // Another namespace may have bought under the same name.
    let elsewhere = portal
        .send("POST", &path("mira"), &json!({"packs": [pack(xid, 7)]}))
        .await;
    elsewhere.is(201, json!([shown(40, xid, 7)]));
}

#[tokio::test]
async fn one_request_may_bring_several_or_none() {
    let portal = portal().await;
    let before = portal.target.fingerprint().await;
    portal
        .send("POST", &path(123), &json!({"packs": []}))
        .await
        .is(201, json!([]));
    assert_eq!(portal.target.fingerprint().await, before);
    let packs = json!({"packs": [pack("a", 1), pack("b", 2), pack("a", 3)]});
    let made = portal.send("POST", &path(123), &packs).await;
    made.is(
        201,
        json!([shown(123, "a", 1), shown(123, "b", 2), shown(123, "a", 1)]),
    );
    // A form may carry them as well.
    let form = "packs[][number_of_minutes]=4&packs[][expires_at]=1 Jan 2022&packs[][purchase_xid]=c";
    let request = portal.request("admin", "POST", &path(123)).body(form);
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    let made = crate::support::Seen::of(request).await;
    made.is(201, json!([shown(123, "c", 4)]));
}

#[tokio::test]
async fn a_pack_needs_no_day_and_no_name_and_may_be_of_a_subgroup() {
    let portal = portal().await;
    let sparse = json!({"packs": [{"number_of_minutes": -1, "expires_at": "", "purchase_xid": null}]});
    let shown =
        json!([{"namespace_id": 1236, "number_of_minutes": -1, "expires_at": null, "purchase_xid": null}]);
    let made = portal.send("POST", &path(1236), &sparse).await;
    made.is(201, shown.clone());
    // What is known already needs nothing else.
    let again = json!({"packs": [{"number_of_minutes": null, "expires_at": null, "purchase_xid": null}]});
    portal.send("POST", &path(1236), &again).await.is(201, shown);
}

#[tokio::test]
async fn all_packs_move_and_the_target_keeps_its_own() {
    let portal = portal().await;
    let both = json!({"packs": [pack("a", 1), pack("b", 2)]});
    portal.send("POST", &path(123), &both).await;
    portal
        .send("POST", &path(321), &json!({"packs": [pack("b", 30)]}))
        .await;
    let moved = portal.ask("PATCH", &moving("123", "321")).await;
    moved.is(202, message("202 Accepted"));
    let after = portal.target.fingerprint().await;
    let there = portal.send("POST", &path(321), &both).await;
    there.is(201, json!([shown(321, "a", 1), shown(321, "b", 30)]));
    // There is nothing left to move.
    let moved = portal.ask("PATCH", &moving("minute-men", "hour-glass")).await;
    moved.is(202, message("202 Accepted"));
    assert_eq!(portal.target.fingerprint().await, after);
    let anew = portal
        .send("POST", &path(123), &json!({"packs": [pack("a", 5)]}))
        .await;
    anew.is(201, json!([shown(123, "a", 5)]));
}

#[tokio::test]
async fn refusals_say_what_is_wrong_and_change_nothing() {
    let portal = portal().await;
    let all_missing = "packs is missing";
    let unable = || bad_request("Unable to save additional packs");
    let with = |name: &str, value: Value| {
        let mut odd = pack("b", 2);
        odd[name] = value;
        json!({"packs": [pack("a", 1), odd]})
    };
    for (namespace, body, status, refusal) in [
        (123, json!({}), 400, error(all_missing)),
        // Parameters come before the namespace.
        (999_999, json!({}), 400, error(all_missing)),
        (
            999_999,
            json!({"packs": []}),
            404,
            message("404 Namespace Not Found"),
        ),
        (123, json!({"packs": "x"}), 400, error("packs is invalid")),
        (123, json!({"packs": null}), 400, error("packs is invalid")),
        (
            123,
            json!({"packs": pack("a", 1)}),
            400,
            error("packs is invalid"),
        ),
        (
            123,
            json!({"packs": json!([pack("a", 1)]).to_string()}),
            400,
            error("packs is invalid"),
        ),
        (
            123,
            with("number_of_minutes", json!(1_000_000_000_000_i64)),
            400,
            error("packs[1][number_of_minutes] is invalid"),
        ),
        (
            123,
            json!({"packs": [{"number_of_minutes": "x", "expires_at": "2022-01-01"}]}),
            400,
            error("packs[0][number_of_minutes] is invalid, packs[0][purchase_xid] is missing"),
        ),
        (123, with("purchase_xid", json!("x".repeat(51))), 400, unable()),
        (123, with("number_of_minutes", json!(" ")), 400, unable()),
    ] {
        portal
            .refuses("POST", &path(namespace), &body, status, refusal)
            .await;
    }
    for value in odd_values() {
        for name in ["expires_at", "number_of_minutes"] {
            let refusal = error(&format!("packs[1][{name}] is invalid"));
            portal
                .refuses("POST", &path(123), &with(name, value.clone()), 400, refusal)
                .await;
        }
    }
    for (from, to, status, refusal) in [
        ("999999", "999999", 404, message("404 Namespace Not Found")),
        ("123", "nowhere", 404, message("404 Target namespace Not Found")),
        (
            "1236",
            "1236",
            400,
            bad_request("Namespace must be a top-level namespace"),
        ),
        (
            "123",
            "1236",
            400,
            bad_request("Target namespace must be a top-level namespace"),
        ),
        (
            "123",
            "minute-men",
            400,
            bad_request("Namespace and target must be different"),
        ),
    ] {
        portal
            .refuses_to("PATCH", &moving(from, to), status, refusal)
            .await;
    }
}
