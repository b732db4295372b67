//! The namespace that a path names, for the families that are about namespaces.

use serde_json::{Map, Value, json};

use super::Call;
use crate::answer::ApiError;
use crate::state::{Namespace, State};

/// The most characters that a text kept about a namespace may have.
const MAX_TEXT_CHARACTERS: usize = 255;

/// The namespace with the id or the path in a parameter; `what` is what else is not found.
pub(crate) fn find<'s>(
    state: &'s State,
    call: &Call<'_>,
    parameter: &str,
    what: &'static str,
) -> Result<Namespace<'s>, ApiError> {
    let id_or_path = call.params.text(parameter).unwrap_or_default();
    state
        .namespace(&id_or_path)
        .ok_or(ApiError::NotFound(what.into()))
}

/// What is wrong with something that was to be kept, by field.
#[derive(Default)]
pub(crate) struct Faults(Map<String, Value>);

impl Faults {
    pub(crate) fn add(&mut self, field: &str, text: &str) {
        let texts = self.0.entry(field).or_insert_with(|| json!([]));
        if let Value::Array(texts) = texts {
            texts.push(json!(text));
        }
    }

    /// A field that has to be there.
    pub(crate) fn present<T>(&mut self, field: &str, value: Option<T>) -> Option<T> {
        if value.is_none() {
            self.add(field, "can't be blank");
        }
        value
    }

    /// A text that has to be there, and no longer than may be.
    pub(crate) fn text(&mut self, field: &str, text: Option<String>) -> Option<String> {
        let text = self.present(field, text.filter(|text| !text.trim().is_empty()))?;
        if text.chars().count() > MAX_TEXT_CHARACTERS {
            let text = format!("is too long (maximum is {MAX_TEXT_CHARACTERS} characters)");
            self.add(field, &text);
        }
        Some(text)
    }

    /// What was found, as a refusal.
    pub(crate) fn refusal(self) -> ApiError {
        ApiError::Fields(Value::Object(self.0))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
