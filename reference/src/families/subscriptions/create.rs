//! `POST /api/v4/namespaces/:id/gitlab_subscription`

use jiff::civil::Date;
use labproof_spec::Edition;

use super::answer::Shown;
use super::terms::{self, Terms};
use crate::answer::ApiError;
use crate::families::namespaces::Faults;
use crate::families::{Call, Done, Outcome};
use crate::request::Params;
use crate::state::{State, StateChange, Subscription};

pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let (terms, namespace) = terms::and_namespace(state, call, Terms::of_a_new_one)?;
    let mut faults = Faults::default();
    if state.subscriptions.of(namespace.id).is_some() {
        // GitLab breaks.
        faults.add("namespace_id", "has already been taken");
    }
    // The terms say when it begins, or are refused.
    let subscription = terms.change(state, call, Subscription::from(Date::ZERO), faults)?;
    let done = Done::created(&Shown::new(state, call, namespace, &subscription));
    Ok(done.with([StateChange::SubscriptionPut {
        namespace: namespace.id,
        subscription: Box::new(subscription),
    }]))
}

/// What is asked before whether the caller may.
pub(super) fn check(edition: Edition, params: &Params) -> Result<(), ApiError> {
    terms::check(edition, Terms::of_a_new_one(params))
}
