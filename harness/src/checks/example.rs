//! Documented examples: sent to the letter, and their answers compared member by member.

use labproof_spec::{Example, ExampleRequest, Operation};
use serde_json::Value;

use super::Checked;
use crate::conversation::Named;
use crate::exchange::{Answer, Exchange};
use crate::expect::shown;
use crate::fixtures::{Fixtures, MissingFixture};
use crate::request::{Parameters, Payload, Request, Travel};
use crate::subject::Subject;
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
            Ok(exchange) => {
                checked.snapshots.push(Named {
                    case: example.case.clone(),
                    exchange,
                });
                checked.outcomes.push(Outcome::Holds);
            }
            Err(outcome) => checked.outcomes.push(outcome),
        }
    }
    checked
}

async fn replay(subject: &Subject, operation: &Operation, example: &Example) -> Result<Exchange, Outcome> {
    let missing = |missing: MissingFixture| Outcome::Untestable(missing.to_string());
    let request = literal(&subject.fixtures, operation, &example.request).map_err(missing)?;
    let exchange = subject.send(&request).await?;
    let answer = &exchange.answer;
    let lawful = match example.response.status {
        Some(status) => answer.status == status,
        // The documentation names no status: any success will do.
        None => (200..300).contains(&answer.status),
    };
    if !lawful {
        let wanted = example
            .response
            .status
            .map_or("a 2xx".to_owned(), |status| status.to_string());
        let actual = vec![format!(
            "status {}, body {}",
            answer.status,
            crate::subject::excerpt(&answer.text)
        )];
        return Err(Outcome::breach(Breach::new(
            format!("status {wanted}, as documented"),
            actual,
            &exchange,
        )));
    }
    let mut differences = subject.undocumented(operation, answer);
    differences.extend(compare(subject, operation, example, answer).map_err(missing)?);
    if differences.is_empty() {
        return Ok(exchange);
    }
    Err(Outcome::breach(Breach::new(
        "the documented answer, member by member",
        differences,
        &exchange,
    )))
}

/// The request as the documentation writes it; where the target's fixtures differ, with their values.
fn literal(
    fixtures: &Fixtures,
    operation: &Operation,
    example: &ExampleRequest,
) -> Result<Request, MissingFixture> {
    let text = example
        .body
        .as_ref()
        .or(example.query.as_ref())
        .map_or("", String::as_str);
    let bound = parameters(fixtures, example)?;
    let mut request = Request::with(operation, &bound, Travel::documented(operation));
    if bound == Parameters::from_form(text) {
        if let Some(Payload { bytes, .. }) = &mut request.payload {
            *bytes = text.as_bytes().to_vec();
        } else {
            request.query = text.replace(' ', "%20");
        }
    }
    Ok(request)
}

/// The parameters of a documented request, with the target's values where the document binds them.
pub(crate) fn parameters(
    fixtures: &Fixtures,
    example: &ExampleRequest,
) -> Result<Parameters, MissingFixture> {
    let text = example
        .body
        .as_ref()
        .or(example.query.as_ref())
        .map_or("", String::as_str);
    let mut parameters = Parameters::from_form(text);
    for (name, field) in &example.bind {
        parameters.set(name, Value::String(plain(fixtures.get(field)?)));
    }
    Ok(parameters)
}

/// Every member of the documented body: bound ones equal the fixture, volatile ones only their schema
/// (judged already), all others the documented value.
fn compare(
    subject: &Subject,
    operation: &Operation,
    example: &Example,
    answer: &Answer,
) -> Result<Vec<String>, MissingFixture> {
    let mut differences = Vec::new();
    let schema = operation
        .responses
        .get(&answer.status)
        .and_then(|response| response.schema.as_ref());
    let volatile = schema
        .map(|schema| volatile::pointers(schema, &subject.api.schemas))
        .unwrap_or_default();
    for (pointer, documented) in leaves(&example.response.body) {
        let actual = answer.json.as_ref().and_then(|body| body.pointer(&pointer));
        let wanted = match example.response.bind.get(&pointer) {
            Some(field) => Some(subject.fixtures.get(field)?),
            None if volatile::word(&volatile, &pointer).is_some() => None,
            None => Some(documented),
        };
        match wanted {
            Some(wanted) if actual != Some(wanted) => {
                differences.push(format!(
                    "at {pointer}: {}, documented is {}",
                    shown(actual),
                    shown(Some(wanted))
                ));
            }
            None if actual.is_none() => {
                differences.push(format!("at {pointer}: nothing, documented is a value"))
            }
            _ => {}
        }
    }
    Ok(differences)
}

/// Members of the first documented answer that this answer lacks; items of arrays may be fewer.
pub(crate) fn missing_members(operation: &Operation, answer: &Answer) -> Vec<String> {
    let documented = operation
        .examples
        .first()
        .map(|example| leaves(&example.response.body))
        .unwrap_or_default();
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
