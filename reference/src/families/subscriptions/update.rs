//! `PUT /api/v4/namespaces/:id/gitlab_subscription`

use labproof_spec::Edition;

use super::answer::Shown;
use super::terms::{self, Terms};
use crate::answer::ApiError;
use crate::families::namespaces::Faults;
use crate::families::{Call, Done, Outcome};
use crate::request::Params;
use crate::state::{State, StateChange};

pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let (terms, namespace) = terms::and_namespace(state, call, Terms::of_a_change)?;
    let subscription = state.subscriptions.of(namespace.id);
    let subscription = subscription.ok_or(ApiError::NotFound("GitlabSubscription".into()))?;
    let subscription = terms.change(state, call, subscription.clone(), Faults::default())?;
    let done = Done::new(&Shown::new(state, call, namespace, &subscription));
    Ok(done.with([StateChange::SubscriptionPut {
        namespace: namespace.id,
        subscription: Box::new(subscription),
    }]))
}

/// What is asked before whether the caller may.
pub(super) fn check(edition: Edition, params: &Params) -> Result<(), ApiError> {
    terms::check(edition, Terms::of_a_change(params))
}
