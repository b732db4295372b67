//! `GET /api/v4/namespaces/:id/subscription_add_on_purchase/:add_on_name`

use super::answer::{Shown, add_on};
use crate::answer::ApiError;
use crate::families::{Call, Done, Outcome, namespaces};
use crate::state::State;

pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let namespace = namespaces::find(state, call, "id", "Namespace")?;
    let add_on = add_on(call)?;
    let purchase = state.purchases.of(namespace.id, add_on);
    let purchase = purchase.ok_or(ApiError::RecordNotFound)?;
    Ok(Done::new(&Shown::new(call.contract, namespace, add_on, purchase)))
}
