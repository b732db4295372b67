//! `PATCH /api/scim/v2/groups/{group_path}/Users/{id}` and `PATCH /api/scim/v2/application/Users/{id}`

use super::attributes::is_sound;
use super::operations::Wish;
use super::{Known, Scope, failed, provision, ruby};
use crate::answer::ApiError;
use crate::families::{Call, Done, Outcome};
use crate::state::{Identity, State, StateChange};

pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let scope = Scope::of(state, call)?;
    let known = scope.find(state, call)?;
    let changes = changes(state, call, scope, known).ok_or_else(|| refusal(call, known))?;
    Ok(Done::empty().with(changes))
}

/// What is to change; nothing at all if that cannot be.
fn changes(state: &State, call: &Call<'_>, scope: Scope<'_>, known: Known<'_>) -> Option<Vec<StateChange>> {
    let wish = Wish::read(call.params)?;
    if wish.off {
        let changes = provision::take_off(state, scope, known, call.contract.edition).ok()?;
        return Some(changes.into());
    }
    // Whoever is spoken of and not taken off is there again, whatever else was said.
    if !known.identity.active {
        return Some(provision::bring_back(state, scope, known));
    }
    match wish.id {
        Some(id) => renamed(state, scope, known.identity, id).map(|change| vec![change]),
        None => Some(Vec::new()),
    }
}

fn renamed(state: &State, scope: Scope<'_>, identity: &Identity, id: String) -> Option<StateChange> {
    let holder = state.identities.with_id(scope.path(), &id);
    let taken = holder.is_some_and(|holder| holder.id != identity.id);
    (!taken && is_sound(&id)).then(|| StateChange::IdentitySaved {
        id: identity.id.clone(),
        identity: Identity {
            id,
            ..identity.clone()
        },
    })
}

/// One text for every reason.
fn refusal(call: &Call<'_>, known: Known<'_>) -> ApiError {
    failed(format!(
        "Error updating {} with {}",
        known.user.name,
        ruby::inspect_request(call.params)
    ))
}
