//! `POST /api/v4/namespaces/:id/subscription_add_on_purchase/:add_on_name`

use super::answer::{Shown, add_on, checked};
use crate::answer::ApiError;
use crate::families::{Call, Done, Outcome, namespaces};
use crate::request::Declared;
use crate::state::{State, StateChange};

pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let namespace = namespaces::find(state, call, "id", "Namespace")?;
    let add_on = add_on(call)?;
    let mut declared = Declared::new(call.params);
    let quantity = declared.required_integer("quantity");
    let expires_on = declared.required_date("expires_on");
    let purchase_xid = declared.required_text("purchase_xid");
    declared.finish()?;
    if !namespace.is_root {
        let reason = format!("Namespace {} is not a root namespace", namespace.id);
        return Err(ApiError::BadRequestBecause(reason));
    }
    if state.purchases.of(namespace.id, add_on).is_some() {
        return Err(ApiError::BadRequestBecause(format!(
            "Add-on purchase for namespace {} and add-on {} already exists, use the update endpoint instead",
            namespace.id,
            add_on.title()
        )));
    }
    let purchase = checked(quantity, expires_on, purchase_xid)?;
    let done = Done::created(&Shown::new(namespace, add_on, &purchase));
    Ok(done.with([StateChange::PurchasePut {
        namespace: namespace.id,
        add_on,
        purchase,
    }]))
}
