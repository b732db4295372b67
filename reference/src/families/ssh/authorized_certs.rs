//! `GET /api/v4/internal/authorized_certs`

use serde::Serialize;

use crate::answer::ApiError;
use crate::families::{Call, Done, Outcome};
use crate::state::State;

#[derive(Serialize)]
struct AuthorizedCertificate<'s> {
    success: bool,
    namespace: &'s str,
    username: &'s str,
}

/// The certificate is looked up first, then the group's feature, then the user.
pub(crate) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let fingerprint = call.params.text("key").unwrap_or_default();
    let group = state
        .certificate(&fingerprint)
        .and_then(|certificate| state.group(&certificate.group))
        .ok_or(ApiError::NotFoundBecause("Certificate Not Found"))?;
    if !group.ssh_certificates {
        return Err(ApiError::ForbiddenBecause("Feature is not available"));
    }
    let identifier = call.params.text("user_identifier").unwrap_or_default();
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
