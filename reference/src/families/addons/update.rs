//! `PUT /api/v4/namespaces/:id/subscription_add_on_purchase/:add_on_name`

use super::answer::{Shown, add_on, checked};
use crate::answer::ApiError;
use crate::families::{Call, Done, Outcome, namespaces};
use crate::request::Declared;
use crate::state::{State, StateChange};

pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let namespace = namespaces::find(state, call, "id", "Namespace")?;
    let add_on = add_on(call)?;
    let mut declared = Declared::new(call.params);
    let quantity = declared.integer("quantity");
    let expires_on = declared.required_date("expires_on");
    let purchase_xid = declared.text("purchase_xid");
    declared.finish()?;
    let Some(before) = state.purchases.of(namespace.id, add_on) else {
        return Err(ApiError::BadRequest(
            "Add-on purchase for namespace and add-on does not exist, use the create endpoint instead",
        ));
    };
    // What is not said, or said to be nothing, stays.
    let purchase = checked(
        quantity.or(Some(before.quantity)),
        expires_on,
        purchase_xid.or_else(|| Some(before.purchase_xid.clone())),
    )?;
    let done = Done::new(&Shown::new(namespace, add_on, &purchase));
    Ok(done.with([StateChange::PurchasePut {
        namespace: namespace.id,
        add_on,
        purchase,
    }]))
}
