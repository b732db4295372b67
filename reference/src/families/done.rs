//! What a handler answers.

use serde::Serialize;

use crate::answer::{self, ApiError, JSON, SCIM_JSON};
use crate::state::StateChange;

/// An accepted request: what is answered, and what changes.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) status: u16,
    /// What the body is; nothing where there is none.
    pub(crate) media_type: Option<&'static str>,
    /// Headers of this answer alone, their names in lower case.
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
    pub(crate) changes: Vec<StateChange>,
}

impl Done {
    /// Status 200 with JSON.
    pub(crate) fn new(body: &impl Serialize) -> Self {
        Self::answer(200, Some(JSON), answer::json(body))
    }

    /// Status 201 with JSON.
    pub(crate) fn created(body: &impl Serialize) -> Self {
        Self::answer(201, Some(JSON), answer::json(body))
    }

    /// Status 202, in GitLab's words.
    pub(crate) fn accepted() -> Self {
        let body = serde_json::json!({ "message": "202 Accepted" });
        Self::answer(202, Some(JSON), answer::json(&body))
    }

    /// Status 204, without a body.
    pub(crate) fn empty() -> Self {
        Self::answer(204, None, Vec::new())
    }

    /// JSON of SCIM.
    pub(crate) fn scim(status: u16, body: &impl Serialize) -> Self {
        Self::answer(status, Some(SCIM_JSON), answer::json(body))
    }

    fn answer(status: u16, media_type: Option<&'static str>, body: Vec<u8>) -> Self {
        Self {
            status,
            media_type,
            headers: Vec::new(),
            body,
            changes: Vec::new(),
        }
    }

    pub(crate) fn with_header(mut self, name: &'static str, value: impl ToString) -> Self {
        self.headers.push((name, value.to_string()));
        self
    }

    pub(crate) fn with(mut self, changes: impl IntoIterator<Item = StateChange>) -> Self {
        self.changes.extend(changes);
        self
    }
}

impl From<Done> for answer::Answer {
    fn from(done: Done) -> Self {
        Self {
            status: done.status,
            media_type: done.media_type,
            headers: done.headers,
            body: done.body,
        }
    }
}

/// The end of a request: accepted with changes, or refused without any.
pub(crate) type Outcome = Result<Done, ApiError>;
