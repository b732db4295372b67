//! What it means that a provider has a user, or does not have them any more.
//!
//! For a group it decides about membership; for the instance, about the account itself.

use labproof_spec::Edition;

use super::{Known, Scope};
use crate::edition_rules;
use crate::state::{Identity, Saml, Standing, State, StateChange, User};

/// The user goes: out of the group, or out of use. The identity stays, so that they can come back.
pub(super) fn take_off(
    state: &State,
    scope: Scope<'_>,
    known: Known<'_>,
    edition: Edition,
) -> Result<[StateChange; 2], String> {
    let Known { identity, user } = known;
    let gone = match scope {
        Scope::Group(group) if state.is_last_owner(group, user) => {
            return Err(format!(
                "Could not remove {} from {}. Cannot remove last group owner.",
                user.name, group.name
            ));
        }
        Scope::Group(group) => StateChange::MembershipEnded {
            group: group.path.clone(),
            username: user.username.clone(),
        },
        Scope::Instance => StateChange::StandingChanged {
            user: user.id,
            standing: blocked(user.standing, edition),
        },
    };
    Ok([switched(identity, false), gone])
}

/// The user is back, as the same as before.
pub(super) fn bring_back(state: &State, scope: Scope<'_>, known: Known<'_>) -> Vec<StateChange> {
    let Known { identity, user } = known;
    let mut changes = vec![switched(identity, true)];
    match scope {
        Scope::Group(_) => changes.extend(membership(state, scope, user)),
        Scope::Instance => changes.push(StateChange::StandingChanged {
            user: user.id,
            standing: unblocked(user.standing),
        }),
    }
    changes
}

/// Membership of the scope's group, for somebody who is no member yet.
pub(super) fn membership(state: &State, scope: Scope<'_>, user: &User) -> Option<StateChange> {
    let Scope::Group(group) = scope else {
        return None;
    };
    (!state.is_member(group, user)).then(|| StateChange::MembershipBegun {
        group: group.path.clone(),
        username: user.username.clone(),
        role: group
            .saml
            .as_ref()
            .map_or_else(Saml::usual_role, |saml| saml.default_role),
    })
}

fn switched(identity: &Identity, active: bool) -> StateChange {
    let identity = Identity {
        active,
        ..identity.clone()
    };
    StateChange::IdentitySaved {
        id: identity.id.clone(),
        identity,
    }
}

fn blocked(standing: Standing, edition: Edition) -> Standing {
    match standing {
        _ if edition_rules::taken_off_are_blocked(edition) => Standing::Blocked,
        Standing::Blocked | Standing::Banned | Standing::PendingApproval => standing,
        _ => Standing::LdapBlocked,
    }
}

fn unblocked(standing: Standing) -> Standing {
    match standing {
        Standing::Blocked | Standing::LdapBlocked | Standing::Deactivated | Standing::PendingApproval => {
            Standing::Active
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editions_differ_in_what_they_call_it() {
        assert_eq!(
            blocked(Standing::Active, Edition::new(16, 3)),
            Standing::LdapBlocked
        );
        assert_eq!(blocked(Standing::Blocked, Edition::new(16, 3)), Standing::Blocked);
        assert_eq!(blocked(Standing::Active, Edition::new(17, 9)), Standing::Blocked);
    }

    #[test]
    fn who_comes_back_may_be_kept_out_for_other_reasons() {
        assert_eq!(unblocked(Standing::LdapBlocked), Standing::Active);
        assert_eq!(unblocked(Standing::TermsNotAccepted), Standing::TermsNotAccepted);
    }
}
