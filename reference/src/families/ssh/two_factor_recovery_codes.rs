//! `POST /api/v4/internal/two_factor_recovery_codes`

use serde::Serialize;

use super::owner::{self, unsuccessful};
use crate::access::Actor;
use crate::answer::ApiError;
use crate::edition_rules;
use crate::families::{Call, Done, Outcome};
use crate::state::{Digest, State, StateChange, User};

/// How many codes there are, and how long each is.
const CODES: usize = 10;
const DIGITS: usize = 16;

#[derive(Serialize)]
struct RecoveryCodes {
    success: bool,
    recovery_codes: Vec<String>,
}

pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let actor = Actor::find(state, call.params, call.contract.edition);
    let user = if edition_rules::recovery_codes_need_no_key(call.contract.edition) {
        early_owner(&actor, call)?
    } else {
        later_owner(&actor, call)?
    };
    if !user.two_factor {
        return Err(unsuccessful(
            "Two-factor authentication is not enabled for this user",
        ));
    }
    let recovery_codes: Vec<String> = (0..CODES).map(|_| call.ids.hex(DIGITS)).collect();
    let codes = recovery_codes.iter().map(Digest::of).collect();
    let done = Done::new(&RecoveryCodes {
        success: true,
        recovery_codes,
    });
    let used = actor
        .key
        .filter(|key| key.use_is_news(call.now))
        .map(|key| StateChange::KeyUsed { key: key.id });
    Ok(done
        .with([StateChange::RecoveryCodesReplaced { user: user.id, codes }])
        .with(used))
}

fn deploy_key_refused(actor: &Actor<'_>) -> Result<(), ApiError> {
    match actor.deploy_key() {
        Some(_) => Err(unsuccessful(
            "Deploy keys cannot be used to retrieve recovery codes",
        )),
        None => Ok(()),
    }
}

/// The oldest edition looks at the key only if one is given, and at its kind before its owner.
fn early_owner<'s>(actor: &Actor<'s>, call: &Call<'_>) -> Result<&'s User, ApiError> {
    if call.params.given("key_id").is_some() {
        if actor.key.is_none() {
            return Err(owner::NO_SUCH_KEY);
        }
        deploy_key_refused(actor)?;
        return actor.user.ok_or(owner::KEY_WITHOUT_USER);
    }
    let by_user_id = call.params.given("user_id").is_some();
    actor.user.ok_or(if by_user_id {
        owner::NO_SUCH_USER
    } else {
        owner::NO_SUCH_KEY
    })
}

fn later_owner<'s>(actor: &Actor<'s>, call: &Call<'_>) -> Result<&'s User, ApiError> {
    let user = owner::find(actor, call)?;
    deploy_key_refused(actor)?;
    Ok(user)
}
