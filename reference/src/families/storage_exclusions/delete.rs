//! `DELETE /api/v4/namespaces/:id/storage/limit_exclusion`

use super::answer::root_namespace;
use crate::answer::ApiError;
use crate::families::{Call, Done, Outcome};
use crate::state::{State, StateChange};

pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let namespace = root_namespace(state, call)?.id;
    if state.storage_exclusions.of(namespace).is_none() {
        return Err(ApiError::BadRequest("not excluded"));
    }
    Ok(Done::empty().with([StateChange::StorageExclusionRemoved { namespace }]))
}
