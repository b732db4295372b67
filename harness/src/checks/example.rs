//! Documented examples: sent to the letter, and their answers compared member by member.

use std::collections::{BTreeMap, BTreeSet};

use labproof_spec::{Example, Operation};
use serde_json::Value;

use super::Checked;
use crate::cast::Cast;
use crate::conversation::Named;
use crate::exchange::{Answer, Exchange};
use crate::expect::shown;
use crate::members;
use crate::request::{Parameters, Request, Travel};
use crate::subject::{Subject, excerpt};
use crate::template::plain;
use crate::verdict::{Breach, Outcome};
use crate::volatile;

/// Replays every documented example of the operation.
pub(crate) async fn check(subject: &Subject, operation: &Operation) -> Checked {
    let mut checked = Checked::default();
    if operation.examples.is_empty() {
        checked
            .outcomes
            .push(Outcome::Untestable("the edition documents no example".to_owned()));
    }
    for example in &operation.examples {
        let result = replay(subject, operation, example).await;
        checked.examples += usize::from(matches!(result, Ok(_) | Err(Outcome::Breach(_))));
        match result {
            Ok((exchange, cast)) => {
                checked.snapshots.push(Named {
                    case: example.case.clone(),
                    exchange,
                    own: cast.own(),
                });
                checked.outcomes.push(Outcome::Holds);
            }
            Err(outcome) => checked.outcomes.push(outcome),
        }
    }
    checked
}

async fn replay(
    subject: &Subject,
    operation: &Operation,
    example: &Example,
) -> Result<(Exchange, Cast), Outcome> {
    let mut cast = Cast::default();
    let parameters = prepare(subject, operation, example, &mut cast).await?;
    let request = literal(operation, example, &parameters);
    let exchange = subject.send(&request).await?;
    let answer = &exchange.answer;
    let lawful = match example.response.status {
        Some(status) => answer.status == status,
        // The documentation names no status: any success will do.
        None => (200..300).contains(&answer.status),
    };
    if !lawful {
        let status = example.response.status.map(|status| status.to_string());
        let wanted = format!("status {}, as documented", status.as_deref().unwrap_or("a 2xx"));
        let actual = vec![format!(
            "status {}, body {}",
            answer.status,
            excerpt(&answer.text)
        )];
        return Err(Outcome::breach(Breach::new(wanted, actual, &exchange)));
    }
    let mut differences = subject.undocumented(operation, answer);
    differences.extend(compare(subject, operation, example, answer, &mut cast).await?);
    if differences.is_empty() {
        super::refuses_strangers(subject, operation, &request, answer).await?;
        return Ok((exchange, cast));
    }
    Err(Outcome::breach(Breach::new(
        "the documented answer, member by member",
        differences,
        &exchange,
    )))
}

/// The operation's first documented example.
pub(crate) fn first(operation: &Operation) -> Result<&Example, Outcome> {
    let example = operation.examples.first();
    example.ok_or_else(|| Outcome::Untestable("the operation has no documented example".to_owned()))
}

/// Makes what the example presumes, and gives its parameters with the target's own values where they are bound.
pub(crate) async fn prepare(
    subject: &Subject,
    operation: &Operation,
    example: &Example,
    cast: &mut Cast,
) -> Result<Parameters, Outcome> {
    for call in &example.before {
        let other = subject.operation(&call.operation);
        let other = other
            .ok_or_else(|| Outcome::Error(format!("no operation `{}` in this edition", call.operation)))?;
        let filled = cast
            .fill_value(subject, &Value::Object(call.with.clone()))
            .await?;
        let parameters = Parameters::from_value(filled);
        let request = Request::with(other, &parameters, Travel::documented(other));
        let exchange = subject.send(&request).await?;
        if !(200..300).contains(&exchange.answer.status) {
            let wanted = format!(
                "{} to be accepted, which the documented example presumes",
                other.slug
            );
            let (status, body) = (exchange.answer.status, excerpt(&exchange.answer.text));
            let actual = vec![format!("status {status}, body {body}")];
            return Err(Outcome::breach(Breach::new(wanted, actual, &exchange)));
        }
    }
    let mut parameters = written(operation, example);
    for (place, text) in &example.request.bind {
        let value = cast.fill_value(subject, &Value::String(text.clone())).await?;
        // Documented parameters are text, unless they are JSON.
        let value = if Travel::documented(operation) == Travel::Json {
            value
        } else {
            plain(&value).into()
        };
        parameters.bind(place, value);
    }
    Ok(parameters)
}

/// The parameters as the documentation writes them.
pub(crate) fn written(operation: &Operation, example: &Example) -> Parameters {
    let text = example.request.body.as_ref().or(example.request.query.as_ref());
    let text = text.map_or("", String::as_str);
    let as_json = (Travel::documented(operation) == Travel::Json).then(|| Parameters::from_json(text));
    let mut parameters = as_json.flatten().unwrap_or_else(|| Parameters::from_form(text));
    for (name, value) in &example.request.path {
        parameters.set(name, Value::String(value.clone()));
    }
    parameters
}

/// The request as the documentation writes it; where the target's values differ, with those.
fn literal(operation: &Operation, example: &Example, parameters: &Parameters) -> Request {
    let mut request = Request::with(operation, parameters, Travel::documented(operation));
    let headers = example.request.headers.iter();
    request.headers = headers
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let same = |place: &str| {
        let documented = written(operation, example).to_value();
        let in_path = example.request.path.contains_key(place);
        let pointer = if place.starts_with('/') {
            place.to_owned()
        } else {
            format!("/{place}")
        };
        in_path || documented.pointer(&pointer) == parameters.to_value().pointer(&pointer)
    };
    if !example.request.bind.keys().all(|place| same(place)) {
        return request;
    }
    match (
        &mut request.payload,
        &example.request.body,
        &example.request.query,
    ) {
        (Some(payload), Some(text), _) => payload.bytes = text.as_bytes().to_vec(),
        (_, _, Some(text)) => request.query = text.replace(' ', "%20"),
        _ => {}
    }
    request
}

/// How the answer differs from the documented body: bound members equal their value, volatile ones need only
/// their schema (judged already), all others the documented value.
async fn compare(
    subject: &Subject,
    operation: &Operation,
    example: &Example,
    answer: &Answer,
    cast: &mut Cast,
) -> Result<Vec<String>, Outcome> {
    let Some(body) = &example.response.body else {
        return Ok(Vec::new());
    };
    let mut bound = BTreeMap::new();
    for (pointer, text) in &example.response.bind {
        let value = cast.fill_value(subject, &Value::String(text.clone())).await?;
        bound.insert(pointer.as_str(), value);
    }
    let schema = operation
        .responses
        .get(&answer.status)
        .and_then(|response| response.schema.as_ref());
    let members = schema
        .map(|schema| members::all(schema, &subject.api.schemas))
        .unwrap_or_default();
    let documented = Documented {
        bound,
        volatile: schema
            .map(|schema| volatile::pointers(schema, &subject.api.schemas))
            .unwrap_or_default(),
        unordered: members
            .into_iter()
            .filter(|member| member.unordered)
            .map(|member| member.pointer)
            .collect(),
    };
    Ok(documented.differences(body, answer.json.as_ref(), ""))
}

/// What is known of a documented body beside its literal values.
struct Documented<'a> {
    bound: BTreeMap<&'a str, Value>,
    volatile: BTreeMap<String, String>,
    /// The arrays that hold more than the documented items, in any order.
    unordered: BTreeSet<String>,
}

impl Documented<'_> {
    fn differences(&self, wanted: &Value, actual: Option<&Value>, pointer: &str) -> Vec<String> {
        let bound = self.bound.get(pointer);
        match (bound.unwrap_or(wanted), actual) {
            (_, Some(_)) if bound.is_none() && volatile::word(&self.volatile, pointer).is_some() => {
                Vec::new()
            }
            (Value::Object(members), Some(actual)) if !members.is_empty() && bound.is_none() => members
                .iter()
                .flat_map(|(name, member)| {
                    self.differences(member, actual.get(name), &format!("{pointer}/{name}"))
                })
                .collect(),
            (Value::Array(items), Some(Value::Array(actual))) if !items.is_empty() && bound.is_none() => {
                if self.unordered.contains(pointer) {
                    self.absent(items, actual, pointer)
                } else {
                    let each = items.iter().enumerate().flat_map(|(at, item)| {
                        self.differences(item, actual.get(at), &format!("{pointer}/{at}"))
                    });
                    let more = (actual.len() > items.len()).then(|| {
                        let (actual, wanted) = (actual.len(), items.len());
                        format!("at {pointer}: {actual} items, documented are {wanted}")
                    });
                    each.chain(more).collect()
                }
            }
            (wanted, actual) if actual == Some(wanted) => Vec::new(),
            (wanted, actual) => {
                let (actual, wanted) = (shown(actual), shown(Some(wanted)));
                vec![format!("at {pointer}: {actual}, documented is {wanted}")]
            }
        }
    }

    /// The documented items that none of the answered ones is like.
    fn absent(&self, items: &[Value], actual: &[Value], pointer: &str) -> Vec<String> {
        let items = items.iter().enumerate();
        let absent = items.filter(|(at, item)| {
            let pointer = format!("{pointer}/{at}");
            !actual
                .iter()
                .any(|actual| self.differences(item, Some(actual), &pointer).is_empty())
        });
        absent
            .map(|(at, item)| {
                format!(
                    "at {pointer}/{at}: no item like the documented {}",
                    shown(Some(item))
                )
            })
            .collect()
    }
}

/// Members of the first documented answer that this answer lacks; items of arrays may be fewer.
pub(crate) fn missing_members(operation: &Operation, answer: &Answer) -> Vec<String> {
    let documented = operation.examples.first();
    let documented = documented.and_then(|example| example.response.body.as_ref());
    let documented = documented.map(leaves).unwrap_or_default();
    let in_an_array = |pointer: &str| pointer.split('/').any(|step| step.parse::<usize>().is_ok());
    let missing = documented.into_iter().filter(|(pointer, _)| {
        !in_an_array(pointer)
            && answer
                .json
                .as_ref()
                .and_then(|body| body.pointer(pointer))
                .is_none()
    });
    missing
        .map(|(pointer, value)| format!("at {pointer}: nothing, documented is {}", shown(Some(value))))
        .collect()
}

/// Every member of a body that holds no further members, by JSON pointer; empty arrays and objects count.
fn leaves(body: &Value) -> Vec<(String, &Value)> {
    let mut leaves = Vec::new();
    collect(body, String::new(), &mut leaves);
    leaves
}

fn collect<'a>(value: &'a Value, pointer: String, leaves: &mut Vec<(String, &'a Value)>) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            for (name, member) in members {
                collect(member, format!("{pointer}/{name}"), leaves);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for (index, item) in items.iter().enumerate() {
                collect(item, format!("{pointer}/{index}"), leaves);
            }
        }
        _ => leaves.push((pointer, value)),
    }
}
