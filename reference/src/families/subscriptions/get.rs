//! `GET /api/v4/namespaces/:id/gitlab_subscription`

use super::answer::Shown;
use crate::answer::ApiError;
use crate::auth::Caller;
use crate::families::{Call, Done, Outcome, namespaces};
use crate::state::{Namespace, NamespaceKind, Role, State, Visibility};

pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let namespace = namespaces::find(state, call, "id", "Namespace")?;
    may_see(state, *call.caller, namespace)?;
    let subscription = state.subscriptions.of(namespace.id);
    let shown = subscription.map(|subscription| Shown::new(state, call, namespace, subscription));
    Ok(Done::new(&shown.unwrap_or_default()))
}

/// The portal, administrators and owners see what is billed. Who does not see the namespace at all learns nothing of it.
fn may_see(state: &State, caller: Caller, namespace: Namespace<'_>) -> Result<(), ApiError> {
    if caller == Caller::Component {
        return Ok(());
    }
    let unseen = ApiError::NotFound("Namespace".into());
    let Caller::User { id, administers } = caller else {
        return Err(unseen);
    };
    let Some(user) = state.user(id) else {
        return Err(unseen);
    };
    let group = state.group_with_id(namespace.id);
    let role = match namespace.kind {
        NamespaceKind::User => (namespace.path == user.username).then_some(Role::Owner),
        NamespaceKind::Group => state.role_in_group(namespace.path, user),
    };
    let is_open = group.is_some_and(|group| group.visibility != Visibility::Private);
    match role {
        _ if administers => Ok(()),
        Some(Role::Owner) => Ok(()),
        None if !is_open => Err(unseen),
        _ => Err(ApiError::Forbidden),
    }
}
