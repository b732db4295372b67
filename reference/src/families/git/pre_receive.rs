//! `POST /api/v4/internal/pre_receive`

use serde::Serialize;

use crate::answer::ApiError;
use crate::families::{Call, Done, Outcome};
use crate::state::{State, StateChange};

#[derive(Serialize)]
struct Announced {
    reference_counter_increased: bool,
}

/// The identifier only names a counter: no such repository need exist.
pub(super) fn run(_: &State, call: &Call<'_>) -> Outcome {
    if call.params.given("gl_repository").is_none() {
        return Err(ApiError::Missing(&["gl_repository"]));
    }
    let gl_repository = call
        .params
        .text("gl_repository")
        .ok_or(ApiError::Invalid("gl_repository"))?;
    let change = StateChange::CounterIncreased {
        gl_repository: gl_repository.into_owned(),
    };
    Ok(Done::new(&Announced {
        reference_counter_increased: true,
    })
    .with([change]))
}
