//! `PUT /api/v4/internal/gitlab_subscriptions/namespaces/:namespace_id/upcoming_reconciliations`

use serde_json::json;

use super::reconciled;
use crate::answer::ApiError;
use crate::families::{Call, Done, Outcome};
use crate::state::{Reconciliation, State, StateChange};

pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let (namespace, mut declared) = reconciled(state, call)?;
    let next = declared.required_date("next_reconciliation_date");
    let from = declared.required_date("display_alert_from");
    declared.finish()?;
    // GitLab says the same with status 500.
    let blank = |name| {
        Err(ApiError::Fields(
            json!({ "error": format!("{name} can't be blank") }),
        ))
    };
    let (next_reconciliation_date, display_alert_from) = match (next, from) {
        (Some(next), Some(from)) => (next, from),
        (None, _) => return blank("Next reconciliation date"),
        (_, None) => return blank("Display alert from"),
    };
    // The body is the status once more.
    Ok(Done::new(&200).with([StateChange::ReconciliationPut {
        namespace: namespace.id,
        reconciliation: Reconciliation {
            next_reconciliation_date,
            display_alert_from,
        },
    }]))
}
