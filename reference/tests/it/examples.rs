//! What the documentation shows, sent to the letter and compared to the letter.

use std::collections::BTreeMap;

use labproof_spec::{Api, Edition, Example, Operation};
use reqwest::header::CONTENT_TYPE;
use serde_json::{Value, json};

use crate::support::{Seen, Target, editions, spec};

#[tokio::test]
async fn the_documented_examples_hold_in_every_edition_that_has_them() {
    let mut replayed = 0;
    for edition in editions() {
        // What one example changes is not another one's business.
        for operation in &api(edition).operations {
            for example in &operation.examples {
                let mut stage = Stage::new(edition).await;
                stage.replay(operation, example).await;
                replayed += 1;
            }
        }
    }
    let documented: usize = editions().map(|edition| examples(&api(edition))).sum();
    assert_eq!((replayed, documented > 0), (documented, true));
}

fn api(edition: Edition) -> std::sync::Arc<Api> {
    spec().api(edition)
}

fn examples(api: &Api) -> usize {
    api.operations
        .iter()
        .map(|operation| operation.examples.len())
        .sum()
}

/// Where in a value, however deep, there are texts.
fn texts(value: &Value) -> Vec<String> {
    let below = |key: &str, value| {
        let pointers = texts(value).into_iter();
        Vec::from_iter(pointers.map(|pointer| format!("/{key}{pointer}")))
    };
    match value {
        Value::String(_) => vec![String::new()],
        Value::Array(items) => {
            let items = items.iter().enumerate();
            items
                .flat_map(|(at, item)| below(&at.to_string(), item))
                .collect()
        }
        Value::Object(members) => members
            .iter()
            .flat_map(|(name, value)| below(name, value))
            .collect(),
        _ => Vec::new(),
    }
}

/// A server with the fresh things that one example asked for.
struct Stage {
    target: Target,
    fresh: BTreeMap<String, Value>,
}

impl Stage {
    async fn new(edition: Edition) -> Self {
        Self {
            target: Target::start(edition).await,
            fresh: BTreeMap::new(),
        }
    }

    async fn replay(&mut self, operation: &Operation, example: &Example) {
        let place = format!("{} {} {}", self.target.edition, operation.slug, example.case);
        for call in &example.before {
            let mut params = Value::Object(call.with.clone());
            for pointer in texts(&params) {
                let value = params.pointer_mut(&pointer).unwrap();
                *value = self.fill(value.as_str().unwrap()).await;
            }
            let seen = self.target.call(&call.operation, params).await;
            assert!((200..300).contains(&seen.status), "{place}: {seen:?}");
        }
        let seen = Seen::of(self.request(operation, example).await).await;
        match example.response.status {
            Some(status) => assert_eq!(seen.status, status, "{place}: {:?}", seen.body),
            None => assert!((200..300).contains(&seen.status), "{place}: {seen:?}"),
        }
        let Some(mut documented) = example.response.body.clone() else {
            return;
        };
        for (pointer, template) in &example.response.bind {
            *documented.pointer_mut(pointer).unwrap() = self.fill(template).await;
        }
        let schema = operation.responses[&seen.status].schema.as_ref();
        agrees(&documented, &seen.body, schema, &place);
    }

    async fn request(&mut self, operation: &Operation, example: &Example) -> reqwest::RequestBuilder {
        let mut bound = Vec::new();
        for (name, template) in &example.request.bind {
            bound.push((name.as_str(), self.fill(template).await));
        }
        let mut path = operation.path.clone();
        for (name, literal) in &example.request.path {
            let value = bound.iter().find(|(bound, _)| bound == name);
            let value = value.map_or_else(|| literal.clone(), |(_, value)| text(value));
            path = path.replace(&format!("{{{name}}}"), &value);
        }
        let query = example.request.query.as_deref().map(|query| form(query, &bound));
        let query = query.map(|query| format!("?{query}")).unwrap_or_default();
        let mut request = self
            .target
            .client
            .request(
                operation.method.parse().unwrap(),
                format!("{}{path}{query}", self.target.url),
            )
            .headers(self.target.credentials(operation));
        for (name, value) in &example.request.headers {
            request = request.header(name, value);
        }
        let Some(body) = &example.request.body else {
            return request;
        };
        let media_type = &operation.body.as_ref().unwrap().media_types[0];
        let body = if media_type.ends_with("json") {
            structure(body, &bound)
        } else {
            form(body, &bound)
        };
        request.header(CONTENT_TYPE, media_type).body(body)
    }

    /// A text with its placeholders filled in; one alone keeps its type.
    async fn fill(&mut self, template: &str) -> Value {
        let mut filled = String::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').unwrap();
            let value = self.value(name).await;
            if before.is_empty() && after.is_empty() && filled.is_empty() {
                return value;
            }
            filled.push_str(before);
            filled.push_str(&text(&value));
            rest = after;
        }
        filled.push_str(rest);
        json!(filled)
    }

    async fn value(&mut self, name: &str) -> Value {
        let Some((role, field)) = name.split_once('.') else {
            assert_eq!(name, "unique");
            return json!("once");
        };
        if !self.target.api.roles[role].fresh {
            return self.target.fixture(role, field);
        }
        if !self.fresh.contains_key(role) {
            let made = self.target.make_namespace(role, &role.replace('_', "-")).await;
            self.fresh.insert(role.to_owned(), made);
        }
        self.fresh[role][field].clone()
    }
}

/// A form or query, to the letter unless something in it is bound.
fn form(literal: &str, bound: &[(&str, Value)]) -> String {
    if bound.is_empty() {
        return literal.to_owned();
    }
    let mut url = reqwest::Url::parse("http://a/").unwrap();
    url.set_query(Some(literal));
    let pairs: Vec<(String, String)> = url
        .query_pairs()
        .map(|(name, value)| {
            let bound = bound.iter().find(|(bound, _)| *bound == name);
            (
                name.into(),
                bound.map_or_else(|| value.into(), |(_, value)| text(value)),
            )
        })
        .collect();
    url.query_pairs_mut().clear().extend_pairs(pairs);
    url.query().unwrap_or_default().to_owned()
}

/// JSON, with what is bound in its place; what is of the path is not in it.
fn structure(literal: &str, bound: &[(&str, Value)]) -> String {
    if bound.is_empty() {
        return literal.to_owned();
    }
    let mut body: Value = serde_json::from_str(literal).unwrap();
    for (name, value) in bound {
        let pointer = if name.starts_with('/') {
            (*name).to_owned()
        } else {
            format!("/{name}")
        };
        if let Some(place) = body.pointer_mut(&pointer) {
            *place = value.clone();
        }
    }
    body.to_string()
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
            let items = schema.and_then(|schema| schema.get("items"));
            if schema.is_some_and(|schema| schema.get("x-unordered").is_some()) {
                for item in documented {
                    let among = seen.iter().any(|seen| has(seen, item));
                    assert!(among, "{place}: {item} is not in {seen:?}");
                }
                return;
            }
            assert_eq!(documented.len(), seen.len(), "{place}");
            for (documented, seen) in documented.iter().zip(seen) {
                agrees(documented, seen, items, place);
            }
        }
        _ => assert_eq!(documented, seen, "{place}"),
    }
}

/// Whether an object has all members of another.
fn has(seen: &Value, documented: &Value) -> bool {
    let members = documented.as_object().into_iter().flatten();
    members
        .into_iter()
        .all(|(name, value)| seen.get(name) == Some(value))
}

/// The schema of a member, in the schema itself or in a branch that has it.
fn member<'s>(schema: &'s Value, name: &str) -> Option<&'s Value> {
    let own = schema
        .get("properties")
        .and_then(|properties| properties.get(name));
    own.or_else(|| {
        let branches = ["oneOf", "allOf"].into_iter();
        let mut branches = branches.filter_map(|key| schema.get(key)?.as_array()).flatten();
        branches.find_map(|branch| member(branch, name))
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
