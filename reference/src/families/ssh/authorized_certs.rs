//! `GET /api/v4/internal/authorized_certs`

use serde::Serialize;
use serde_json::Value;

use crate::answer::ApiError;
use crate::families::{Call, Done, Outcome};
use crate::state::State;

#[derive(Serialize)]
struct AuthorizedCertificate<'s> {
    success: bool,
    namespace: &'s str,
    username: &'s str,
}

/// The certificate is looked up first, then the group's feature, then the user. Of a list the first counts.
pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    for name in ["key", "user_identifier"] {
        if call.params.given(name).is_some_and(Value::is_object) {
            return Err(ApiError::Invalid(name));
        }
    }
    let first = |name| call.params.texts(name).into_iter().next().unwrap_or_default();
    let (fingerprint, identifier) = (first("key"), first("user_identifier"));
    let group = state
        .certificate(&fingerprint)
        .and_then(|certificate| state.group(&certificate.group))
        .ok_or(ApiError::NotFoundBecause("Certificate Not Found"))?;
    if !group.ssh_certificates || state.instance.lacks("ssh_certificates") {
        return Err(ApiError::ForbiddenBecause("Feature is not available"));
    }
    let user = state
        .user_named(&identifier)
        .or_else(|| state.user_by_email(&identifier))
        .filter(|user| state.role_in_group(&group.path, user).is_some())
        .ok_or(ApiError::NotFoundBecause("User Not Found"))?;
    if !group.enterprise_users.contains(&user.username) {
        return Err(ApiError::ForbiddenBecause("Not an Enterprise User of the group"));
    }
    Ok(Done::new(&AuthorizedCertificate {
        success: true,
        namespace: &group.path,
        username: &user.username,
    }))
}
