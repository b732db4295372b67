//! `PUT /api/v4/namespaces/:id/subscription_add_on_purchase/:add_on_name`

use super::answer::{Shown, Unsuited, add_on};
use super::wanted::Wanted;
use crate::families::{Call, Done, Outcome, namespaces};
use crate::state::{State, StateChange};

pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let namespace = namespaces::find(state, call, "id", "Namespace")?;
    let add_on = add_on(call)?;
    let wanted = Wanted::of_a_change(call)?;
    let Some(before) = state.purchases.of(namespace.id, add_on) else {
        return Err(Unsuited::NotBought.refusal(call, namespace, add_on));
    };
    let purchase = wanted.or(before).checked()?;
    let done = Done::new(&Shown::new(call.contract, namespace, add_on, &purchase));
    Ok(done.with([StateChange::PurchasePut {
        namespace: namespace.id,
        add_on,
        purchase,
    }]))
}
