//! `PATCH /api/v4/namespaces/:id/minutes/move/:target_id`

use crate::answer::ApiError;
use crate::families::{Call, Done, Outcome, namespaces};
use crate::state::{State, StateChange};

pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let from = namespaces::find(state, call, "id", "Namespace")?;
    let to = namespaces::find(state, call, "target_id", "Target namespace")?;
    let reason = if !from.is_root {
        "Namespace must be a top-level namespace"
    } else if !to.is_root {
        "Target namespace must be a top-level namespace"
    } else if from.id == to.id {
        "Namespace and target must be different"
    } else {
        let moved = StateChange::ComputePacksMoved {
            from: from.id,
            to: to.id,
        };
        return Ok(Done::accepted().with([moved]));
    };
    Err(ApiError::BadRequest(reason))
}
