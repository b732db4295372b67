//! Paths and methods.

use labproof_spec::Operation;

use crate::asking::exchange::Exchange;
use crate::asking::request::Request;
use crate::asking::subject::Subject;
use crate::judging::checks::accepted::{accepted_request, refuses_strangers, shortcomings};
use crate::judging::verdict::{Breach, Outcome};

/// A trailing slash makes no difference.
pub(crate) async fn trailing_slash(subject: &Subject, operation: &Operation) -> Result<(), Outcome> {
    let request = accepted_request(subject, operation).await?;
    let request = Request {
        path: format!("{}/", request.path),
        ..request
    };
    let exchange = subject.send(&request).await?;
    let actual = shortcomings(subject, operation, &exchange.answer);
    if actual.is_empty() {
        return refuses_strangers(subject, operation, &request, &exchange.answer).await;
    }
    Err(breach(
        "the request to be accepted",
        "a slash after the path",
        actual,
        &exchange,
    ))
}

/// A method that the path does not have finds nothing, and does nothing.
pub(crate) async fn wrong_method(
    subject: &Subject,
    operation: &Operation,
) -> Result<Option<Exchange>, Outcome> {
    let request = accepted_request(subject, operation).await?;
    let taken = |method: &&str| {
        let mut operations = subject.api.operations.iter();
        operations.any(|other| other.path == operation.path && other.method == **method)
    };
    let methods = ["GET", "POST", "PUT", "DELETE"];
    let Some(method) = methods.iter().find(|method| !taken(method)) else {
        return Ok(None);
    };
    let exchange = subject
        .send(&Request {
            method: (*method).to_owned(),
            ..request
        })
        .await?;
    let json = exchange.answer.json.as_ref();
    // SCIM's paths lie beside the API that answers everything it does not know with 404.
    let refused = match exchange.answer.status {
        404 => json.is_some_and(|body| body["error"] == "404 Not Found"),
        405 => exchange.answer.header("allow").is_some(),
        _ => false,
    };
    if refused {
        return Ok(Some(exchange));
    }
    Err(breach(
        r#"status 404, body {"error":"404 Not Found"}, or status 405 with a header Allow"#,
        &format!("the method: {method}"),
        vec![exchange.answer.summary()],
        &exchange,
    ))
}

fn breach(wanted: &str, changed: &str, actual: Vec<String>, exchange: &Exchange) -> Outcome {
    let mut breach = Breach::new(wanted, actual, exchange);
    breach.changed = Some(changed.to_owned());
    Outcome::breach(breach)
}
