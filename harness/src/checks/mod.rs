//! The checks that every operation gets from the documents, without a feature of its own.
//!
//! Each is a function of one server and one operation; `derived.yaml` names it, says what it proves and for
//! which operations.

mod answers;
mod bodies;
mod credentials;
pub(crate) mod example;
mod media_types;
mod routing;

use labproof_spec::Operation;

use crate::conversation::Named;
use crate::exchange::Answer;
use crate::properties;
use crate::request::{Request, Travel};
use crate::subject::{Subject, excerpt};
use crate::verdict::Outcome;

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
}

/// How the generated cases of a run come about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Generation {
    pub(crate) seed: u64,
    pub(crate) cases: u32,
}

/// Whether the check has to have the server to itself, because it looks at the whole state.
pub(crate) fn needs_quiet(check: &str) -> bool {
    matches!(check, "credentials" | "single-faults")
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
        "credentials-refusal" => Checked::of(credentials::refusal(subject, operation).await),
        "lawful-credentials" => Checked::of(credentials::accepted(subject, operation).await),
        "answers-json" => Checked::of(answers::json(subject, operation).await),
        "security-headers" => Checked::of(answers::security_headers(subject, operation).await),
        "media-types" => Checked::of(media_types::check(subject, operation).await),
        "trailing-slash" => Checked::of(routing::trailing_slash(subject, operation).await),
        "wrong-method" => Checked::of(routing::wrong_method(subject, operation).await),
        "malformed-json" => Checked::of(bodies::malformed_json(subject, operation).await),
        "unsupported-media-type" => Checked::of(bodies::unsupported_media_type(subject, operation).await),
        "valid-requests" => properties::valid::check(subject, operation, generation).await,
        "single-faults" => properties::faults::check(subject, operation, generation).await,
        other => Checked::of(Err(Outcome::Error(format!(
            "no such check `{other}`; correct spec/derived.yaml"
        )))),
    }
}

/// A request that the operation accepts: that of its first documented example.
pub(crate) fn accepted_request(subject: &Subject, operation: &Operation) -> Result<Request, Outcome> {
    let example = operation.examples.first();
    let example =
        example.ok_or_else(|| Outcome::Untestable("the operation has no documented example".to_owned()))?;
    let parameters = example::parameters(&subject.fixtures, &example.request)
        .map_err(|missing| Outcome::Untestable(missing.to_string()))?;
    Ok(Request::with(
        operation,
        &parameters,
        Travel::documented(operation),
    ))
}

/// How an answer falls short of accepting a request: by its status, or by a body that is not the documented one.
pub(crate) fn shortcomings(subject: &Subject, operation: &Operation, answer: &Answer) -> Vec<String> {
    if !(200..300).contains(&answer.status) {
        return vec![format!(
            "status {}, body {}",
            answer.status,
            excerpt(&answer.text)
        )];
    }
    subject.undocumented(operation, answer)
}
