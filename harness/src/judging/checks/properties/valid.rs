//! Any request that the documentation allows gets a documented answer.

use labproof_spec::Operation;

use super::strategies::{self, Values};
use super::{filled, judge_cases};
use crate::asking::request::{Parameters, Request, Travel};
use crate::asking::subject::Subject;
use crate::judging::checks::accepted::accepts_the_documented_request;
use crate::judging::checks::checked::{Checked, Generation};
use crate::judging::verdict::{Breach, Outcome};

/// Sends valid requests, and looks at nothing but status and shape.
pub(crate) async fn check(subject: &Subject, operation: &Operation, generation: Generation) -> Checked {
    if let Err(outcome) = accepts_the_documented_request(subject, operation).await {
        return Checked {
            outcomes: vec![outcome],
            ..Checked::default()
        };
    }
    let strategy = strategies::valid_parameters(operation, Values::of(subject, generation));
    judge_cases(
        subject,
        &format!("{}/valid-requests", operation.slug),
        generation,
        strategy,
        async |parameters| judge(subject, operation, parameters).await,
    )
    .await
}

async fn judge(subject: &Subject, operation: &Operation, parameters: &Parameters) -> Result<(), Outcome> {
    let parameters = filled(subject, operation, parameters).await?;
    let request = Request::with(operation, &parameters, Travel::documented(operation));
    let exchange = subject.send(&request).await?;
    if exchange.answer.status == 429 {
        let message = "the server throttles; lower --cases, or slow down with --rate-limit";
        return Err(Outcome::Untestable(message.to_owned()));
    }
    let differences = subject.undocumented(operation, &exchange.answer);
    if differences.is_empty() {
        return Ok(());
    }
    let mut breach = Breach::new(
        "a documented status and the body documented for it",
        differences,
        &exchange,
    );
    breach.changed = Some("a valid request, generated from the document".to_owned());
    Err(Outcome::breach(breach))
}
