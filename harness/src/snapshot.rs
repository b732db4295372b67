//! Answers as snapshots: what of them is the same on every conforming server.

use std::collections::BTreeSet;

use labproof_spec::Edition;
use serde_json::{Value, json};

use crate::conversation::Named;
use crate::members;
use crate::subject::Subject;
use crate::volatile;

/// One named answer, with what is the server's own replaced by its word.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Snapshot {
    /// The edition it was taken in.
    pub edition: Edition,
    /// The operation that answered.
    pub operation: String,
    /// The name within the operation.
    pub case: String,
    /// Status, media type and body.
    pub content: Value,
    /// The members of the body that the document does not require, by JSON pointer; `*` stands for any index.
    pub optional: BTreeSet<String>,
}

impl Snapshot {
    pub(crate) fn of(subject: &Subject, operation: &str, named: &Named) -> Self {
        let answer = &named.exchange.answer;
        let schema = subject
            .operation(&named.exchange.request.operation)
            .and_then(|operation| operation.responses.get(&answer.status)?.schema.as_ref());
        let body = match (&answer.json, schema) {
            (Some(body), Some(schema)) => {
                volatile::masked(body, &volatile::pointers(schema, &subject.api.schemas))
            }
            (Some(body), None) => body.clone(),
            (None, _) => Value::String(answer.text.clone()),
        };
        Self {
            edition: subject.api.edition,
            operation: operation.to_owned(),
            case: named.case.clone(),
            content: json!({
                "request": format!("{} {}", named.exchange.request.method, named.exchange.request.operation),
                "status": answer.status,
                "content-type": answer.media_type(),
                "body": body,
            }),
            optional: schema.map(|schema| optional(schema, subject)).unwrap_or_default(),
        }
    }
}

fn optional(schema: &Value, subject: &Subject) -> BTreeSet<String> {
    let members = members::all(schema, &subject.api.schemas).into_iter();
    members
        .filter(|member| !member.required)
        .map(|member| member.pointer)
        .collect()
}
