//! Whatever KAS or an agent sends: an answer comes, it is not that we broke, and a refusal has changed nothing.

use labproof_spec::Edition;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Map, Value, json};
use tokio::runtime::Runtime;

use crate::support::{Seen, Target};

const CASES: u32 = 150;
const NAMES: [&str; 26] = [
    "gitops_sync_count",
    "counters",
    "gitops_sync",
    "k8s_api_proxy_request",
    "unique_counters",
    "agent_users_using_ci_tunnel",
    "flux_git_push_notified_unique_projects",
    "events",
    "k8s_api_proxy_requests_unique_users_via_ci_access",
    "user_id",
    "project_id",
    "alert",
    "title",
    "vulnerability",
    "scanner",
    "name",
    "location",
    "kubernetes_resource",
    "container",
    "container_name",
    "dependency",
    "package",
    "identifiers",
    "value",
    "uuids",
    "id",
];

/// JSON with the names that mean something, in places where they do and where they do not.
fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(|value| json!(value)),
        (-2_i64..300).prop_map(|value| json!(value)),
        any::<i64>().prop_map(|value| json!(value)),
        any::<u64>().prop_map(|value| json!(value.to_string())),
        any::<f64>().prop_map(|value| json!(value)),
        any::<String>().prop_map(|value| json!(value)),
        prop::sample::select(vec![
            "",
            "{}",
            "[]",
            "{\"name\":1}",
            "4773b2ee-5ba5-5e9f-b48c-5f7a17f0faac"
        ])
        .prop_map(|value| json!(value)),
    ];
    leaf.prop_recursive(5, 40, 4, |inner| {
        let name = prop::sample::select(NAMES.to_vec()).prop_map(str::to_owned);
        prop_oneof![
            1 => prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            3 => prop::collection::btree_map(name, inner, 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// The members that an operation looks at, with anything in them.
fn plausible() -> impl Strategy<Value = Value> {
    prop::collection::vec((prop::sample::select(NAMES.to_vec()), anything()), 0..5).prop_map(|members| {
        let members = members.into_iter().map(|(name, value)| (name.to_owned(), value));
        Value::Object(members.collect())
    })
}

async fn send(target: &Target, slug: &str, body: &Value) -> Seen {
    let operation = target.operation(slug);
    let url = format!("{}{}?id=7", target.url, operation.path);
    let request = target
        .client
        .request(operation.method.parse().unwrap(), url)
        .headers(target.credentials(operation));
    Seen::of(request.json(body)).await
}

#[test]
fn anything_is_answered_and_what_is_refused_changes_nothing() {
    let runtime = Runtime::new().unwrap();
    let mut runner = TestRunner::new(Config {
        cases: CASES,
        failure_persistence: None,
        ..Config::default()
    });
    for edition in [Edition::new(13, 10), Edition::new(16, 3), Edition::new(17, 9)] {
        let target = runtime.block_on(Target::start(edition));
        let operations = target.api.operations.iter();
        let slugs: Vec<String> = operations
            .map(|operation| operation.slug.clone())
            .filter(|slug| slug.starts_with("kas."))
            .collect();
        let body = prop_oneof![plausible(), anything()];
        let result = runner.run(&(prop::sample::select(slugs), body), |(slug, body)| {
            runtime.block_on(async {
                let before = target.fingerprint().await;
                let seen = send(&target, &slug, &body).await;
                let after = target.fingerprint().await;
                prop_assert!(seen.status < 500, "{seen:?}");
                prop_assert!(seen.status < 400 || after == before, "{seen:?}");
                let again = send(&target, &slug, &body).await;
                prop_assert_eq!(again.status, seen.status);
                let idempotent = slug.contains("starboard") || slug.contains("info");
                prop_assert!(!idempotent || target.fingerprint().await == after, "{:?}", seen);
                Ok(())
            })
        });
        if let Err(failure) = result {
            panic!("{edition}: {failure}");
        }
    }
}
