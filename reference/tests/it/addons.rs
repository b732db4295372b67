//! `addons.create`, `.update` and `.get`.

use labproof_spec::Edition;
use serde_json::json;

use crate::portal::{Portal, bad_request, error, message, odd_values};

async fn portal() -> Portal {
    Portal::start(Edition::new(16, 3)).await
}

fn path(namespace: impl std::fmt::Display, add_on: &str) -> String {
    format!("namespaces/{namespace}/subscription_add_on_purchase/{add_on}")
}

#[tokio::test]
async fn the_documented_requests_make_change_and_show_one() {
    let portal = portal().await;
    let path = path(1234, "code_suggestions");
    let purchase = |quantity: u64| {
        json!({
            "namespace_id": 1234, "namespace_name": "A Namespace Name", "add_on": "Code Suggestions",
            "quantity": quantity, "expires_on": "2024-07-15", "purchase_xid": "A-S12345678",
        })
    };
    portal
        .refuses_to("GET", &path, 404, message("404 Not found"))
        .await;
    let query =
        |quantity: u64| format!("{path}?&quantity={quantity}&expires_on=2024-07-15&purchase_xid=A-S12345678");
    portal.ask("POST", &query(10)).await.is(201, purchase(10));
    portal.ask("PUT", &query(15)).await.is(200, purchase(15));
    portal.ask("GET", &path).await.is(200, purchase(15));
}

#[tokio::test]
async fn each_add_on_has_its_title_and_its_own_purchase() {
    let portal = portal().await;
    for (add_on, title) in [
        ("code_suggestions", "Code Suggestions"),
        ("product_analytics", "Product Analytics"),
        ("duo_amazon_q", "Duo Amazon Q"),
    ] {
        // A personal namespace, by its path.
        let body = json!({"quantity": "3", "expires_on": "13 Jun 2031", "purchase_xid": 7});
        let made = portal.send("POST", &path("mira", add_on), &body).await;
        made.is(
            201,
            json!({
                "namespace_id": 40, "namespace_name": "Mira Halvorsen", "add_on": title,
                "quantity": 3, "expires_on": "2031-06-13", "purchase_xid": "7",
            }),
        );
    }
}

#[tokio::test]
async fn what_an_update_leaves_out_stays() {
    let portal = portal().await;
    let path = path(4321, "duo_enterprise");
    let body = json!({"quantity": 3, "expires_on": "2031-06-13", "purchase_xid": "a"});
    portal.send("POST", &path, &body).await;
    let before = portal.target.fingerprint().await;
    for same in [
        json!({"expires_on": "2031-06-13"}),
        json!({"expires_on": "2031-06-13", "quantity": null, "purchase_xid": null}),
        body,
    ] {
        let seen = portal.send("PUT", &path, &same).await;
        assert_eq!(
            (seen.status, &seen.body["quantity"], &seen.body["purchase_xid"]),
            (200, &json!(3), &json!("a"))
        );
    }
    assert_eq!(portal.target.fingerprint().await, before);
    let later = portal
        .send("PUT", &path, &json!({"expires_on": "2032-06-13"}))
        .await;
    assert_eq!(later.body["expires_on"], "2032-06-13");
    let limits = json!({"expires_on": "2032-06-13", "quantity": 1, "purchase_xid": "é".repeat(255)});
    let limits = portal.send("PUT", &path, &limits).await;
    assert_eq!((limits.status, &limits.body["quantity"]), (200, &json!(1)));
    assert_ne!(portal.target.fingerprint().await, before);
}

#[tokio::test]
async fn refusals_say_what_is_wrong_and_change_nothing() {
    let portal = portal().await;
    let whole = json!({"quantity": 3, "expires_on": "2031-06-13", "purchase_xid": "a"});
    portal.send("POST", &path(4321, "duo_core"), &whole).await;
    let no_namespace = message("404 Namespace Not Found");
    let no_add_on = message("404 Subscription Add-on Not Found");
    for method in ["GET", "POST", "PUT"] {
        portal
            .refuses_to(method, &path(999_999, "nonsense"), 404, no_namespace.clone())
            .await;
        portal
            .refuses_to(method, &path(1234, "nonsense"), 404, no_add_on.clone())
            .await;
    }
    let new = path(1234, "duo_core");
    let there = path(4321, "duo_core");
    let exists = "Add-on purchase for namespace 4321 and add-on Duo Core already exists, use the update endpoint instead";
    let absent = "Add-on purchase for namespace and add-on does not exist, use the create endpoint instead";
    for (method, path, body, status, refusal) in [
        (
            "POST",
            &new,
            json!({}),
            400,
            error("quantity is missing, expires_on is missing, purchase_xid is missing"),
        ),
        (
            "PUT",
            &there,
            json!({"quantity": 4}),
            400,
            error("expires_on is missing"),
        ),
        (
            "POST",
            &path(1236, "duo_core"),
            whole.clone(),
            400,
            bad_request("Namespace 1236 is not a root namespace"),
        ),
        ("POST", &there, whole.clone(), 400, bad_request(exists)),
        ("PUT", &new, whole.clone(), 400, bad_request(absent)),
        (
            "POST",
            &new,
            json!({"quantity": 0, "expires_on": "2031-06-13", "purchase_xid": "a"}),
            400,
            json!({"message": {"quantity": ["must be greater than or equal to 1"]}}),
        ),
        (
            "PUT",
            &there,
            json!({"quantity": -1, "expires_on": ""}),
            400,
            json!({"message": {
                "quantity": ["must be greater than or equal to 1"],
                "expires_on": ["can't be blank"],
            }}),
        ),
        (
            "PUT",
            &there,
            json!({"expires_on": "2031-06-13", "purchase_xid": " "}),
            400,
            json!({"message": {"purchase_xid": ["can't be blank"]}}),
        ),
        (
            "PUT",
            &there,
            json!({"expires_on": "2031-06-13", "purchase_xid": "x".repeat(256)}),
            400,
            json!({"message": {"purchase_xid": ["is too long (maximum is 255 characters)"]}}),
        ),
    ] {
        portal.refuses(method, path, &body, status, refusal).await;
    }
    for value in odd_values() {
        let both = json!({"quantity": value.clone(), "expires_on": value});
        let refusal = error("quantity is invalid, expires_on is invalid");
        portal.refuses("PUT", &there, &both, 400, refusal).await;
    }
}
