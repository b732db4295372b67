//! Documented examples: sent to the letter, and their answers compared member by member.

use std::collections::BTreeMap;

use labproof_spec::{Example, Operation};
use serde_json::Value;

use crate::asking::answer_schemas::read_as;
use crate::asking::exchange::{Answer, Exchange};
use crate::asking::placeholders::Placeholders;
use crate::asking::schema_members;
use crate::asking::subject::Subject;
use crate::asking::volatile;
use crate::judging::checks::accepted::refuses_strangers;
use crate::judging::checks::checked::Checked;
use crate::judging::checks::documented::Documented;
use crate::judging::example_request::{literal, prepare};
use crate::judging::snapshot::Named;
use crate::judging::verdict::{Breach, Outcome};

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
            Ok((exchange, placeholders)) => {
                checked.snapshots.push(Named {
                    case: example.case.clone(),
                    exchange,
                    own: placeholders.own(),
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
) -> Result<(Exchange, Placeholders), Outcome> {
    let mut placeholders = Placeholders::default();
    let parameters = prepare(subject, operation, example, &mut placeholders).await?;
    let request = literal(operation, example, &parameters);
    let exchange = subject.send(&request).await?;
    let answer = &exchange.answer;
    let lawful = match example.response.status {
        Some(status) => answer.status == status || read_as(operation, answer.status) == status,
        // The documentation names no status: any success will do.
        None => (200..300).contains(&answer.status),
    };
    if !lawful {
        let status = example.response.status.map(|status| status.to_string());
        let wanted = format!("status {}, as documented", status.as_deref().unwrap_or("a 2xx"));
        let actual = vec![answer.summary()];
        return Err(Outcome::breach(Breach::new(wanted, actual, &exchange)));
    }
    let mut differences = subject.undocumented(operation, answer);
    differences.extend(compare(subject, operation, example, answer, &mut placeholders).await?);
    if differences.is_empty() {
        refuses_strangers(subject, operation, &request, answer).await?;
        return Ok((exchange, placeholders));
    }
    Err(Outcome::breach(Breach::new(
        "the documented answer, member by member",
        differences,
        &exchange,
    )))
}

/// How the answer differs from the documented body: bound members equal their value, volatile ones need only
/// their schema (judged already), all others the documented value.
async fn compare(
    subject: &Subject,
    operation: &Operation,
    example: &Example,
    answer: &Answer,
    placeholders: &mut Placeholders,
) -> Result<Vec<String>, Outcome> {
    let Some(body) = &example.response.body else {
        return Ok(Vec::new());
    };
    let mut bound = BTreeMap::new();
    for (pointer, text) in &example.response.bind {
        let value = placeholders
            .fill_value(subject, &Value::String(text.clone()))
            .await?;
        bound.insert(pointer.as_str(), value);
    }
    let schema = operation
        .responses
        .get(&read_as(operation, answer.status))
        .and_then(|response| response.schema.as_ref());
    let members = schema
        .map(|schema| schema_members::all(schema, &subject.api.schemas))
        .unwrap_or_default();
    let documented = Documented {
        bound,
        volatile: schema
            .map(|schema| volatile::pointers(schema, &subject.api.schemas))
            .unwrap_or_default(),
        unordered: members
            .into_iter()
            .filter(|member| member.unordered || member.more)
            .map(|member| member.pointer)
            .collect(),
        mask: &answer.mask,
    };
    Ok(documented.differences(body, answer.json.as_ref(), ""))
}
