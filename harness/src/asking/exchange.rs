//! What went over the wire, without the secrets that went with it.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::asking::client::ANSWER_BYTES_MAX;
use crate::asking::coding;
use crate::asking::mask::Mask;

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

impl Sent {
    /// Whether a text is a part of it as it is told.
    pub(crate) fn says(&self, text: &str) -> bool {
        let headers = self.headers.iter().map(|(_, value)| value);
        let mut parts = headers.chain(&self.body).chain([&self.path]);
        parts.any(|part| part.contains(text))
    }
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
    /// The body as text, without its content codings; bytes that are no UTF-8 are replaced.
    pub text: String,
    /// The body as JSON, where it is that.
    #[serde(skip)]
    pub json: Option<Value>,
    /// From the first byte sent to the last byte read.
    #[serde(skip)]
    pub elapsed: Duration,
    /// Why the body cannot be decoded, where it is not in the coding that the headers claim.
    #[serde(skip)]
    pub(crate) miscoded: Option<String>,
    /// What knows the secrets that it may repeat.
    #[serde(skip)]
    pub(crate) mask: Arc<Mask>,
}

impl Answer {
    /// An answer as it came, its body decoded; where that cannot be done, the body is as it came.
    pub(crate) fn read(
        status: u16,
        headers: Vec<(String, String)>,
        body: Vec<u8>,
        elapsed: Duration,
    ) -> Self {
        let claims = headers.iter().filter(|(name, _)| name == "content-encoding");
        let claims: Vec<&str> = claims.map(|(_, value)| value.as_str()).collect();
        let (mut body, miscoded) = match claims.is_empty() {
            true => (body, None),
            false => match coding::decoded(claims.into_iter(), &body, ANSWER_BYTES_MAX) {
                Ok(decoded) => (decoded, None),
                Err(fault) => (body, Some(fault)),
            },
        };
        // An answer may be long, and a vector that grew has room for as much again.
        body.shrink_to_fit();
        Self {
            status,
            json: serde_json::from_slice(&body).ok().filter(|_| miscoded.is_none()),
            text: String::from_utf8(body)
                .unwrap_or_else(|fault| String::from_utf8_lossy(fault.as_bytes()).into_owned()),
            headers,
            elapsed,
            miscoded,
            mask: Arc::default(),
        }
    }

    /// The first value of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// A part of the answer without secrets. Whatever cuts one asks for this first, or half a secret is left that
    /// nobody knows any more.
    pub(crate) fn without_secrets<'t>(&self, part: &'t str) -> Cow<'t, str> {
        self.mask.hide(part)
    }

    /// The beginning of the body, on one line.
    pub(crate) fn excerpt(&self) -> String {
        let text = self.without_secrets(&self.text);
        let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
        match line.char_indices().nth(160) {
            Some((cut, _)) => format!("{}…", &line[..cut]),
            None if line.is_empty() => "(empty)".to_owned(),
            None => line,
        }
    }

    /// The status and the beginning of the body, for a report.
    pub(crate) fn summary(&self) -> String {
        format!("status {}, body {}", self.status, self.excerpt())
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
