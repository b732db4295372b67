//! `POST /api/v4/namespaces/:id/storage/limit_exclusion`

use labproof_spec::Edition;

use super::answer::{Shown, root_namespace};
use crate::answer::ApiError;
use crate::families::namespaces::Faults;
use crate::families::{Call, Done, Outcome};
use crate::request::{Declared, Params};
use crate::state::{State, StateChange, StorageExclusion};

pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let reason = reason(call.params)?;
    let namespace = root_namespace(state, call)?;
    if state.storage_exclusions.of(namespace.id).is_some() {
        return Err(ApiError::BadRequest("already excluded"));
    }
    let mut faults = Faults::default();
    let reason = faults.text("reason", reason).filter(|_| faults.is_empty());
    let Some(reason) = reason else {
        return Err(faults.refusal());
    };
    let exclusion = StorageExclusion {
        id: state.storage_exclusions.next_id(),
        reason,
    };
    let done = Done::created(&Shown::new(namespace, &exclusion));
    Ok(done.with([StateChange::StorageExclusionAdded {
        namespace: namespace.id,
        exclusion,
    }]))
}

/// What is asked before whether the caller may.
pub(super) fn check(_: Edition, params: &Params) -> Result<(), ApiError> {
    reason(params).map(drop)
}

fn reason(params: &Params) -> Result<Option<String>, ApiError> {
    let mut declared = Declared::new(params);
    let reason = declared.required_text("reason");
    declared.finish()?;
    Ok(reason)
}
