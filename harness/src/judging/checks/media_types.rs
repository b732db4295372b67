//! The same parameters as a form and as JSON, with ids as digits and as numbers.

use labproof_spec::Operation;
use serde_json::Value;

use crate::asking::answer_schemas::read_as;
use crate::asking::exchange::Exchange;
use crate::asking::placeholders::Placeholders;
use crate::asking::request::{Parameters, Request, Travel};
use crate::asking::subject::Subject;
use crate::asking::volatile;
use crate::judging::checks::accepted::shortcomings;
use crate::judging::example_request;
use crate::judging::verdict::{Breach, Outcome};

/// The documented request is answered alike whichever way its parameters travel.
pub(crate) async fn check(subject: &Subject, operation: &Operation) -> Result<(), Outcome> {
    let mut placeholders = Placeholders::default();
    let text = example_request::prepare(
        subject,
        operation,
        example_request::first(operation)?,
        &mut placeholders,
    )
    .await?;
    let numbers = numbers(&text);
    let ways = [
        ("as a form", &text, Travel::Form),
        ("as JSON with digits", &text, Travel::Json),
        ("as JSON with numbers", &numbers, Travel::Json),
    ];
    let mut first: Option<(u16, Option<Value>)> = None;
    for (name, parameters, travel) in ways {
        let exchange = subject
            .send(&Request::with(operation, parameters, travel))
            .await?;
        let answer = &exchange.answer;
        let actual = shortcomings(subject, operation, answer);
        if !actual.is_empty() {
            return Err(breach(name, "the request to be accepted", actual, &exchange));
        }
        let body = answer.json.as_ref();
        let seen = (
            answer.status,
            body.map(|body| masked(subject, operation, answer.status, body)),
        );
        match &first {
            None => first = Some(seen),
            Some(first) if *first != seen => {
                return Err(breach(
                    name,
                    "the answer that the first way got, volatile members aside",
                    vec![answer.summary()],
                    &exchange,
                ));
            }
            Some(_) => {}
        }
    }
    Ok(())
}

fn breach(way: &str, wanted: &str, actual: Vec<String>, exchange: &Exchange) -> Outcome {
    let mut breach = Breach::new(wanted, actual, exchange);
    breach.changed = Some(format!("the documented parameters travel {way}"));
    Outcome::breach(breach)
}

fn masked(subject: &Subject, operation: &Operation, status: u16, body: &Value) -> Value {
    let schema = operation
        .responses
        .get(&read_as(operation, status))
        .and_then(|response| response.schema.as_ref());
    match schema {
        Some(schema) => volatile::masked(body, &volatile::pointers(schema, &subject.api.schemas)),
        None => body.clone(),
    }
}

/// Digits of ids as numbers.
fn numbers(parameters: &Parameters) -> Parameters {
    let mut numbers = Parameters::default();
    for (name, value) in parameters.iter() {
        let id = value
            .as_str()
            .filter(|_| name.ends_with("id"))
            .and_then(|text| text.parse::<u64>().ok());
        numbers.set(name, id.map_or_else(|| value.clone(), Value::from));
    }
    numbers
}
