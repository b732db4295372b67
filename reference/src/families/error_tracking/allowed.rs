//! `POST /api/v4/internal/error_tracking/allowed`

use serde::Serialize;
use serde_json::Value;

use crate::answer::ApiError;
use crate::families::{Call, Done, Outcome};
use crate::state::State;

#[derive(Serialize)]
struct Allowed {
    enabled: bool,
}

/// A wrong key is no error: errors reported with it are not wanted, and that is the answer.
pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let (Some(project), Some(key)) = (given(call, "project_id"), given(call, "public_key")) else {
        return Err(ApiError::Unprocessable);
    };
    let project = if project.is_array() || project.is_object() {
        None
    } else {
        call.params.id("project_id").and_then(|id| state.project(id))
    };
    let project = project.ok_or(ApiError::RecordNotFound)?;
    if key.is_object() {
        return Err(ApiError::Unprocessable);
    }
    let mut keys = call.params.texts("public_key").into_iter();
    Ok(Done::new(&Allowed {
        enabled: !state.instance.lacks("error_tracking")
            && keys.any(|key| state.takes_errors(&project.path, &key)),
    }))
}

/// What has something in it: blanks, nothing in a list and `false` are nothing.
fn given<'p>(call: &'p Call<'_>, name: &str) -> Option<&'p Value> {
    let value = call.params.given(name)?;
    let blank = match value {
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        value => *value == Value::Bool(false),
    };
    (!blank).then_some(value)
}
