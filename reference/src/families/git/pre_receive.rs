//! `POST /api/v4/internal/pre_receive`

use serde::Serialize;

use crate::families::{Call, Done, Outcome};
use crate::state::{State, StateChange};

#[derive(Serialize)]
struct Announced {
    reference_counter_increased: bool,
}

/// The identifier only names a counter: no such repository need exist, and without a name it is counted as well.
pub(super) fn run(_: &State, call: &Call<'_>) -> Outcome {
    let gl_repository = call.params.text("gl_repository");
    let change = StateChange::CounterIncreased {
        gl_repository: gl_repository.unwrap_or_default().into_owned(),
    };
    Ok(Done::new(&Announced {
        reference_counter_increased: true,
    })
    .with([change]))
}
