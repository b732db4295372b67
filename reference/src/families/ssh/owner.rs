//! Whose codes or tokens are asked for: the owner of a key, or a user by id.

use crate::access::Actor;
use crate::answer::ApiError;
use crate::edition_rules;
use crate::families::Call;
use crate::state::User;

pub(super) const NO_SUCH_KEY: ApiError = unsuccessful("Could not find the given key");
pub(super) const NO_SUCH_USER: ApiError = unsuccessful("Could not find the given user");
pub(super) const KEY_WITHOUT_USER: ApiError = unsuccessful("Could not find a user for the given key");

/// An answer of status 200 that says no.
pub(super) const fn unsuccessful(text: &'static str) -> ApiError {
    ApiError::Unsuccessful(std::borrow::Cow::Borrowed(text))
}

/// The user, found the way that newer editions look for one.
///
/// A running GitLab refuses a user id without a key, but its documentation keeps showing one that works.
pub(super) fn find<'s>(actor: &Actor<'s>, call: &Call<'_>) -> Result<&'s User, ApiError> {
    let given = |name| call.params.given(name).is_some();
    let by_user_id = given("user_id");
    let is_enough = edition_rules::user_ids_are_enough(call.contract.edition) && !given("key_id");
    match (actor.user, actor.key) {
        (None, _) if by_user_id => Err(NO_SUCH_USER),
        (Some(user), None) if by_user_id && is_enough => Ok(user),
        (_, None) => Err(NO_SUCH_KEY),
        (None, Some(_)) => Err(KEY_WITHOUT_USER),
        (Some(user), Some(_)) => Ok(user),
    }
}
