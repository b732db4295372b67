//! What is held against the key or the user, wherever they go.

use labproof_spec::Edition;

use super::{Actor, Attempt, Checked, PROJECT_NOT_FOUND, Refusal, ensure, ensure_or};
use crate::edition_rules;
use crate::state::{Instance, Standing, User};

/// Who did nothing for so long may be deactivated.
const IDLE_DAYS: u32 = 180;

pub(crate) fn key_not_expired(attempt: &Attempt<'_, '_>) -> Checked {
    let counts = edition_rules::expired_keys_are_refused(attempt.contract.edition);
    let expired = counts && attempt.actor.key.is_some_and(|key| key.expired(attempt.now));
    ensure(!expired, "Your SSH key has expired.")
}

/// GitLab breaks over a key that nobody owns, wherever it is used. It leads nowhere here.
pub(crate) fn key_has_an_owner(attempt: &Attempt<'_, '_>) -> Checked {
    let Actor { user, key } = attempt.actor;
    let is_orphan = user.is_none() && key.is_some_and(|key| !key.is_deploy_key());
    ensure_or(!is_orphan, PROJECT_NOT_FOUND)
}

pub(crate) fn user_in_good_standing(attempt: &Attempt<'_, '_>) -> Checked {
    let Some(user) = attempt.actor.person() else {
        return Ok(());
    };
    match objection(user, &attempt.state.instance, attempt.contract.edition) {
        Some(reason) => Err(Refusal::Denied(reason.into())),
        None => Ok(()),
    }
}

/// What the user has to be told before anything else.
pub(crate) fn objection(user: &User, instance: &Instance, edition: Edition) -> Option<String> {
    let url = &instance.url;
    Some(match user.standing {
        Standing::Active => return None,
        Standing::Unconfirmed if instance.lacks("email_confirmation") => return None,
        Standing::TermsNotAccepted if instance.lacks("terms") => return None,
        Standing::Internal => "This action cannot be performed by internal users".to_owned(),
        Standing::PendingApproval => {
            "Your account is pending approval from your administrator and hence blocked.".to_owned()
        }
        Standing::TermsNotAccepted if !edition_rules::terms_are_told_where(edition) => format!(
            "You (@{}) must accept the Terms of Service in order to perform this action. \
             Please access GitLab from a web browser to accept these terms.",
            user.username
        ),
        Standing::TermsNotAccepted => format!(
            "You (@{}) must accept the Terms of Service in order to perform this action. \
             To accept these terms, please access GitLab from a web browser at {url}.",
            user.username
        ),
        Standing::Deactivated if edition_rules::only_the_idle_are_deactivated(edition) => format!(
            "Your account has been deactivated due to more than {IDLE_DAYS} days of inactivity. \
             Please log back in from a web browser to reactivate your account at {url}"
        ),
        Standing::Deactivated => format!(
            "Your account has been deactivated by your administrator. \
             Please log back in from a web browser to reactivate your account at {url}"
        ),
        Standing::Unconfirmed if edition_rules::confirmation_is_asked_for(edition) => format!(
            "Your primary email address is not confirmed. Please check your inbox for the confirmation \
             instructions. In case the link is expired, you can request a new confirmation email at \
             {url}/users/confirmation/new"
        ),
        Standing::PasswordExpired if !edition_rules::passwords_end_access(edition) => return None,
        Standing::Blocked | Standing::Banned | Standing::LdapBlocked | Standing::Unconfirmed => {
            "Your account has been blocked.".to_owned()
        }
        Standing::PasswordExpired => {
            "Your password expired. Please access GitLab from a web browser to update your password."
                .to_owned()
        }
    })
}
