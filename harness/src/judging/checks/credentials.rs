//! The credential matrix: every way to get a credential wrong, and every unusual way to get it right.

use std::pin::pin;

use futures_util::StreamExt as _;
use futures_util::stream;
use labproof_spec::{Operation, Refusal};

use crate::asking::ask_error::AskError;
use crate::asking::exchange::Exchange;
use crate::asking::request::{Request, Travel};
use crate::asking::signing::Signing;
use crate::asking::subject::Subject;
use crate::judging::checks::accepted::{
    accepted_parameters, accepted_request, accepts, refuses_strangers, shortcomings,
};
use crate::judging::checks::checked::{Checked, Generation};
use crate::judging::checks::matrix::{VariedCredential, Wanted, cases, matrix};
use crate::judging::to_the_letter::is_answered;
use crate::judging::verdict::{Breach, Outcome};

/// Keeps a secret that the target does not give from hiding what all the others show.
#[derive(Default)]
struct Untestable(Option<AskError>);

impl Untestable {
    fn put_off<T>(
        &mut self,
        case: VariedCredential<'_>,
        result: Result<T, AskError>,
    ) -> Result<Option<T>, AskError> {
        match result {
            Err(AskError::Lacking(_)) if case.variant.optional => Ok(None),
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
pub(crate) async fn refused(subject: &Subject, operation: &Operation, generation: Generation) -> Checked {
    let mut checked = Checked::default();
    match refuse_all(subject, operation, generation, &mut checked.credentials).await {
        Ok(()) => checked.outcomes.push(Outcome::Holds),
        Err(outcome) => checked.outcomes.push(outcome),
    }
    checked
}

async fn refuse_all(
    subject: &Subject,
    operation: &Operation,
    generation: Generation,
    judged: &mut usize,
) -> Result<(), Outcome> {
    let parameters = accepted_parameters(subject, operation).await?;
    let before = subject.fingerprint().await?;
    let mut last = None;
    let mut untestable = Untestable::default();
    let sent = stream::iter(matrix(subject, operation, generation.thorough)).map(async |case| {
        let request = Request::with(operation, &parameters, case.travel);
        (case, subject.send(&with(&request, case)).await)
    });
    let mut sent = pin!(sent.buffered(generation.at_once.max(1)));
    while let Some((case, sent)) = sent.next().await {
        let Some(exchange) = untestable.put_off(case, sent)? else {
            continue;
        };
        // Whoever is throttled is not refused for a credential.
        if exchange.answer.status == 429 {
            let message = "the server throttles; slow down with --rate-limit";
            return Err(Outcome::Untestable(message.to_owned()));
        }
        *judged += 1;
        if !(400..500).contains(&exchange.answer.status) {
            let wanted = format!("a refusal, {}", refusal_of(case).status);
            let breach = Breach::new(wanted, vec![said(&exchange)], &exchange);
            return Err(Outcome::breach(changed(breach, operation, case)));
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
    let request = Request::with(operation, &parameters, Travel::documented(operation));
    accepts(subject, operation, &request).await?;
    knows_the_caller(subject, operation).await?;
    untestable.end()
}

/// In no way in which the parameters may travel is a good credential taken for none: whatever a server makes of such
/// a request, it does not refuse the caller in the words that it has for strangers.
async fn knows_the_caller(subject: &Subject, operation: &Operation) -> Result<(), Outcome> {
    let others = Travel::every_other(operation);
    let documented = Travel::every_documented(operation).into_iter().skip(1);
    for travel in documented.chain(others) {
        let parameters = accepted_parameters(subject, operation).await?;
        let request = Request::with(operation, &parameters, travel);
        let exchange = subject.send(&request).await?;
        let stranger = subject
            .send(&Request {
                signing: Signing::Nothing,
                ..request
            })
            .await?
            .answer;
        let answer = &exchange.answer;
        let mut schemes = operation.schemes.iter();
        let is_refusal = schemes.any(|scheme| scheme.refusal.status == answer.status);
        if is_refusal && answer.status == stranger.status && answer.text == stranger.text {
            let wanted = "another answer than that to a request without credentials";
            let mut breach = Breach::new(wanted, vec![said(&exchange)], &exchange);
            breach.changed = Some(travel.told().to_owned());
            return Err(Outcome::breach(breach));
        }
    }
    Ok(())
}

/// Each bad credential gets exactly its own refusal, or its scheme's.
pub(crate) async fn refusal(subject: &Subject, operation: &Operation) -> Result<Option<Exchange>, Outcome> {
    let mut last = None;
    let mut untestable = Untestable::default();
    let request = accepted_request(subject, operation).await?;
    for case in cases(subject, operation, Wanted::Refused, Travel::documented(operation)) {
        let Some(exchange) = untestable.put_off(case, subject.send(&with(&request, case)).await)? else {
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
            return Err(Outcome::breach(changed(breach, operation, case)));
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
    let travels = Travel::every_documented(operation).into_iter();
    let mut cases = travels
        .flat_map(|travel| cases(subject, operation, Wanted::Accepted, travel))
        .peekable();
    if cases.peek().is_none() {
        let reason = "the credential that the target has is accepted in one form only";
        return Err(Outcome::Skipped(reason.to_owned()));
    }
    for case in cases {
        let parameters = accepted_parameters(subject, operation).await?;
        let request = Request::with(operation, &parameters, case.travel);
        let sent = subject.send(&with(&request, case)).await;
        let Some(exchange) = untestable.put_off(case, sent)? else {
            continue;
        };
        is_accepted(subject, operation, &request, case, &exchange).await?;
    }
    untestable.end()
}

/// Each credential that a server may accept is; one that is not hides none of the others.
pub(crate) async fn tolerated(subject: &Subject, operation: &Operation) -> Checked {
    let mut checked = Checked::default();
    for case in cases(
        subject,
        operation,
        Wanted::Tolerated,
        Travel::documented(operation),
    ) {
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
        return Err(Outcome::breach(changed(breach, operation, case)));
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

fn changed(mut breach: Breach, operation: &Operation, case: VariedCredential<'_>) -> Breach {
    let mut changed = format!("the credential {}: {}", case.scheme.name, case.variant.is);
    if case.travel != Travel::documented(operation) {
        changed.push_str("; ");
        changed.push_str(case.travel.told());
    }
    breach.changed = Some(changed);
    breach
}

fn said(exchange: &Exchange) -> String {
    exchange.answer.summary()
}
