//! `POST /api/scim/v2/groups/{group_path}/Users` and `POST /api/scim/v2/application/Users`

use std::borrow::Cow;

use super::attributes::{Attributes, faults};
use super::representation::Representation;
use super::{Known, Scope, conflict, failed, provision, ruby, username};
use crate::answer::ApiError;
use crate::families::{Call, Done, Outcome};
use crate::state::{Identity, Standing, State, StateChange, User};

/// What is wrong with a request, each fault in GitLab's words.
type Faults = Vec<String>;

pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let scope = Scope::of(state, call)?;
    provide(state, scope, call).map_err(|faults| refusal(call, &faults))
}

fn provide(state: &State, scope: Scope<'_>, call: &Call<'_>) -> Result<Done, Faults> {
    let attributes = Attributes::read(call.params, scope).map_err(|fault| vec![fault])?;
    let known = state
        .identities
        .with_id(scope.path(), &attributes.id)
        .and_then(|identity| Known::new(state, identity));
    if let Some(known) = known {
        // Whoever was taken off stays so: only a change brings them back.
        return Ok(shown(call, known));
    }
    let user = match state.user_by_email(&attributes.email) {
        Some(user) => Cow::Borrowed(unlinked(state, scope, user)?),
        None => Cow::Owned(newcomer(state, &attributes)?),
    };
    let identity = Identity {
        id: attributes.id,
        user: user.username.clone(),
        group: scope.path().map(Into::into),
        active: true,
    };
    let known = Known {
        identity: &identity,
        user: &user,
    };
    let done = shown(call, known);
    let membership = provision::membership(state, scope, &user);
    let created = match user {
        Cow::Owned(user) => Some(StateChange::UserCreated(Box::new(user))),
        Cow::Borrowed(_) => None,
    };
    let id = identity.id.clone();
    let saved = StateChange::IdentitySaved { id, identity };
    Ok(done.with(created).with(membership).with([saved]))
}

fn shown(call: &Call<'_>, known: Known<'_>) -> Done {
    Done::scim(201, &Representation::new(call.contract, known))
}

/// Somebody with this e-mail address is there, and only needs an identity.
fn unlinked<'s>(state: &State, scope: Scope<'_>, user: &'s User) -> Result<&'s User, Faults> {
    match state.identities.of_user(scope.path(), &user.username) {
        None => Ok(user),
        Some(_) => Err(vec!["User has already been taken".to_owned()]),
    }
}

fn newcomer(state: &State, attributes: &Attributes) -> Result<User, Faults> {
    let username = username::choose(state, &attributes.username);
    let faults = faults(&username, &attributes.email, &attributes.name);
    if faults.is_empty() {
        let user = state.new_user(&username, &attributes.name, &attributes.email);
        let standing = match state.instance.lacks("provisioned_are_confirmed") {
            true => Standing::Unconfirmed,
            false => user.standing,
        };
        Ok(User { standing, ..user })
    } else {
        Err(faults)
    }
}

fn refusal(call: &Call<'_>, faults: &[String]) -> ApiError {
    let asked = ruby::inspect_request(call.params);
    let detail = format!("Error saving user with {asked}: {}", sentence(faults));
    if faults
        .iter()
        .any(|fault| fault.contains("has already been taken"))
    {
        conflict(detail)
    } else {
        failed(detail)
    }
}

/// Several faults as one English sentence.
fn sentence(faults: &[String]) -> String {
    match faults {
        [first, second] => format!("{first} and {second}"),
        [rest @ .., last] if !rest.is_empty() => format!("{}, and {last}", rest.join(", ")),
        _ => faults.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_told_in_one_sentence() {
        let faults: Vec<String> = ["a", "b", "c"].map(Into::into).into();
        assert_eq!(sentence(&faults[..0]), "");
        assert_eq!(sentence(&faults[..1]), "a");
        assert_eq!(sentence(&faults[..2]), "a and b");
        assert_eq!(sentence(&faults), "a, b, and c");
    }
}
