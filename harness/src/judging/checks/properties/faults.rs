//! A request with one fault is refused or read tolerantly; it never breaks the server or gets half done.

use labproof_spec::{Operation, Parameter, Place};
use proptest::strategy::Strategy;
use serde_json::Value;

use super::strategies::{self, Fault, Values};
use super::{filled, judge_cases};
use crate::asking::request::{Parameters, Request, Travel};
use crate::asking::subject::Subject;
use crate::judging::checks::checked::{Checked, Generation};
use crate::judging::verdict::{Breach, Outcome};

/// What is held against a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Judged {
    /// A 5xx, and a refusal that changed something.
    EveryAnswer,
    /// A refusal that changed something.
    Refusals,
}

/// Spoils valid requests in one way each.
pub(crate) async fn check(
    subject: &Subject,
    operation: &Operation,
    generation: Generation,
    judged: Judged,
) -> Checked {
    if judged == Judged::Refusals && subject.server.state.is_none() {
        let reason = "the target names no place where its state shows, so nothing can be seen to change";
        return Checked::of(Err(Outcome::Skipped(reason.to_owned())));
    }
    let values = Values::of(subject, generation);
    let valid = strategies::valid_parameters(operation, values);
    let strategy = (valid, strategies::fault(operation, values)).prop_map(SpoiledRequest);
    judge_cases(
        subject,
        &format!("{}/single-faults", operation.slug),
        generation,
        strategy,
        async |case| judge(subject, operation, case, judged).await,
    )
    .await
}

#[derive(Clone, Debug)]
struct SpoiledRequest((Parameters, Fault));

async fn judge(
    subject: &Subject,
    operation: &Operation,
    SpoiledRequest((parameters, fault)): &SpoiledRequest,
    judged: Judged,
) -> Result<(), Outcome> {
    let parameters = filled(subject, operation, parameters).await?;
    let request = spoiled(operation, &parameters, fault);
    let before = subject.fingerprint().await?;
    let exchange = subject.send(&request).await?;
    let fail = |wanted: &str, actual: String| {
        let mut breach = Breach::new(wanted, vec![actual], &exchange);
        breach.changed = Some(fault.to_string());
        Err(Outcome::breach(breach))
    };
    let answer = &exchange.answer;
    match answer.status {
        500.. if judged == Judged::EveryAnswer => {
            fail("a refusal with a 4xx, or a tolerant reading", answer.summary())
        }
        400..500 if subject.fingerprint().await? != before => fail(
            "a refused request to change nothing",
            format!("status {}, and the state differs", answer.status),
        ),
        _ => Ok(()),
    }
}

fn spoiled(operation: &Operation, parameters: &Parameters, fault: &Fault) -> Request {
    let mut parameters = parameters.clone();
    let mut travel = Travel::documented(operation);
    match fault {
        Fault::Missing(name) => parameters.remove(name),
        Fault::WrongType(name, value) => {
            parameters.set(name, value.clone());
            // Only JSON tells types apart.
            if travel == Travel::Form {
                travel = Travel::Json;
            }
        }
        Fault::TooLong(name, length) => {
            // A URL has its own, shorter, bound in every server.
            let in_path = |parameter: &Parameter| parameter.place == Place::Path && parameter.name == *name;
            let length = if travel == Travel::Query || operation.parameters.iter().any(in_path) {
                (*length).min(4096)
            } else {
                *length
            };
            parameters.set(name, Value::String("a".repeat(length)));
        }
        Fault::WrongPlace => {
            travel = if travel == Travel::Query {
                Travel::Json
            } else {
                Travel::Query
            };
        }
        Fault::Unknown(name) => parameters.set(name, Value::from("anything")),
    }
    Request::with(operation, &parameters, travel)
}
