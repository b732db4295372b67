//! `storage_exclusions.list`, `.create` and `.delete`.

use labproof_spec::Edition;
use serde_json::{Value, json};

use crate::portal::{Portal, bad_request, error, message};
use crate::support::{Seen, newest};

const LIST: &str = "namespaces/storage/limit_exclusions";
const EDITIONS: [Edition; 2] = [Edition::new(16, 3), Edition::new(17, 9)];

fn path(namespace: impl std::fmt::Display) -> String {
    format!("namespaces/{namespace}/storage/limit_exclusion")
}

fn documented() -> Value {
    json!([
        {
            "id": 1, "namespace_id": 1234, "namespace_name": "A Namespace Name",
            "reason": "a reason to exclude the Namespace",
        },
        {
            "id": 2, "namespace_id": 4321, "namespace_name": "Another Namespace Name",
            "reason": "another reason to exclude the Namespace",
        },
    ])
}

#[tokio::test]
async fn an_exclusion_is_listed_until_it_is_deleted() {
    for edition in EDITIONS {
        let portal = Portal::start(edition).await;
        portal.ask("GET", LIST).await.is(200, documented());
        let reason = json!({"reason": "moving in"});
        let made = portal.send("POST", &path(123), &reason).await;
        let exclusion =
            json!({"id": 3, "namespace_id": 123, "namespace_name": "minute-men", "reason": "moving in"});
        made.is(201, exclusion.clone());
        assert_eq!(portal.ask("GET", LIST).await.body[2], exclusion);
        let deleted = portal
            .request("admin", "DELETE", &path("minute-men"))
            .send()
            .await
            .unwrap();
        assert_eq!(deleted.status(), 204);
        assert_eq!(deleted.text().await.unwrap(), "");
        portal.ask("GET", LIST).await.is(200, documented());
        // Gone is gone, but its id does not come again.
        portal
            .refuses_to("DELETE", &path(123), 400, bad_request("not excluded"))
            .await;
        let again = portal.send("POST", &path("mira"), &reason).await;
        assert_eq!((again.status, &again.body["id"]), (201, &json!(4)));
    }
}

#[tokio::test]
async fn the_list_comes_in_pages() {
    let portal = Portal::start(newest()).await;
    let headers = |seen: &Seen| {
        [
            "x-total",
            "x-total-pages",
            "x-per-page",
            "x-page",
            "x-next-page",
            "x-prev-page",
        ]
        .map(|name| seen.headers[name].to_str().unwrap().to_owned())
    };
    let whole = portal.ask("GET", LIST).await;
    assert_eq!(headers(&whole), ["2", "1", "20", "1", "", ""]);
    let second = portal.ask("GET", &format!("{LIST}?per_page=1&page=2")).await;
    assert_eq!(headers(&second), ["2", "2", "1", "2", "", "1"]);
    second.is(200, json!([documented()[1]]));
    let beyond = portal
        .ask("GET", &format!("{LIST}?page=9223372036854775807"))
        .await;
    beyond.is(200, json!([]));
}

#[tokio::test]
async fn refusals_say_what_is_wrong_and_change_nothing() {
    for edition in EDITIONS {
        let portal = Portal::start(edition).await;
        let reason = json!({"reason": "a"});
        let blank = json!({"message": {"reason": ["can't be blank"]}});
        let too_long = json!({"message": {"reason": ["is too long (maximum is 255 characters)"]}});
        for (namespace, body, status, refusal) in [
            (123, json!({}), 400, error("reason is missing")),
            (123, json!({"reason": ["a"]}), 400, error("reason is invalid")),
            (999_999, reason.clone(), 404, message("404 Namespace Not Found")),
            (999_999, json!({}), 400, error("reason is missing")),
            (
                1236,
                reason.clone(),
                400,
                bad_request("must use a root namespace"),
            ),
            (1234, json!({"reason": ""}), 400, bad_request("already excluded")),
            (123, json!({"reason": null}), 400, blank.clone()),
            (123, json!({"reason": " "}), 400, blank),
            (123, json!({"reason": "é".repeat(256)}), 400, too_long),
        ] {
            portal
                .refuses("POST", &path(namespace), &body, status, refusal)
                .await;
        }
        for (namespace, status, refusal) in [
            (999_999, 404, message("404 Namespace Not Found")),
            (1236, 400, bad_request("must use a root namespace")),
            (123, 400, bad_request("not excluded")),
        ] {
            portal
                .refuses_to("DELETE", &path(namespace), status, refusal)
                .await;
        }
        for (query, refusal) in [
            ("page=x", "page is invalid"),
            ("per_page=0", "per_page has a value not allowed"),
        ] {
            portal
                .refuses_to("GET", &format!("{LIST}?{query}"), 400, error(refusal))
                .await;
        }
        let longest = json!({"reason": "é".repeat(255)});
        assert_eq!(portal.send("POST", &path(123), &longest).await.status, 201);
    }
}

#[tokio::test]
async fn parameters_come_after_the_token_and_before_what_its_owner_may() {
    let portal = Portal::start(newest()).await;
    let nobody = |method: &str, path: &str| portal.bare(method, path);
    let somebody = |method: &str, path: &str| portal.request("developer", method, path);
    let odd_page = format!("{LIST}?page=x");
    let unauthorized = message("401 Unauthorized");
    Seen::of(nobody("POST", &path(123)).json(&json!({})))
        .await
        .is(401, unauthorized.clone());
    Seen::of(nobody("GET", &odd_page)).await.is(401, unauthorized);
    Seen::of(somebody("POST", &path(123)).json(&json!({})))
        .await
        .is(400, error("reason is missing"));
    Seen::of(somebody("GET", &odd_page))
        .await
        .is(400, error("page is invalid"));
    // Only parameters: whether there is such a namespace is nobody's business.
    let unknown = somebody("POST", &path(999_999)).json(&json!({"reason": "a"}));
    let forbidden = message("403 Forbidden");
    Seen::of(unknown).await.is(403, forbidden.clone());
    Seen::of(somebody("DELETE", &path(1234)))
        .await
        .is(403, forbidden.clone());
    Seen::of(somebody("GET", LIST)).await.is(403, forbidden);
}
