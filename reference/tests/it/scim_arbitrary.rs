//! Whatever a provider says, it is answered in SCIM's words, and what is refused changes nothing.

use std::sync::atomic::{AtomicU32, Ordering};

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Map, Value, json};
use tokio::runtime::Runtime;

use crate::scim_provider::{EDITIONS, Provider, person};
use crate::support::{Seen, Target};

fn runner(cases: u32) -> TestRunner {
    TestRunner::new(Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    })
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        prop::sample::select(vec![
            "replace", "add", "remove", "active", "id", "false", "work", "a@b", ""
        ])
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        let names = prop::sample::select(vec![
            "op",
            "path",
            "value",
            "type",
            "primary",
            "formatted",
            "id",
            "active",
        ]);
        let name = names.prop_map(str::to_owned);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((name, inner), 0..4)
                .prop_map(|members| Value::Object(Map::from_iter(members))),
        ]
    })
}

fn members() -> impl Strategy<Value = Map<String, Value>> {
    let names = [
        "externalId",
        "userName",
        "emails",
        "name",
        "active",
        "Operations",
        "displayName",
        "schemas",
    ];
    let name = prop::sample::select(names.to_vec()).prop_map(str::to_owned);
    prop::collection::vec((name, any_json()), 0..4).prop_map(Map::from_iter)
}

/// That a call was answered as calls are.
async fn is_lawful(target: &Target, before: &str, seen: &Seen) -> Result<(), TestCaseError> {
    prop_assert!([201, 204, 409, 412].contains(&seen.status), "{seen:?}");
    if seen.status >= 400 {
        seen.refuses(seen.status);
        prop_assert_eq!(target.fingerprint().await, before, "{:?}", seen);
    }
    Ok(())
}

#[test]
fn whatever_is_said_is_answered() {
    let runtime = Runtime::new().unwrap();
    for edition in EDITIONS {
        let target = runtime.block_on(Target::start(edition));
        let said = (members(), members());
        let case = |(created, updated)| {
            runtime.block_on(async {
                for provider in target.providers() {
                    let before = target.fingerprint().await;
                    let mut params = person("nora");
                    params.as_object_mut().unwrap().extend(Map::clone(&created));
                    let seen = provider.call("create", params).await;
                    is_lawful(&target, &before, &seen).await?;
                    let id = seen.body["id"].as_str().unwrap_or("id of nora");
                    // No client sends a segment of dots as it is.
                    if [".", ".."].contains(&id) || provider.get(id).await.status == 404 {
                        continue;
                    }
                    let before = target.fingerprint().await;
                    let mut params = json!({"id": id});
                    params.as_object_mut().unwrap().extend(Map::clone(&updated));
                    let seen = provider.call("update", params).await;
                    is_lawful(&target, &before, &seen).await?;
                }
                Ok(())
            })
        };
        runner(150).run(&said, case).unwrap();
    }
}

async fn round_trip(provider: &Provider<'_>, id: &str, number: u32) -> Result<(), TestCaseError> {
    let mut params = person(&format!("crew{number}"));
    params["externalId"] = json!(id);
    let created = provider.call("create", params).await;
    prop_assert_eq!((created.status, &created.body["id"]), (201, &json!(id)));
    prop_assert_eq!(provider.get(id).await.body, created.body);
    let found = provider.find(&format!("id eq {}", json!(id))).await;
    prop_assert_eq!(found, [id.to_owned()]);
    prop_assert_eq!(provider.delete(id).await.status, 204);
    prop_assert_eq!(&provider.get(id).await.body["active"], &json!(false));
    Ok(())
}

#[test]
fn an_id_is_any_text() {
    let runtime = Runtime::new().unwrap();
    let target = runtime.block_on(Target::newest());
    let number = AtomicU32::new(0);
    let case = |text: String| {
        let number = number.fetch_add(1, Ordering::Relaxed);
        // The number keeps apart what differs in case alone.
        let id = format!("{text}{number}");
        runtime.block_on(async {
            for provider in target.providers() {
                round_trip(&provider, &id, number).await?;
            }
            Ok(())
        })
    };
    runner(60).run(&any::<String>(), case).unwrap();
}
