//! Bodies that the API cannot read.

use labproof_spec::Operation;

use super::accepted_request;
use crate::asking::exchange::Exchange;
use crate::asking::request::{Payload, Request, json_media_type};
use crate::asking::subject::{Subject, excerpt};
use crate::judging::verdict::{Breach, Outcome};

/// A body that claims to be JSON and is not.
pub(crate) async fn malformed_json(
    subject: &Subject,
    operation: &Operation,
) -> Result<Option<Exchange>, Outcome> {
    refused(
        subject,
        operation,
        Payload::new(json_media_type(operation), r#"{"half": "#),
        400,
        "the body: JSON that breaks off",
    )
    .await
}

/// A body of a type that the API does not read.
pub(crate) async fn unsupported_media_type(
    subject: &Subject,
    operation: &Operation,
) -> Result<Option<Exchange>, Outcome> {
    let payload = Payload::new("application/x-labproof", "anything");
    refused(
        subject,
        operation,
        payload,
        415,
        "the body: of an unknown media type",
    )
    .await
}

async fn refused(
    subject: &Subject,
    operation: &Operation,
    payload: Payload,
    status: u16,
    changed: &str,
) -> Result<Option<Exchange>, Outcome> {
    let request = Request {
        payload: Some(payload),
        ..accepted_request(subject, operation).await?
    };
    let exchange = subject.send(&request).await?;
    if exchange.answer.status == status {
        return Ok(Some(exchange));
    }
    let actual = vec![format!(
        "status {}, body {}",
        exchange.answer.status,
        excerpt(&exchange.answer.text)
    )];
    let mut breach = Breach::new(format!("status {status}"), actual, &exchange);
    breach.changed = Some(changed.to_owned());
    Err(Outcome::breach(breach))
}
