//! `POST /api/v4/namespaces/:id/subscription_add_on_purchase/:add_on_name`

use super::answer::{Shown, Unsuited, add_on};
use super::wanted::Wanted;
use crate::edition_rules;
use crate::families::{Call, Done, Outcome, namespaces};
use crate::state::{State, StateChange};

pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let namespace = namespaces::find(state, call, "id", "Namespace")?;
    let add_on = add_on(call)?;
    let wanted = Wanted::of_a_new_one(call)?;
    let any_namespace = edition_rules::add_ons_are_for_any_namespace(call.contract.edition)
        && state.instance.lacks("gitlab_com");
    if !namespace.is_root && !any_namespace {
        return Err(Unsuited::Below.refusal(call, namespace, add_on));
    }
    if state.purchases.of(namespace.id, add_on).is_some() {
        return Err(Unsuited::Bought.refusal(call, namespace, add_on));
    }
    let purchase = wanted.checked()?;
    let done = Done::created(&Shown::new(call.contract, namespace, add_on, &purchase));
    Ok(done.with([StateChange::PurchasePut {
        namespace: namespace.id,
        add_on,
        purchase,
    }]))
}
