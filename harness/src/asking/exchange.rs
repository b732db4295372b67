//! What went over the wire, without the secrets that went with it.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One request and its answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Exchange {
    /// What was sent.
    pub request: Sent,
    /// What came back.
    pub answer: Answer,
}

/// A request as it was sent, its credential named instead of shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Sent {
    /// The operation it was meant for.
    pub operation: String,
    /// The HTTP method.
    pub method: String,
    /// The path below the instance's URL, with the query.
    pub path: String,
    /// The headers, without the credential.
    pub headers: Vec<(String, String)>,
    /// The body, where there was one.
    pub body: Option<String>,
    /// The credentials it went with, in the order of the operation's schemes.
    pub credentials: Vec<SentCredential>,
}

/// A credential, named instead of shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SentCredential {
    /// Its scheme.
    pub scheme: String,
    /// The header that carries it.
    pub header: String,
    /// What was special about it.
    pub signature: Signature,
}

/// What is special about a credential.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Signature {
    /// Nothing.
    Ordinary,
    /// It varies in a way that auth.yaml names.
    Variant(String),
    /// It is made with another secret of auth.yaml.
    Secret(String),
    /// It is a token that an earlier answer gave.
    Given,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body as text; bytes that are no UTF-8 are replaced.
    pub text: String,
    /// The body as JSON, where it is that.
    #[serde(skip)]
    pub json: Option<Value>,
    /// From the first byte sent to the last byte read.
    #[serde(skip)]
    pub elapsed: Duration,
}

impl Answer {
    /// The first value of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// The media type without its parameters, in lower case.
    #[must_use]
    pub fn media_type(&self) -> Option<String> {
        let value = self.header("content-type")?;
        Some(
            value
                .split(';')
                .next()
                .unwrap_or_default()
                .trim()
                .to_ascii_lowercase(),
        )
    }
}
