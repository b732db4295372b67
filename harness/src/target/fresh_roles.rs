//! How a target makes what every use needs another one of.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::asking::exchange::Answer;
use crate::asking::request::{JSON, Payload, Request};
use crate::asking::signing::Signing;
use crate::asking::subject::excerpt;

/// A POST that makes one: for a GitLab, say, `/api/v4/groups` with an administrator's token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Maker {
    /// The path below the instance's URL.
    pub post: String,
    /// The scheme of auth.yaml that signs it; nothing signs it where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheme: Option<String>,
    /// The members of its JSON body; `{unique}` in a text is text that no other has.
    #[serde(default)]
    pub body: Map<String, Value>,
    /// Where the answer has the fields of the role, by JSON pointer.
    pub fields: BTreeMap<String, String>,
}

impl Maker {
    pub(crate) fn request(&self, unique: &str) -> Request {
        let body = self.body.iter().map(|(name, value)| {
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
            path: self.post.clone(),
            query: String::new(),
            headers: Vec::new(),
            payload: Some(Payload::new(JSON, body)),
            signing: Signing::Ordinary,
        }
    }
}

/// The fields of the role that was made; what is in their way where there are none.
pub(crate) fn made(role: &str, maker: &Maker, answer: &Answer) -> Result<Map<String, Value>, String> {
    let advice = "correct `make` of the target file";
    if !(200..300).contains(&answer.status) {
        let (status, body) = (answer.status, excerpt(&answer.text));
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
