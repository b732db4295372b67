//! A line of the recorded exchanges, as it is written.

use std::collections::BTreeMap;

use labproof_spec::InstanceKind;
use serde::Deserialize;
use serde_json::{Map, Value};

/// A line: what was asked, and what came back.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Exchange {
    pub(super) operation: String,
    pub(super) case: String,
    /// What is otherwise about the instance.
    #[serde(default)]
    pub(super) instance: InstanceKind,
    #[serde(flatten)]
    pub(super) request: Request,
    pub(super) status: u16,
    /// What is compared; nothing where the body is the instance's own.
    pub(super) answer: Option<Value>,
    /// What the answer must not be.
    pub(super) unlike: Option<Value>,
    /// The name by which later lines know the members of this answer (`{NAME.member}`).
    pub(super) keep: Option<String>,
    /// Why the reference server answers otherwise, where it does.
    pub(super) differs: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Request {
    pub(super) method: String,
    pub(super) path: String,
    #[serde(default)]
    pub(super) query: Map<String, Value>,
    /// Headers with credentials in place of the good ones.
    pub(super) credential: Option<BTreeMap<String, Value>>,
    #[serde(default)]
    pub(super) headers: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) media: Media,
    pub(super) body: Option<Value>,
    /// The body to the letter.
    pub(super) raw: Option<String>,
    /// What has to be asked first, with the same credential unless it says otherwise.
    #[serde(default)]
    pub(super) before: Vec<Request>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Media {
    #[default]
    None,
    /// A body of which nobody says what it is.
    Untyped,
    Form,
    Json,
    Multipart,
}

/// A credential that is signed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Signed {
    /// The secret whose key signs; a text that is no secret's name is itself a secret, which may name secrets, or with
    /// ES256 a key that nobody knows, under the name of the portal's.
    pub(super) key: String,
    #[serde(default = "hs256")]
    pub(super) algorithm: String,
    /// A text `+60` or `-60` is a time, in seconds from now.
    pub(super) claims: Map<String, Value>,
    /// What is otherwise about the header; null leaves a member out.
    #[serde(default)]
    pub(super) header: Map<String, Value>,
    /// How many characters are cut off at the end.
    #[serde(default)]
    pub(super) cut: usize,
    /// What is sent, with the token in it.
    #[serde(default = "alone")]
    pub(super) text: String,
}

/// What stands for the token within a text.
pub(super) const TOKEN: &str = "{token}";

fn alone() -> String {
    TOKEN.to_owned()
}

fn hs256() -> String {
    "HS256".to_owned()
}
