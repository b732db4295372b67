//! Having a target make a fresh role.

use serde_json::{Map, Value};

use crate::asking::exchange::Answer;
use crate::asking::request::{JSON, Payload, Request};
use crate::asking::signing::Signing;
use crate::target::fresh_roles::Maker;

/// The request that makes another one.
pub(crate) fn request(maker: &Maker, unique: &str) -> Request {
    let body = maker.body.iter().map(|(name, value)| {
        let value = match value {
            Value::String(text) => Value::String(text.replace("{unique}", unique)),
            other => other.clone(),
        };
        (name.clone(), value)
    });
    let body = Value::Object(body.collect()).to_string();
    Request {
        operation: String::new(),
        method: "POST".to_owned(),
        path: maker.post.clone(),
        query: String::new(),
        headers: Vec::new(),
        payload: Some(Payload::new(JSON, body)),
        signing: Signing::Ordinary,
        patience: None,
        awaited: None,
    }
}

/// The fields of the role that was made; what is in their way where there are none.
pub(crate) fn made(role: &str, maker: &Maker, answer: &Answer) -> Result<Map<String, Value>, String> {
    let advice = "correct `make` of the target file";
    if !(200..300).contains(&answer.status) {
        let (status, body) = (answer.status, answer.excerpt());
        return Err(format!(
            "POST {} made no `{role}`: status {status}, body {body}; {advice}",
            maker.post
        ));
    }
    let fields = maker.fields.iter().map(|(field, pointer)| {
        let value = answer
            .json
            .as_ref()
            .and_then(|body| body.pointer(pointer))
            .cloned();
        let value = value.ok_or_else(|| {
            format!(
                "the answer to POST {} has nothing at {pointer} for `{role}.{field}`; {advice}",
                maker.post
            )
        })?;
        Ok((field.clone(), value))
    });
    fields.collect()
}
