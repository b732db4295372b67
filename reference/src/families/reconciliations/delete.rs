//! `DELETE /api/v4/internal/upcoming_reconciliations`

use crate::answer::ApiError;
use crate::families::{Call, Done, Outcome};
use crate::request::Declared;
use crate::state::{State, StateChange};

pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let mut declared = Declared::new(call.params);
    let namespace = declared.filled_integer("namespace_id");
    declared.finish()?;
    // Nothing is announced to a namespace that there cannot be.
    let namespace = namespace.and_then(|id| u64::try_from(id).ok());
    let namespace = namespace.filter(|id| state.reconciliations.of(*id).is_some());
    let namespace = namespace.ok_or(ApiError::NothingFound)?;
    Ok(Done::empty().with([StateChange::ReconciliationRemoved { namespace }]))
}
