//! The credential matrix: every way to get a credential wrong, and every unusual way to get it right.

use labproof_spec::{Operation, Variant};

use super::{Checked, accepted_request, shortcomings};
use crate::credentials::ORDINARY;
use crate::exchange::Exchange;
use crate::request::Request;
use crate::subject::{Subject, excerpt};
use crate::verdict::{Breach, Outcome};

/// The variants of the operation's scheme that a server has to accept, or has to refuse.
fn variants<'a>(
    subject: &'a Subject,
    operation: &'a Operation,
    accepted: bool,
) -> impl Iterator<Item = &'a Variant> {
    let variants = subject.api.variants.iter();
    variants
        .filter(move |variant| variant.accepted == accepted && variant.kinds.contains(&operation.scheme.kind))
}

/// The documented request with each bad credential is refused, and afterwards nothing has changed.
///
/// The same request with a good credential has to be accepted, else the refusals would prove nothing.
pub(crate) async fn refused(subject: &Subject, operation: &Operation) -> Checked {
    let mut checked = Checked::default();
    match refuse_all(subject, operation, &mut checked.credentials).await {
        Ok(()) => checked.outcomes.push(Outcome::Holds),
        Err(outcome) => checked.outcomes.push(outcome),
    }
    checked
}

async fn refuse_all(subject: &Subject, operation: &Operation, judged: &mut usize) -> Result<(), Outcome> {
    let request = accepted_request(subject, operation)?;
    super::accepts_the_documented_request(subject, operation).await?;
    let before = subject.fingerprint().await?;
    let mut last = None;
    for variant in variants(subject, operation, false) {
        let exchange = subject.send(&with(&request, &variant.name)).await?;
        *judged += 1;
        if !(400..500).contains(&exchange.answer.status) {
            let breach = Breach::new("a refusal, 401", vec![said(&exchange)], &exchange);
            return Err(Outcome::breach(changed(breach, variant)));
        }
        last = Some(exchange);
    }
    if subject.fingerprint().await? == before {
        return Ok(());
    }
    let breach = Breach {
        expected: "the same state after requests that were all refused".to_owned(),
        actual: vec!["the state differs from before".to_owned()],
        exchange: last,
        ..Breach::default()
    };
    Err(Outcome::breach(breach))
}

/// Each bad credential gets exactly the scheme's refusal.
pub(crate) async fn refusal(subject: &Subject, operation: &Operation) -> Result<Option<Exchange>, Outcome> {
    let mut last = None;
    let request = accepted_request(subject, operation)?;
    let wanted = &operation.scheme.refusal;
    for variant in variants(subject, operation, false) {
        let exchange = subject.send(&with(&request, &variant.name)).await?;
        let answer = &exchange.answer;
        if answer.status != wanted.status || answer.json.as_ref() != Some(&wanted.body) {
            let breach = Breach::new(
                format!("status {}, body {}", wanted.status, wanted.body),
                vec![said(&exchange)],
                &exchange,
            );
            return Err(Outcome::breach(changed(breach, variant)));
        }
        last = Some(exchange);
    }
    Ok(last)
}

/// Each unusual but lawful credential is accepted.
pub(crate) async fn accepted(subject: &Subject, operation: &Operation) -> Result<(), Outcome> {
    let request = accepted_request(subject, operation)?;
    for variant in variants(subject, operation, true) {
        let exchange = subject.send(&with(&request, &variant.name)).await?;
        let actual = shortcomings(subject, operation, &exchange.answer);
        if !actual.is_empty() {
            let breach = Breach::new("the request to be accepted", actual, &exchange);
            return Err(Outcome::breach(changed(breach, variant)));
        }
    }
    Ok(())
}

fn with(request: &Request, variant: &str) -> Request {
    debug_assert_ne!(variant, ORDINARY);
    Request {
        credential: variant.to_owned(),
        ..request.clone()
    }
}

fn changed(mut breach: Breach, variant: &Variant) -> Breach {
    breach.changed = Some(format!("the credential: {}", variant.is));
    breach
}

fn said(exchange: &Exchange) -> String {
    format!(
        "status {}, body {}",
        exchange.answer.status,
        excerpt(&exchange.answer.text)
    )
}
