//! Answers as snapshots: what of them is the same on every conforming server.

use std::borrow::Cow;
use std::collections::BTreeSet;

use labproof_spec::Edition;
use serde_json::{Value, json};

use crate::asking::exchange::Exchange;
use crate::asking::schema_members::{self, Member};
use crate::asking::subject::Subject;
use crate::asking::volatile;

/// An answer that a scenario or a check gave a name.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Named {
    pub(crate) case: String,
    pub(crate) exchange: Exchange,
    /// The values that nothing but it has, each with the word that stands for it.
    pub(crate) own: Vec<(Value, String)>,
}

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
        let members = schema
            .map(|schema| schema_members::all(schema, &subject.api.schemas))
            .unwrap_or_default();
        let body = match (&answer.json, schema) {
            (Some(body), Some(schema)) => {
                let body = without_lists(body.clone(), &members);
                volatile::masked(&body, &volatile::pointers(schema, &subject.api.schemas))
            }
            (Some(body), None) => body.clone(),
            (None, _) => Value::String(answer.text.clone()),
        };
        let body = without_secrets(without_own(body, &named.own), subject);
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
            optional: members
                .into_iter()
                .filter(|member| !member.required)
                .map(|member| member.pointer)
                .collect(),
        }
    }
}

/// The body without what nobody else may see, whatever member it stands in.
fn without_secrets(body: Value, subject: &Subject) -> Value {
    match subject.without_secrets(&body.to_string()) {
        Cow::Borrowed(_) => body,
        Cow::Owned(told) => serde_json::from_str(&told).unwrap_or(Value::String(told)),
    }
}

/// The body with a word for every list that holds whatever else is on the server.
fn without_lists(mut body: Value, members: &[Member]) -> Value {
    for member in members.iter().filter(|member| member.unordered) {
        if let Some(list) = body.pointer_mut(&member.pointer) {
            *list = json!("[a list in any order]");
        }
    }
    body
}

/// The body with a word for every value that nothing but its scenario has.
fn without_own(body: Value, own: &[(Value, String)]) -> Value {
    let word = |value: &Value| own.iter().find(|(known, _)| known == value).map(|(_, word)| word);
    match body {
        Value::String(text) => {
            let texts = own
                .iter()
                .filter_map(|(known, word)| Some((known.as_str()?, word)));
            Value::String(texts.fold(text, |text, (known, word)| text.replace(known, word)))
        }
        Value::Array(items) => items.into_iter().map(|item| without_own(item, own)).collect(),
        Value::Object(members) => {
            let members = members.into_iter();
            members
                .map(|(name, member)| (name, without_own(member, own)))
                .collect()
        }
        other => word(&other).cloned().map_or(other, Value::String),
    }
}
