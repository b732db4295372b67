//! The checks that every operation gets from the documents, without a feature of its own.
//!
//! Each is a function of one server and one operation; `derived.yaml` names it, says what it proves and for
//! which operations.

pub(crate) mod accepted;
mod answers;
mod bodies;
pub(crate) mod checked;
mod credentials;
pub(crate) mod decisions;
mod documented;
mod example;
mod matrix;
mod media_types;
mod properties;
mod routing;

use labproof_spec::Operation;

use crate::asking::subject::Subject;
use crate::judging::checks::checked::{Checked, Generation};
use crate::judging::checks::decisions::Aspect;
use crate::judging::verdict::Outcome;

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
        "single-faults" | "refused-faults" => Phase::Last,
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
    decided: &decisions::Once,
) -> Checked {
    let decides = |aspect| decisions::check(subject, operation, generation, aspect, decided);
    match check {
        "example" => example::check(subject, operation).await,
        "credentials" => credentials::refused(subject, operation, generation).await,
        "credentials-refusal" => Checked::named(check, credentials::refusal(subject, operation).await),
        "lawful-credentials" => Checked::of(credentials::accepted(subject, operation).await),
        "tolerated-credentials" => credentials::tolerated(subject, operation).await,
        "answers-json" => Checked::of(answers::json(subject, operation).await),
        "security-headers" => Checked::of(answers::security_headers(subject, operation).await),
        "media-types" => Checked::of(media_types::check(subject, operation).await),
        "trailing-slash" => Checked::of(routing::trailing_slash(subject, operation).await),
        "wrong-method" => Checked::named(check, routing::wrong_method(subject, operation).await),
        "malformed-json" => Checked::named(check, bodies::malformed_json(subject, operation).await),
        "unsupported-media-type" => {
            Checked::named(check, bodies::unsupported_media_type(subject, operation).await)
        }
        "combinations-refused" => decides(Aspect::KeepsOut).await,
        "combinations-granted" => decides(Aspect::LetsIn).await,
        "combinations-worded" => decides(Aspect::Reasons).await,
        "valid-requests" => properties::valid::check(subject, operation, generation).await,
        "single-faults" => {
            let judged = properties::faults::Judged::EveryAnswer;
            properties::faults::check(subject, operation, generation, judged).await
        }
        "refused-faults" => {
            let judged = properties::faults::Judged::Refusals;
            properties::faults::check(subject, operation, generation, judged).await
        }
        other => Checked::of(Err(Outcome::Error(format!(
            "no such check `{other}`; correct spec/derived.yaml"
        )))),
    }
}
