//! Many clients at once: nothing is lost, and nothing is made twice.
//!
//! Against the servers that `LABPROOF_URL` and `LABPROOF_TARGET` name, else against reference servers, in every
//! edition that has the operations.

use crate::support;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::support::consumers::Consumers;
use labproof_harness::{Answer, Consumer};
use serde_json::{Value, json};
use tokio::sync::Mutex;
use tokio::task::JoinSet;

/// How many requests are under way at once.
const CLIENTS: usize = support::JOBS;

/// Clients of one test at a time; and while features are played, panics of the whole process are silent.
static ONE_AT_A_TIME: Mutex<()> = Mutex::const_new(());

/// Has a test look at every server that has the operations, one after another.
async fn everywhere(operations: &[&str], test: impl AsyncFn(Arc<Consumer>, bool)) {
    let _alone = ONE_AT_A_TIME.lock().await;
    let mut consumers = Consumers::of(operations).await;
    let are_alone = consumers.are_alone();
    for (edition, consumer) in std::mem::take(&mut consumers.all) {
        println!("edition {edition}");
        test(Arc::new(consumer), are_alone).await;
    }
    consumers.stop().await;
}

/// Calls an operation once for each of the parameters, all at once.
async fn at_once(
    consumer: &Arc<Consumer>,
    operation: &'static str,
    all: impl IntoIterator<Item = Value>,
) -> Vec<Answer> {
    let mut calls = JoinSet::new();
    for parameters in all {
        let consumer = Arc::clone(consumer);
        calls.spawn(async move { consumer.call(operation, parameters).await });
    }
    let answers = calls.join_all().await.into_iter();
    answers
        .map(|answer| answer.unwrap_or_else(|error| panic!("{error}")))
        .collect()
}

/// Calls it as often as there are clients.
async fn by_all(
    consumer: &Arc<Consumer>,
    operation: &'static str,
    parameters: impl Fn(usize) -> Value,
) -> Vec<Answer> {
    at_once(consumer, operation, (1..=CLIENTS).map(parameters)).await
}

async fn one(consumer: &Consumer, operation: &str, parameters: Value) -> Answer {
    let answer = consumer.call(operation, parameters).await;
    answer.unwrap_or_else(|error| panic!("{error}"))
}

async fn fill(consumer: &Consumer, text: &str) -> String {
    consumer
        .fill(text)
        .await
        .unwrap_or_else(|error| panic!("{error}"))
}

async fn fresh_namespace(consumer: &Consumer) -> Value {
    let made = consumer.make("fresh_namespace").await;
    made.unwrap_or_else(|error| panic!("{error}"))["id"].clone()
}

fn body(answer: &Answer) -> &Value {
    answer.json.as_ref().unwrap()
}

/// The one answer with this status, where all others have the other one.
fn the_one(answers: Vec<Answer>, status: u16, others: u16) -> Answer {
    let (mut these, those): (Vec<Answer>, Vec<Answer>) =
        answers.into_iter().partition(|answer| answer.status == status);
    assert_eq!(these.len(), 1, "answers with {status}");
    for answer in those {
        assert_eq!(answer.status, others, "{}", answer.text);
    }
    these.remove(0)
}

/// One text that is the same in all answers.
fn the_same<'a>(answers: &'a [Answer], pointer: &str) -> &'a Value {
    let values = answers
        .iter()
        .map(|answer| body(answer).pointer(pointer).unwrap());
    let values: Vec<&Value> = values.collect();
    assert!(
        values.iter().all(|value| value == &values[0]),
        "{pointer}: {values:?}"
    );
    values[0]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reference_counter_counts_every_push() {
    let operations = ["git.pre_receive", "git.post_receive"];
    everywhere(&operations, async |consumer, is_alone| {
        let gl_repository = fill(&consumer, "project-{missing.project_id}").await;
        let announced = |_| json!({ "gl_repository": gl_repository });
        let reported = |_| json!({ "gl_repository": gl_repository, "identifier": "user-1" });
        let untouched = consumer.fingerprint().await.unwrap();
        let answers = by_all(&consumer, "git.pre_receive", announced).await;
        assert_eq!(*the_same(&answers, "/reference_counter_increased"), json!(true));
        let answers = at_once(&consumer, "git.post_receive", (1..CLIENTS).map(reported)).await;
        assert_eq!(*the_same(&answers, "/reference_counter_decreased"), json!(true));
        // The state tells only what this test did where nobody else changes it.
        let one_is_left = consumer.fingerprint().await.unwrap();
        let answer = one(&consumer, "git.post_receive", reported(CLIENTS)).await;
        assert_eq!(body(&answer)["reference_counter_decreased"], json!(true));
        if is_alone {
            assert_ne!(one_is_left, untouched, "a push was lost");
            assert_eq!(
                consumer.fingerprint().await.unwrap(),
                untouched,
                "a push was counted twice"
            );
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_provisioned_once() {
    let group = ["scim.group.create", "scim.group.list"];
    let instance = ["scim.instance.create", "scim.instance.list"];
    for [create, list] in [group, instance] {
        everywhere(&[create, list], async |consumer, _| {
            let unique = fill(&consumer, "{unique}").await;
            let group_path = fill(&consumer, "{scim_group.path}").await;
            let with_group = |mut parameters: Value| {
                if create == group[0] {
                    parameters["group_path"] = json!(group_path);
                }
                parameters
            };
            let answers = by_all(&consumer, create, |_| {
                with_group(json!({
                    "externalId": unique,
                    "userName": unique,
                    "emails": [{ "primary": true, "type": "work", "value": format!("{unique}@example.com") }],
                    "name": { "formatted": "Test User", "familyName": "User", "givenName": "Test" },
                }))
            })
            .await;
            for answer in &answers {
                assert_eq!(answer.status, 201, "{}", answer.text);
            }
            assert_eq!(*the_same(&answers, "/id"), json!(unique));
            assert_eq!(*the_same(&answers, "/userName"), json!(unique));
            for filter in [
                format!("id eq {unique}"),
                format!("userName eq {unique}@example.com"),
            ] {
                let answer = one(&consumer, list, with_group(json!({ "filter": filter }))).await;
                assert_eq!(body(&answer)["totalResults"], json!(1), "{filter}");
            }
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_purchase_is_one_pack() {
    everywhere(&["compute_packs.create"], async |consumer, _| {
        let namespace = fresh_namespace(&consumer).await;
        let purchase = format!("{namespace:0>32}");
        let bought = |minutes| {
            let pack =
                json!({ "number_of_minutes": minutes, "expires_at": "2031-01-01", "purchase_xid": purchase });
            json!({ "id": namespace, "packs": [pack] })
        };
        let answers = by_all(&consumer, "compute_packs.create", bought).await;
        let first = the_same(&answers, "").clone();
        assert_eq!(first.as_array().unwrap().len(), 1, "{first}");
        let again = one(&consumer, "compute_packs.create", bought(CLIENTS + 1)).await;
        assert_eq!(*body(&again), first);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_namespace_is_excluded_once() {
    let operations = ["storage_exclusions.create", "storage_exclusions.delete"];
    everywhere(&operations, async |consumer, _| {
        let namespace = fresh_namespace(&consumer).await;
        let excluded = |client| json!({ "id": namespace, "reason": format!("client {client}") });
        let answers = by_all(&consumer, "storage_exclusions.create", excluded).await;
        the_one(answers, 201, 400);
        let included = |_| json!({ "id": namespace });
        let answers = by_all(&consumer, "storage_exclusions.delete", included).await;
        the_one(answers, 204, 400);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_add_on_is_bought_once() {
    everywhere(&["addons.create", "addons.get"], async |consumer, _| {
        let namespace = fresh_namespace(&consumer).await;
        let place = json!({ "id": namespace, "add_on_name": "code_suggestions" });
        let bought = |quantity| {
            let mut parameters = place.clone();
            parameters["quantity"] = json!(quantity);
            // Older editions do not ask for one.
            parameters["started_on"] = json!("2030-07-15");
            parameters["expires_on"] = json!("2031-07-15");
            parameters["purchase_xid"] = json!(format!("A-S{quantity}"));
            parameters
        };
        let answers = by_all(&consumer, "addons.create", bought).await;
        let made = the_one(answers, 201, 400);
        let kept = one(&consumer, "addons.get", place.clone()).await;
        assert_eq!(body(&kept), body(&made));
    })
    .await;
}

/// A report of one vulnerability in a resource.
fn found(resource: &str) -> Value {
    let identifier = json!({ "type": "cve", "name": "CVE-2031-1000", "value": "CVE-2031-1000" });
    let resource = json!({
        "namespace": "production",
        "kind": "deployment",
        "name": resource,
        "container_name": "nginx",
        "agent_id": "1",
    });
    let scanner = json!({
        "id": "starboard_trivy",
        "name": "Trivy (via Starboard Operator)",
        "vendor": { "name": "GitLab" },
    });
    json!({
        "vulnerability": {
            "name": "CVE-2031-1000 in libc",
            "severity": "high",
            "location": {
                "image": "index.docker.io/library/nginx:latest",
                "dependency": { "package": { "name": "libc" } },
                "kubernetes_resource": resource,
            },
            "identifiers": [identifier],
        },
        "scanner": scanner,
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_finding_has_one_uuid_and_another_finding_another() {
    everywhere(&["kas.starboard_create"], async |consumer, _| {
        let unique = fill(&consumer, "{unique}").await;
        let answers = by_all(&consumer, "kas.starboard_create", |_| found(&unique)).await;
        let uuid = the_same(&answers, "/uuid").to_string();
        let another = |client| found(&format!("{unique}-{client}"));
        let others = by_all(&consumer, "kas.starboard_create", another).await;
        let uuids = others.iter().map(|answer| body(answer)["uuid"].to_string());
        let mut uuids: BTreeSet<String> = uuids.collect();
        uuids.insert(uuid);
        assert_eq!(uuids.len(), CLIENTS + 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_token_is_another_one() {
    everywhere(&["ssh.personal_access_token"], async |consumer, _| {
        let key: u64 = fill(&consumer, "{member.key_id}").await.parse().unwrap();
        let made =
            |client| json!({ "key_id": key, "name": format!("client {client}"), "scopes": ["read_user"] });
        let answers = by_all(&consumer, "ssh.personal_access_token", made).await;
        assert_eq!(*the_same(&answers, "/success"), json!(true));
        let tokens: BTreeSet<&str> = answers
            .iter()
            .filter_map(|answer| body(answer)["token"].as_str())
            .collect();
        assert_eq!(tokens.len(), CLIENTS);
    })
    .await;
}
