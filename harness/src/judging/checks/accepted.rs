//! The request that an operation has to accept, without which the answers to others prove nothing.

use labproof_spec::Operation;

use crate::asking::answer_schemas::read_as;
use crate::asking::exchange::Answer;
use crate::asking::placeholders::Placeholders;
use crate::asking::request::{Parameters, Request, Travel};
use crate::asking::signing::Signing;
use crate::asking::subject::Subject;
use crate::judging::checks::documented;
use crate::judging::verdict::{Breach, Outcome};
use crate::judging::{example_request, letting_in};

/// A request that the operation accepts: that of its usual example, with what has to happen before it.
///
/// Where the request uses something up, every call gives another one.
pub(crate) async fn accepted_request(subject: &Subject, operation: &Operation) -> Result<Request, Outcome> {
    let parameters = accepted_parameters(subject, operation).await?;
    Ok(Request::with(
        operation,
        &parameters,
        Travel::documented(operation),
    ))
}

/// The parameters of such a request.
pub(crate) async fn accepted_parameters(
    subject: &Subject,
    operation: &Operation,
) -> Result<Parameters, Outcome> {
    let example = example_request::first(operation)?;
    example_request::prepare(subject, operation, example, &mut Placeholders::default()).await
}

/// How the answer to [`accepted_request`] falls short: by its status, by a body that is not the documented one,
/// or by lacking a member that the documented answer has.
pub(crate) fn shortcomings(subject: &Subject, operation: &Operation, answer: &Answer) -> Vec<String> {
    if !(200..300).contains(&answer.status) {
        return vec![answer.summary()];
    }
    let mut shortcomings = subject.undocumented(operation, answer);
    shortcomings.extend(documented::missing_members(operation, answer));
    shortcomings
}

/// Sends [`accepted_request`]; what its answer falls short of is a breach.
///
/// Checks that would be content with refusals begin with this, else a server that refuses everything would pass.
pub(crate) async fn accepts_the_documented_request(
    subject: &Subject,
    operation: &Operation,
) -> Result<(), Outcome> {
    let request = accepted_request(subject, operation).await?;
    accepts(subject, operation, &request).await
}

/// Sends a request that has to be accepted; what its answer falls short of is a breach.
pub(crate) async fn accepts(
    subject: &Subject,
    operation: &Operation,
    request: &Request,
) -> Result<(), Outcome> {
    let exchange = subject.send(request).await?;
    let actual = shortcomings(subject, operation, &exchange.answer);
    if actual.is_empty() {
        return refuses_strangers(subject, operation, request, &exchange.answer).await;
    }
    let wanted = "the documented request to be accepted, else the answers to others prove nothing";
    Err(Outcome::breach(Breach::new(wanted, actual, &exchange)))
}

/// An answer without a documented body says nothing but its status, which a server may give to anybody: so the same
/// request without credentials has to be refused before that status counts.
pub(crate) async fn refuses_strangers(
    subject: &Subject,
    operation: &Operation,
    request: &Request,
    answer: &Answer,
) -> Result<(), Outcome> {
    let response = operation.responses.get(&read_as(operation, answer.status));
    if response.is_some_and(|response| response.schema.is_some()) {
        return Ok(());
    }
    let unsigned = Request {
        signing: Signing::Nothing,
        ..request.clone()
    };
    let exchange = subject.send(&unsigned).await?;
    let status = exchange.answer.status;
    if (400..500).contains(&status) {
        return Ok(());
    }
    let wanted = "the same request without credentials to be refused, else its acceptance proves nothing";
    let actual = vec![exchange.answer.summary()];
    Err(Outcome::breach(Breach {
        let_in: letting_in::lets_in(&exchange, subject),
        ..Breach::new(wanted, actual, &exchange)
    }))
}
