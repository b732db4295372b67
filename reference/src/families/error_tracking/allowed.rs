//! `POST /api/v4/internal/error_tracking/allowed`

use serde::Serialize;

use crate::answer::ApiError;
use crate::families::{Call, Done, Outcome};
use crate::state::State;

#[derive(Serialize)]
struct Allowed {
    enabled: bool,
}

/// A wrong key is no error: errors reported with it are not wanted, and that is the answer.
pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let given = |name| call.params.text(name).filter(|text| !text.trim().is_empty());
    let (Some(_), Some(public_key)) = (given("project_id"), given("public_key")) else {
        return Err(ApiError::Unprocessable);
    };
    let project = call
        .params
        .id("project_id")
        .and_then(|id| state.project(id))
        .ok_or(ApiError::RecordNotFound)?;
    Ok(Done::new(&Allowed {
        enabled: !state.instance.lacks("error_tracking") && state.takes_errors(&project.path, &public_key),
    }))
}
