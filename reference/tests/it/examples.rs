//! What the documentation shows, sent to the letter and compared to the letter.

use labproof_spec::{Api, Edition, Example, Operation, Spec};
use serde_json::Value;

use crate::support::{Seen, Target};

#[tokio::test]
async fn the_documented_examples_hold_in_every_edition_that_has_them() {
    let mut replayed = 0;
    for edition in Edition::ALL {
        let target = Target::start(edition).await;
        for operation in &target.api.operations {
            for example in &operation.examples {
                replay(&target, operation, example).await;
                replayed += 1;
            }
        }
    }
    let documented: usize = Edition::ALL
        .into_iter()
        .map(|edition| examples(&api(edition)))
        .sum();
    assert_eq!((replayed, documented > 0), (documented, true));
}

fn api(edition: Edition) -> Api {
    Spec::embedded()
        .unwrap_or_else(|faults| panic!("{faults}"))
        .api(edition)
}

fn examples(api: &Api) -> usize {
    api.operations
        .iter()
        .map(|operation| operation.examples.len())
        .sum()
}

async fn replay(target: &Target, operation: &Operation, example: &Example) {
    let (header, value) = target.credential(operation);
    let query = query(target, example);
    let url = format!("{}{}{query}", target.url, operation.path);
    let mut request = target
        .client
        .request(operation.method.parse().unwrap(), url)
        .header(header, value);
    if let Some(body) = &example.request.body {
        request = request
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body.clone());
    }
    let seen = Seen::of(request).await;
    let place = format!("{} {}", target.edition, operation.slug);
    assert_eq!(seen.status, 200, "{place}: {:?}", seen.body);
    let schema = &operation.responses[&200].schema;
    agrees(&example.response.body, &seen.body, schema.as_ref(), &place);
}

/// The documentation leaves out what a key or a fingerprint is; the world knows.
fn query(target: &Target, example: &Example) -> String {
    let Some(query) = &example.request.query else {
        return String::new();
    };
    let mut url = reqwest::Url::parse("http://a/").unwrap();
    url.set_query(Some(query));
    let pairs: Vec<(String, String)> = url
        .query_pairs()
        .map(|(name, value)| {
            match example
                .request
                .bind
                .get(name.as_ref())
                .and_then(|bind| bind.split_once('.'))
            {
                Some((role, field)) => (name.into(), text(&target.fixture(role, field))),
                None => (name.into(), value.into()),
            }
        })
        .collect();
    url.query_pairs_mut().clear().extend_pairs(pairs);
    format!("?{}", url.query().unwrap_or_default())
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Every documented member is there and the same, unless its document says that it differs from call to call.
fn agrees(documented: &Value, seen: &Value, schema: Option<&Value>, place: &str) {
    if schema.is_some_and(|schema| schema.get("x-volatile").is_some()) {
        // A path, an address and the like are literal on this world; what is random or of the day is not.
        assert_eq!(kind(documented), kind(seen), "{place}");
        return;
    }
    match (documented, seen) {
        (Value::Object(documented), Value::Object(seen)) => {
            for (name, value) in documented {
                let schema = schema.and_then(|schema| member(schema, name));
                agrees(
                    value,
                    seen.get(name).unwrap_or(&Value::Null),
                    schema,
                    &format!("{place} {name}"),
                );
            }
        }
        (Value::Array(documented), Value::Array(seen)) => {
            assert_eq!(documented.len(), seen.len(), "{place}");
            let items = schema.and_then(|schema| schema.get("items"));
            for (documented, seen) in documented.iter().zip(seen) {
                agrees(documented, seen, items, place);
            }
        }
        _ => assert_eq!(documented, seen, "{place}"),
    }
}

/// The schema of a member, in the schema itself or in the branch that has it.
fn member<'s>(schema: &'s Value, name: &str) -> Option<&'s Value> {
    let own = schema
        .get("properties")
        .and_then(|properties| properties.get(name));
    own.or_else(|| {
        schema
            .get("oneOf")?
            .as_array()?
            .iter()
            .find_map(|branch| member(branch, name))
    })
}

fn kind(value: &Value) -> u8 {
    match value {
        Value::Null => 0,
        Value::Bool(_) => 1,
        Value::Number(_) => 2,
        Value::String(_) => 3,
        Value::Array(_) => 4,
        Value::Object(_) => 5,
    }
}
