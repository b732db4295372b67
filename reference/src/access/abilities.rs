//! What roles and visibility let an actor do.

use super::{Actor, Address, Attempt};
use crate::state::{Project, RepositoryAccess, Role, State, User, Visibility};

/// Whether the actor may know that the project is there.
pub(crate) fn read_project(attempt: &Attempt<'_, '_>, project: &Project) -> bool {
    let Attempt { state, actor, .. } = attempt;
    if added_deploy_key(*actor, project) {
        return true;
    }
    if keeps_address_out(state, project, attempt.address) {
        return false;
    }
    sees(actor.person(), project.visibility)
        || actor.person().is_some_and(|user| is_member(state, project, user))
}

/// Whether the actor may read code, given that the project may be known.
pub(crate) fn download_code(attempt: &Attempt<'_, '_>, project: &Project) -> bool {
    let Attempt { state, actor, .. } = attempt;
    let as_member = || at_least(state, project, actor.person(), Role::Reporter);
    match project.repository_access {
        RepositoryAccess::Everybody => {
            actor.deploy_key().is_some() || sees(actor.person(), project.visibility) || as_member()
        }
        RepositoryAccess::Members => added_deploy_key(*actor, project) || as_member(),
        RepositoryAccess::Nobody => false,
    }
}

/// Whether the actor may write code, protected branches aside.
pub(crate) fn push_code(attempt: &Attempt<'_, '_>, project: &Project) -> bool {
    match attempt.actor.deploy_key() {
        _ if project.repository_access == RepositoryAccess::Nobody => false,
        Some(_) => deploy_key_writes(attempt.actor, project),
        None => at_least(attempt.state, project, attempt.actor.person(), Role::Developer),
    }
}

/// Whether the user has at least this role in the project; administrators have every role.
pub(crate) fn at_least(state: &State, project: &Project, user: Option<&User>, role: Role) -> bool {
    let Some(user) = user else {
        return false;
    };
    role != Role::Nobody && (user.admin || state.role(project, user).is_some_and(|own| own >= role))
}

/// Whether the actor comes with a deploy key of the project.
pub(crate) fn added_deploy_key(actor: Actor<'_>, project: &Project) -> bool {
    actor
        .deploy_key()
        .is_some_and(|key| project.deploy_keys.contains_key(&key.id))
}

/// Whether that key may write.
pub(crate) fn deploy_key_writes(actor: Actor<'_>, project: &Project) -> bool {
    actor
        .deploy_key()
        .and_then(|key| project.deploy_keys.get(&key.id))
        .is_some_and(|writes| *writes)
}

/// Whether something of this visibility is seen by a user, or by nobody in particular.
pub(crate) fn sees(user: Option<&User>, visibility: Visibility) -> bool {
    match visibility {
        Visibility::Public => true,
        Visibility::Internal => user.is_some_and(|user| !user.external),
        Visibility::Private => user.is_some_and(|user| user.admin),
    }
}

/// Whether the user is a member of any role. One who only asked to be is none.
pub(crate) fn is_member(state: &State, project: &Project, user: &User) -> bool {
    at_least(state, project, Some(user), Role::Guest)
}

/// Without an address nothing is kept out.
fn keeps_address_out(state: &State, project: &Project, address: Option<Address>) -> bool {
    let Some(address) = address else {
        return false;
    };
    if state.instance.lacks("group_ip_restriction") {
        return false;
    }
    let Some(group) = state
        .root_group(&project.path)
        .filter(|group| !group.ip_ranges.is_empty())
    else {
        return false;
    };
    match address {
        Address::Known(address) => !group.ip_ranges.iter().any(|range| range.contains(address)),
        Address::Unreadable => true,
    }
}
