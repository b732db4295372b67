//! `DELETE /api/v4/internal/gitlab_subscriptions/namespaces/:namespace_id/upcoming_reconciliations`

use super::reconciled;
use crate::answer::ApiError;
use crate::families::{Call, Done, Outcome};
use crate::state::{State, StateChange};

pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let (namespace, declared) = reconciled(state, call)?;
    declared.finish()?;
    let namespace = namespace.id;
    if state.reconciliations.of(namespace).is_none() {
        return Err(ApiError::NothingFound);
    }
    Ok(Done::empty().with([StateChange::ReconciliationRemoved { namespace }]))
}
