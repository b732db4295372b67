//! `POST /api/v4/namespaces/:id/gitlab_subscription`

use jiff::civil::Date;

use super::answer::Shown;
use super::terms::Terms;
use crate::answer::ApiError;
use crate::families::namespaces::{self, Faults};
use crate::families::{Call, Done, Outcome};
use crate::request::Params;
use crate::state::{State, StateChange, Subscription};

pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let terms = Terms::of_a_new_one(call.params)?;
    let namespace = namespaces::find(state, call, "id", "Namespace")?;
    if !namespace.is_root {
        // Subscriptions are documented for personal namespaces and top-level groups.
        return Err(ApiError::BadRequest("Namespace must be a top-level namespace"));
    }
    let mut faults = Faults::default();
    if state.subscriptions.of(namespace.id).is_some() {
        faults.add("namespace_id", "has already been taken");
    }
    // The terms say when it begins, or are refused.
    let subscription = terms.change(Subscription::from(Date::ZERO), faults)?;
    let done = Done::created(&Shown::new(state, namespace, &subscription));
    Ok(done.with([StateChange::SubscriptionPut {
        namespace: namespace.id,
        subscription: Box::new(subscription),
    }]))
}

/// What is asked before whether the caller may.
pub(super) fn check(params: &Params) -> Result<(), ApiError> {
    Terms::of_a_new_one(params).map(drop)
}
