//! What every answer has, whatever it says.

use labproof_spec::Operation;

use crate::asking::answer_schemas::read_as;
use crate::asking::request::JSON;
use crate::asking::subject::Subject;
use crate::judging::checks::accepted::{accepted_request, shortcomings};
use crate::judging::verdict::{Breach, Outcome};

/// The answer to the documented request is labelled as JSON and has the documented shape.
pub(crate) async fn json(subject: &Subject, operation: &Operation) -> Result<(), Outcome> {
    let accepted = accepted_request(subject, operation).await?;
    let exchange = subject.send(&accepted).await?;
    let answer = &exchange.answer;
    let documented: Vec<&str> = match operation.responses.get(&read_as(operation, answer.status)) {
        Some(response) => response.media_types.iter().map(String::as_str).collect(),
        None => vec![JSON],
    };
    let mut actual = shortcomings(subject, operation, answer);
    let label = answer.media_type().unwrap_or_default();
    // What is some kind of JSON may call itself JSON.
    let some_json = |documented: &&str| documented.ends_with("+json");
    let is_lawful = documented.contains(&label.as_str()) || label == JSON && documented.iter().any(some_json);
    if !is_lawful {
        actual.push(format!(
            "content-type: {}",
            answer.header("content-type").unwrap_or("(absent)")
        ));
    }
    if actual.is_empty() {
        return Ok(());
    }
    let wanted = format!(
        "the documented request accepted, and the answer labelled {}",
        documented.join(" or ")
    );
    Err(Outcome::breach(Breach::new(wanted, actual, &exchange)))
}

/// The headers that keep an answer from being framed or guessed at.
pub(crate) async fn security_headers(subject: &Subject, operation: &Operation) -> Result<(), Outcome> {
    let exchange = subject.send(&accepted_request(subject, operation).await?).await?;
    let wanted = [
        ("x-frame-options", "SAMEORIGIN"),
        ("x-content-type-options", "nosniff"),
    ];
    let missing = wanted
        .iter()
        .filter(|(name, value)| exchange.answer.header(name) != Some(value));
    let actual: Vec<String> = missing
        .map(|(name, _)| format!("{name}: {}", exchange.answer.header(name).unwrap_or("(absent)")))
        .collect();
    if actual.is_empty() {
        return Ok(());
    }
    let wanted = wanted.map(|(name, value)| format!("{name}: {value}")).join(", ");
    Err(Outcome::breach(Breach::new(wanted, actual, &exchange)))
}
