//! `PUT /api/v4/namespaces/:id/gitlab_subscription`

use super::answer::Shown;
use super::terms::Terms;
use crate::answer::ApiError;
use crate::families::namespaces::{self, Faults};
use crate::families::{Call, Done, Outcome};
use crate::request::Params;
use crate::state::{State, StateChange};

pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let terms = Terms::of_a_change(call.params)?;
    let namespace = namespaces::find(state, call, "id", "Namespace")?;
    let subscription = state.subscriptions.of(namespace.id);
    let subscription = subscription.ok_or(ApiError::NotFound("GitlabSubscription".into()))?;
    let subscription = terms.change(subscription.clone(), Faults::default())?;
    let done = Done::new(&Shown::new(state, namespace, &subscription));
    Ok(done.with([StateChange::SubscriptionPut {
        namespace: namespace.id,
        subscription: Box::new(subscription),
    }]))
}

/// What is asked before whether the caller may.
pub(super) fn check(params: &Params) -> Result<(), ApiError> {
    Terms::of_a_change(params).map(drop)
}
