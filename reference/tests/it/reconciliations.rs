//! `reconciliations.update` and `.delete`.

use labproof_spec::Edition;
use serde_json::{Value, json};

use crate::portal::{Portal, error, message, odd_values};

const PATH: &str = "internal/upcoming_reconciliations";

async fn portal() -> Portal {
    Portal::start(Edition::new(16, 3)).await
}

fn announced(namespace: impl Into<Value>, next: impl Into<Value>, from: impl Into<Value>) -> Value {
    json!({
        "namespace_id": namespace.into(),
        "next_reconciliation_date": next.into(),
        "display_alert_from": from.into(),
    })
}

fn all(items: &[Value]) -> Value {
    json!({ "upcoming_reconciliations": items })
}

async fn delete(portal: &Portal, namespace: u64) -> u16 {
    let path = format!("{PATH}?namespace_id={namespace}");
    let answer = portal.request("admin", "DELETE", &path).send().await.unwrap();
    answer.status().as_u16()
}

#[tokio::test]
async fn the_documented_ones_are_announced_until_they_are_deleted() {
    let portal = portal().await;
    let fingerprint = || portal.target.fingerprint();
    let before = fingerprint().await;
    let words = all(&[
        announced(127, "13 Jun 2021", "06 Jun 2021"),
        announced(129, "12 Jun 2021", "05 Jun 2021"),
    ]);
    portal.send("PUT", PATH, &words).await.is(200, json!(200));
    let after = fingerprint().await;
    assert_ne!(after, before);
    // The same days in other words change nothing, and neither does a list without one of them.
    let digits = all(&[announced("127", "2021-06-13", "2021-06-06")]);
    portal.send("PUT", PATH, &digits).await.is(200, json!(200));
    let text = json!({"upcoming_reconciliations": digits["upcoming_reconciliations"].to_string()});
    portal.send("PUT", PATH, &text).await.is(200, json!(200));
    portal.send("PUT", PATH, &all(&[])).await.is(200, json!(200));
    assert_eq!(fingerprint().await, after);
    let later = all(&[announced(127, "2021-07-13", "2021-07-06")]);
    portal.send("PUT", PATH, &later).await.is(200, json!(200));
    assert_ne!(fingerprint().await, after);
    for (namespace, status) in [(127, 204), (127, 404), (129, 204)] {
        assert_eq!(delete(&portal, namespace).await, status);
    }
    assert_eq!(fingerprint().await, before);
}

#[tokio::test]
async fn deleting_nothing_is_refused() {
    let portal = portal().await;
    for (query, status, refusal) in [
        ("?namespace_id=22", 404, message("404 Not Found")),
        ("?namespace_id=-1", 404, message("404 Not Found")),
        ("", 400, error("namespace_id is missing")),
        ("?namespace_id=", 400, error("namespace_id is empty")),
        ("?namespace_id=x", 400, error("namespace_id is invalid")),
        ("?namespace_id[]=127", 400, error("namespace_id is invalid")),
    ] {
        portal
            .refuses_to("DELETE", &format!("{PATH}{query}"), status, refusal)
            .await;
    }
}

#[tokio::test]
async fn a_bad_one_among_good_ones_is_told_of_and_the_good_ones_are_kept() {
    let portal = portal().await;
    let mixed = all(&[
        announced(999_999, "2021-06-13", "2021-06-06"),
        announced(127, "2021-06-13", "2021-06-06"),
        announced(129, Value::Null, ""),
    ]);
    let reasons = r#"[{"999999":["Namespace can't be blank"]},{"129":["Next reconciliation date can't be blank","Display alert from can't be blank"]}]"#;
    let seen = portal.send("PUT", PATH, &mixed).await;
    seen.is(400, json!({"message": {"error": reasons}}));
    assert_eq!(delete(&portal, 127).await, 204);
    assert_eq!(delete(&portal, 129).await, 404);
    let alone = all(&[announced(-1, "2021-06-13", "2021-06-06")]);
    let reasons = r#"[{"-1":["Namespace can't be blank"]}]"#;
    portal
        .refuses("PUT", PATH, &alone, 400, json!({"message": {"error": reasons}}))
        .await;
}

#[tokio::test]
async fn refusals_say_what_is_wrong_and_change_nothing() {
    let portal = portal().await;
    let name = "upcoming_reconciliations";
    let all_missing = format!(
        "{name} is missing, {name}[namespace_id] is missing, {name}[next_reconciliation_date] is missing, \
         {name}[display_alert_from] is missing"
    );
    let good = announced(127, "2021-06-13", "2021-06-06");
    for (body, refusal) in [
        (json!({}), all_missing),
        (json!({name: 7}), format!("{name} is invalid")),
        (json!({name: "[1, 2"}), format!("{name} is invalid")),
        (all(&[good.clone(), json!("x")]), format!("{name} is invalid")),
        (
            all(&[good.clone(), json!({"namespace_id": ""})]),
            format!(
                "{name}[1][namespace_id] is empty, {name}[1][next_reconciliation_date] is missing, \
                 {name}[1][display_alert_from] is missing"
            ),
        ),
    ] {
        portal.refuses("PUT", PATH, &body, 400, error(&refusal)).await;
    }
    for member in ["namespace_id", "next_reconciliation_date", "display_alert_from"] {
        for value in odd_values() {
            let mut odd = good.clone();
            odd[member] = value;
            let refusal = error(&format!("{name}[1][{member}] is invalid"));
            portal
                .refuses("PUT", PATH, &all(&[good.clone(), odd]), 400, refusal)
                .await;
        }
    }
}

#[tokio::test]
async fn nobody_less_than_an_administrator_gets_in() {
    let portal = portal().await;
    for (secret, status) in [
        ("developer", 403),
        ("expired_admin", 401),
        ("revoked_admin", 401),
        ("reading_admin", 403),
    ] {
        for method in ["PUT", "DELETE"] {
            let request = portal.request(secret, method, &format!("{PATH}?namespace_id=127"));
            assert_eq!(
                request.send().await.unwrap().status().as_u16(),
                status,
                "{secret}"
            );
        }
    }
}
