//! Whose codes or tokens are asked for: the owner of a key, or a user by id.

use crate::access::Actor;
use crate::answer::ApiError;
use crate::request::Params;
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
/// GitLab's own code has refused a user id ever since, but its documentation keeps showing one that works.
pub(super) fn find<'s>(actor: &Actor<'s>, params: &Params) -> Result<&'s User, ApiError> {
    let by_user_id = params.given("user_id").is_some();
    match (actor.user, actor.key) {
        (None, _) if by_user_id => Err(NO_SUCH_USER),
        (Some(user), None) if by_user_id && params.given("key_id").is_none() => Ok(user),
        (_, None) => Err(NO_SUCH_KEY),
        (None, Some(_)) => Err(KEY_WITHOUT_USER),
        (Some(user), Some(_)) => Ok(user),
    }
}
