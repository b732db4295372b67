//! `GET /api/v4/namespaces/:id/gitlab_subscription`

use super::answer::Shown;
use crate::families::{Call, Done, Outcome, namespaces};
use crate::state::State;

pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let namespace = namespaces::find(state, call, "id", "Namespace")?;
    let subscription = state.subscriptions.of(namespace.id);
    let shown = subscription.map(|subscription| Shown::new(state, namespace, subscription));
    Ok(Done::new(&shown.unwrap_or_default()))
}
