//! The credential matrix: every way to get a credential wrong, and every unusual way to get it right.

use labproof_spec::{Operation, Refusal, Scheme, Variant};

use crate::asking::ask_error::AskError;
use crate::asking::exchange::Exchange;
use crate::asking::request::Request;
use crate::asking::signing::Signing;
use crate::asking::subject::Subject;
use crate::judging::checks::accepted::{accepted_request, accepts, refuses_strangers, shortcomings};
use crate::judging::checks::checked::Checked;
use crate::judging::to_the_letter::is_answered;
use crate::judging::verdict::{Breach, Outcome};

/// One credential to try: which scheme's, and how it varies.
#[derive(Clone, Copy)]
struct VariedCredential<'a> {
    scheme: &'a Scheme,
    variant: &'a Variant,
}

/// What a server has to do about a credential.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Refused,
    Accepted,
    /// As it likes.
    Tolerated,
}

impl Wanted {
    fn of(variant: &Variant) -> Self {
        match (variant.tolerated, variant.accepted) {
            (true, _) => Self::Tolerated,
            (false, true) => Self::Accepted,
            (false, false) => Self::Refused,
        }
    }
}

/// The variants of each of the operation's schemes of which that is wanted.
fn cases<'a>(subject: &'a Subject, operation: &'a Operation, wanted: Wanted) -> Vec<VariedCredential<'a>> {
    let variants = move |scheme| {
        let variants = subject.api.variants.iter();
        variants
            .filter(move |variant| Wanted::of(variant) == wanted && variant.suits(scheme))
            .map(move |variant| VariedCredential { scheme, variant })
    };
    operation.every_scheme().into_iter().flat_map(variants).collect()
}

/// Keeps a secret that the target does not give from hiding what all the others show.
#[derive(Default)]
struct Untestable(Option<AskError>);

impl Untestable {
    fn put_off<T>(&mut self, result: Result<T, AskError>) -> Result<Option<T>, AskError> {
        match result {
            Err(error @ AskError::Lacking(_)) => {
                self.0.get_or_insert(error);
                Ok(None)
            }
            other => other.map(Some),
        }
    }

    fn end(self) -> Result<(), Outcome> {
        self.0.map_or(Ok(()), |error| Err(error.into()))
    }
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
    let request = accepted_request(subject, operation).await?;
    let before = subject.fingerprint().await?;
    let mut last = None;
    let mut untestable = Untestable::default();
    for case in cases(subject, operation, Wanted::Refused) {
        let Some(exchange) = untestable.put_off(subject.send(&with(&request, case)).await)? else {
            continue;
        };
        *judged += 1;
        if !(400..500).contains(&exchange.answer.status) {
            let wanted = format!("a refusal, {}", refusal_of(case).status);
            let breach = Breach::new(wanted, vec![said(&exchange)], &exchange);
            return Err(Outcome::breach(changed(breach, case)));
        }
        last = Some(exchange);
    }
    if subject.fingerprint().await? != before {
        let breach = Breach {
            expected: "the same state after requests that were all refused".to_owned(),
            actual: vec!["the state differs from before".to_owned()],
            exchange: last,
            ..Breach::default()
        };
        return Err(Outcome::breach(breach));
    }
    // Last, because what was done before changes nothing when it is done again.
    accepts(subject, operation, &request).await?;
    untestable.end()
}

/// Each bad credential gets exactly its own refusal, or its scheme's.
pub(crate) async fn refusal(subject: &Subject, operation: &Operation) -> Result<Option<Exchange>, Outcome> {
    let mut last = None;
    let mut untestable = Untestable::default();
    let request = accepted_request(subject, operation).await?;
    for case in cases(subject, operation, Wanted::Refused) {
        let Some(exchange) = untestable.put_off(subject.send(&with(&request, case)).await)? else {
            continue;
        };
        let wanted = refusal_of(case);
        let answer = &exchange.answer;
        let is_worded = is_answered(
            &wanted.body,
            answer.json.as_ref(),
            operation,
            &subject.api.schemas,
        );
        if answer.status != wanted.status || !is_worded {
            let breach = Breach::new(
                format!("status {}, body {}", wanted.status, wanted.body),
                vec![said(&exchange)],
                &exchange,
            );
            return Err(Outcome::breach(changed(breach, case)));
        }
        last = Some(exchange);
    }
    untestable.end().map(|()| last)
}

fn refusal_of<'a>(case: VariedCredential<'a>) -> &'a Refusal {
    case.variant.refusal.as_ref().unwrap_or(&case.scheme.refusal)
}

/// Each unusual but lawful credential is accepted.
pub(crate) async fn accepted(subject: &Subject, operation: &Operation) -> Result<(), Outcome> {
    let mut untestable = Untestable::default();
    let cases = cases(subject, operation, Wanted::Accepted);
    if cases.is_empty() {
        let reason = "the credential that the target has is accepted in one form only";
        return Err(Outcome::Skipped(reason.to_owned()));
    }
    for case in cases {
        let request = accepted_request(subject, operation).await?;
        let Some(exchange) = untestable.put_off(subject.send(&with(&request, case)).await)? else {
            continue;
        };
        is_accepted(subject, operation, &request, case, &exchange).await?;
    }
    untestable.end()
}

/// Each credential that a server may accept is; one that is not hides none of the others.
pub(crate) async fn tolerated(subject: &Subject, operation: &Operation) -> Checked {
    let mut checked = Checked::default();
    for case in cases(subject, operation, Wanted::Tolerated) {
        let result = try_out(subject, operation, case).await;
        checked.outcomes.push(result.err().unwrap_or(Outcome::Holds));
    }
    checked
}

async fn try_out(
    subject: &Subject,
    operation: &Operation,
    case: VariedCredential<'_>,
) -> Result<(), Outcome> {
    let request = accepted_request(subject, operation).await?;
    let exchange = subject.send(&with(&request, case)).await?;
    is_accepted(subject, operation, &request, case, &exchange).await
}

async fn is_accepted(
    subject: &Subject,
    operation: &Operation,
    request: &Request,
    case: VariedCredential<'_>,
    exchange: &Exchange,
) -> Result<(), Outcome> {
    let actual = shortcomings(subject, operation, &exchange.answer);
    if !actual.is_empty() {
        let breach = Breach::new("the request to be accepted", actual, exchange);
        return Err(Outcome::breach(changed(breach, case)));
    }
    refuses_strangers(subject, operation, request, &exchange.answer).await
}

fn with(request: &Request, case: VariedCredential<'_>) -> Request {
    Request {
        signing: Signing::Varied {
            scheme: case.scheme.name.clone(),
            variant: case.variant.name.clone(),
        },
        ..request.clone()
    }
}

fn changed(mut breach: Breach, case: VariedCredential<'_>) -> Breach {
    breach.changed = Some(format!(
        "the credential {}: {}",
        case.scheme.name, case.variant.is
    ));
    breach
}

fn said(exchange: &Exchange) -> String {
    exchange.answer.summary()
}
