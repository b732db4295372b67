//! One server as a consumer sees it: operations by name, for tests that follow state through many requests.

use labproof_spec::Spec;
use serde_json::{Map, Value};

use crate::asking::client::{Limits, SendError};
use crate::asking::exchange::Answer;
use crate::asking::placeholders::{Cast, unique};
use crate::asking::request::{Parameters, Request, Travel};
use crate::asking::signing::Signing;
use crate::asking::subject::Subject;
use crate::judging::verdict::Outcome;
use crate::running::suite::{Server, SuiteError, subject};
use crate::target::secret::Secret;

/// Calls the operations of one server with ordinary credentials.
pub struct Consumer {
    subject: Subject,
}

/// Why a call came to nothing.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CallError {
    /// The server did not answer.
    #[error(transparent)]
    NoAnswer(#[from] SendError),
    /// The server answered what nobody documents.
    #[error("{operation} answers what nobody documents: {}", .differences.join("; "))]
    Undocumented {
        /// The operation that was called.
        operation: String,
        /// What differs, by JSON pointer.
        differences: Vec<String>,
    },
    /// The call could not be made.
    #[error("{0}")]
    Impossible(String),
}

impl Consumer {
    /// A consumer of this server.
    ///
    /// # Errors
    ///
    /// Where the server's URL cannot be used.
    pub fn new(spec: &Spec, server: Server, limits: Limits) -> Result<Self, SuiteError> {
        Ok(Self {
            subject: subject(spec, server, limits)?,
        })
    }

    /// Calls an operation with the members of an object, each wherever the document puts it, and with the
    /// documented encoding.
    ///
    /// # Errors
    ///
    /// Where there is no answer, or one whose status or shape is not documented.
    pub async fn call(&self, operation: &str, parameters: Value) -> Result<Answer, CallError> {
        self.exchange(operation, Signing::Ordinary, parameters).await
    }

    /// Calls an operation as [`Consumer::call`] does, but with this token in place of the ordinary one.
    ///
    /// # Errors
    ///
    /// As for [`Consumer::call`].
    pub async fn call_with_token(
        &self,
        operation: &str,
        token: &Secret,
        parameters: Value,
    ) -> Result<Answer, CallError> {
        self.exchange(operation, Signing::Given(token.clone()), parameters)
            .await
    }

    async fn exchange(
        &self,
        operation: &str,
        signing: Signing,
        parameters: Value,
    ) -> Result<Answer, CallError> {
        let known = self.subject.operation(operation);
        let known = known.ok_or_else(|| CallError::Impossible(format!("no operation `{operation}`")))?;
        let parameters = Parameters::from_value(parameters);
        let request = Request {
            signing,
            ..Request::with(known, &parameters, Travel::documented(known))
        };
        let (_, result) = self.subject.ask(&request).await.map_err(impossible)?;
        let answer = result?;
        let differences = self.subject.undocumented(known, &answer);
        if differences.is_empty() {
            return Ok(answer);
        }
        Err(CallError::Undocumented {
            operation: operation.to_owned(),
            differences,
        })
    }

    /// Has the server make a fresh one of a role, and gives its fields.
    ///
    /// # Errors
    ///
    /// Where the target does not say how.
    pub async fn make(&self, role: &str) -> Result<Map<String, Value>, CallError> {
        self.subject.make(role, &unique()).await.map_err(impossible)
    }

    /// The text with its placeholders (`{role.field}`, `{unique}`) replaced.
    ///
    /// # Errors
    ///
    /// Where the target does not give a fixture.
    pub async fn fill(&self, text: &str) -> Result<String, CallError> {
        Cast::default()
            .fill(&self.subject, text)
            .await
            .map_err(impossible)
    }

    /// What changes whenever the server's state does, where the target has a place that shows it.
    ///
    /// # Errors
    ///
    /// Where that place does not answer.
    pub async fn fingerprint(&self) -> Result<Option<String>, CallError> {
        self.subject.fingerprint().await.map_err(impossible)
    }

    /// Whether the edition documents the operation.
    #[must_use]
    pub fn has(&self, operation: &str) -> bool {
        self.subject.operation(operation).is_some()
    }

    /// Whether the target consents to requests that change its state.
    #[must_use]
    pub fn may_write(&self) -> bool {
        self.subject.writes
    }
}

fn impossible(outcome: Outcome) -> CallError {
    CallError::Impossible(match outcome {
        Outcome::Untestable(reason) | Outcome::Error(reason) | Outcome::Skipped(reason) => reason,
        other => format!("{other:?}"),
    })
}
