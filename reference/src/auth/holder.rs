//! Whom a token stands for, and what may be wrong with it though it is known.

use jiff::{Timestamp, tz::TimeZone};
use labproof_spec::Holder;

use super::Caller;
use crate::answer::ApiError;
use crate::request::Params;
use crate::state::{Digest, Group, Standing, State, Token, User};

/// The scope that lets a personal access token do everything.
const SCOPE: &str = "api";
/// The scope that lets it read everything.
const READING_SCOPE: &str = "read_api";
/// The scope that lets it do what only administrators may, where they have to enter Admin Mode for that.
const ADMIN_SCOPE: &str = "admin_mode";
/// What is wide enough, as GitLab tells of it.
const SCOPES: &str = "api read_api";

/// What a token is looked up with.
pub(super) struct PresentedToken<'r> {
    /// Nothing where no token came.
    pub(super) token: Option<Digest>,
    pub(super) params: &'r Params,
    pub(super) now: Timestamp,
    pub(super) only_reads: bool,
}

impl PresentedToken<'_> {
    /// Whether the scopes of a token are wide enough.
    pub(super) fn lets(&self, token: &Token) -> bool {
        let has = |wanted: &str| token.scopes.iter().any(|scope| scope == wanted);
        has(SCOPE) || (self.only_reads && has(READING_SCOPE))
    }
}

/// The caller, if the token is known and good. Without an error it is simply not accepted.
pub(super) fn find(
    holder: Holder,
    state: &State,
    presented: &PresentedToken<'_>,
) -> Result<Option<Caller>, ApiError> {
    let token = presented.token;
    Ok(match holder {
        Holder::Agent => token
            .and_then(|token| state.agent_with_token(token))
            .map(|agent| Caller::Agent(agent.id)),
        Holder::Administrator => match token.and_then(|token| state.access_token(token)) {
            Some(token) => administrator(state, token, presented)?,
            None => None,
        },
        Holder::User => match token.and_then(|token| state.access_token(token)) {
            Some(token) => user(state, token, presented)?.map(|user| Caller::User {
                id: user.id,
                administers: administers(state, token, user),
            }),
            None => None,
        },
        Holder::Group => {
            // GitLab looks for the group first, so a stranger can tell whether there is one.
            let group = provisioned_group(state, presented.params)?;
            let token = token.and_then(|token| state.scim_token(token));
            token
                .filter(|token| token.group == Some(group.id))
                .map(|_| Caller::Group(group.id))
        }
        Holder::Instance => token
            .and_then(|token| state.scim_token(token))
            .filter(|token| token.group.is_none())
            .map(|_| Caller::Instance),
    })
}

fn administrator(
    state: &State,
    token: &Token,
    presented: &PresentedToken<'_>,
) -> Result<Option<Caller>, ApiError> {
    match user(state, token, presented)? {
        Some(user) if !administers(state, token, user) => Err(ApiError::Forbidden),
        user => Ok(user.map(|user| Caller::Administrator(user.id))),
    }
}

/// Whether somebody may with this token do what only administrators may.
fn administers(state: &State, token: &Token, user: &User) -> bool {
    let enters = || token.scopes.iter().any(|scope| scope == ADMIN_SCOPE);
    user.admin && (!state.instance.lacks("admin_mode_off") || enters())
}

/// The user of a good token, unless something keeps them out.
fn user<'s>(
    state: &'s State,
    token: &Token,
    presented: &PresentedToken<'_>,
) -> Result<Option<&'s User>, ApiError> {
    let today = TimeZone::UTC.to_datetime(presented.now).date();
    if token.expires_at.is_some_and(|day| day <= today) {
        return Err(ApiError::InvalidToken(
            "Token is expired. You can either do re-authorization or token refresh.",
        ));
    }
    if token.revoked {
        return Err(ApiError::InvalidToken(
            "Token was revoked. You have to re-authorize from the user.",
        ));
    }
    if !presented.lets(token) {
        return Err(ApiError::InsufficientScope(SCOPES));
    }
    let user = state.user(token.user);
    Ok(user.filter(|user| user.standing == Standing::Active))
}

fn provisioned_group<'s>(state: &'s State, params: &Params) -> Result<&'s Group, ApiError> {
    let path = params.text("group_path").unwrap_or_default();
    let refuse = |detail| ApiError::Scim { status: 404, detail };
    let group = state
        .group_named(&path)
        .ok_or_else(|| refuse(format!("Group {path} not found")))?;
    if group.saml.is_some() {
        Ok(group)
    } else {
        Err(refuse(format!("Group {path} does not have SAML SSO configured")))
    }
}
