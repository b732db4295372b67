//! What a request has for a body.

use serde::{Deserialize, Serialize};

use crate::answer::JSON;
use crate::request::Body;

/// The media type of forms.
const FORM: &str = "application/x-www-form-urlencoded";

/// What a request has for a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Carried {
    /// Nothing.
    Nothing,
    /// Nothing, under the media type of JSON.
    NothingAsJson,
    /// A form.
    Form,
    /// JSON.
    Json,
}

impl Carried {
    pub(super) fn of(body: &Body<'_>) -> Option<Self> {
        match (body.bytes.is_empty(), body.media_type().as_str()) {
            (true, JSON) => Some(Self::NothingAsJson),
            (true, _) => Some(Self::Nothing),
            (false, FORM) => Some(Self::Form),
            (false, media_type) => media_type.ends_with("json").then_some(Self::Json),
        }
    }
}
