//! The checks that every operation gets from the documents, without a feature of its own.
//!
//! Each is a function of one server and one operation; `derived.yaml` names it, says what it proves and for
//! which operations.

mod answers;
mod bodies;
mod credentials;
mod documented;
pub(crate) mod example;
mod media_types;
pub(crate) mod properties;
mod routing;

use labproof_spec::Operation;

use crate::asking::exchange::{Answer, Exchange};
use crate::asking::placeholders::Cast;
use crate::asking::request::{Request, Travel};
use crate::asking::signing::Signing;
use crate::asking::subject::{Subject, excerpt};
use crate::judging::conversation::Named;
use crate::judging::verdict::{Breach, Outcome};

/// What one derived check came to, and how much it judged.
#[derive(Default)]
pub(crate) struct Checked {
    pub(crate) outcomes: Vec<Outcome>,
    pub(crate) examples: usize,
    pub(crate) credentials: usize,
    pub(crate) cases: u64,
    pub(crate) snapshots: Vec<Named>,
}

impl Checked {
    fn of(result: Result<(), Outcome>) -> Self {
        Self {
            outcomes: vec![result.err().unwrap_or(Outcome::Holds)],
            ..Self::default()
        }
    }

    /// A check whose last answer is a snapshot of this name.
    fn named(case: &str, result: Result<Option<Exchange>, Outcome>) -> Self {
        match result {
            Ok(exchange) => {
                let named = exchange.map(|exchange| Named {
                    case: case.to_owned(),
                    exchange,
                    own: Vec::new(),
                });
                Self {
                    snapshots: named.into_iter().collect(),
                    ..Self::of(Ok(()))
                }
            }
            Err(outcome) => Self::of(Err(outcome)),
        }
    }
}

/// How the generated cases of a run come about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Generation {
    pub(crate) seed: u64,
    pub(crate) cases: u32,
}

/// When a check is made. What looks at the whole state has to have the server to itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Alone, before anything else.
    First,
    /// Beside others.
    Between,
    /// Alone, after everything else.
    Last,
}

/// When the check of this name is made.
pub(crate) fn phase(check: &str) -> Phase {
    match check {
        "credentials" => Phase::First,
        "single-faults" => Phase::Last,
        _ => Phase::Between,
    }
}

/// Whether the check sends requests that change the state of an operation that writes.
///
/// Refused requests change nothing on a sound server; an unsound one is exactly what is looked for, so
/// they need consent as well.
pub(crate) fn needs_consent(operation: &Operation) -> bool {
    operation.writes
}

/// Makes one derived check.
pub(crate) async fn make(
    check: &str,
    subject: &Subject,
    operation: &Operation,
    generation: Generation,
) -> Checked {
    match check {
        "example" => example::check(subject, operation).await,
        "credentials" => credentials::refused(subject, operation).await,
        "credentials-refusal" => Checked::named(check, credentials::refusal(subject, operation).await),
        "lawful-credentials" => Checked::of(credentials::accepted(subject, operation).await),
        "answers-json" => Checked::of(answers::json(subject, operation).await),
        "security-headers" => Checked::of(answers::security_headers(subject, operation).await),
        "media-types" => Checked::of(media_types::check(subject, operation).await),
        "trailing-slash" => Checked::of(routing::trailing_slash(subject, operation).await),
        "wrong-method" => Checked::named(check, routing::wrong_method(subject, operation).await),
        "malformed-json" => Checked::named(check, bodies::malformed_json(subject, operation).await),
        "unsupported-media-type" => {
            Checked::named(check, bodies::unsupported_media_type(subject, operation).await)
        }
        "valid-requests" => properties::valid::check(subject, operation, generation).await,
        "single-faults" => properties::faults::check(subject, operation, generation).await,
        other => Checked::of(Err(Outcome::Error(format!(
            "no such check `{other}`; correct spec/derived.yaml"
        )))),
    }
}

/// A request that the operation accepts: that of its first documented example, with what has to happen before it.
///
/// Where the request uses something up, every call gives another one.
pub(crate) async fn accepted_request(subject: &Subject, operation: &Operation) -> Result<Request, Outcome> {
    let parameters = example::prepare(
        subject,
        operation,
        example::first(operation)?,
        &mut Cast::default(),
    )
    .await?;
    Ok(Request::with(
        operation,
        &parameters,
        Travel::documented(operation),
    ))
}

/// How the answer to [`accepted_request`] falls short: by its status, by a body that is not the documented one,
/// or by lacking a member that the documented answer has.
pub(crate) fn shortcomings(subject: &Subject, operation: &Operation, answer: &Answer) -> Vec<String> {
    if !(200..300).contains(&answer.status) {
        return vec![format!(
            "status {}, body {}",
            answer.status,
            excerpt(&answer.text)
        )];
    }
    let mut shortcomings = subject.undocumented(operation, answer);
    shortcomings.extend(example::missing_members(operation, answer));
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
    let response = operation.responses.get(&answer.status);
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
    let actual = vec![format!(
        "status {status}, body {}",
        excerpt(&exchange.answer.text)
    )];
    Err(Outcome::breach(Breach::new(wanted, actual, &exchange)))
}
