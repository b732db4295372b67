//! Users that an identity provider creates, looks up and takes off, as RFC 7644 has it, for a group or for the
//! whole instance.
//!
//! Both take the same requests; what differs is told by the [`Scope`].

mod attributes;
mod create;
mod delete;
mod filter;
mod get;
mod list;
mod operations;
mod paging;
mod provision;
mod representation;
mod ruby;
mod update;
mod username;

use super::{Call, Handler, Handlers};
use crate::answer::ApiError;
use crate::auth::Caller;
use crate::state::{Group, Identity, State, User};

/// The operations.
pub(super) const HANDLERS: Handlers = &[
    ("scim.group.list", Handler::new(list::run)),
    ("scim.group.get", Handler::new(get::run)),
    ("scim.group.create", Handler::new(create::run)),
    ("scim.group.update", Handler::new(update::run)),
    ("scim.group.delete", Handler::new(delete::run)),
    ("scim.instance.list", Handler::new(list::run)),
    ("scim.instance.get", Handler::new(get::run)),
    ("scim.instance.create", Handler::new(create::run)),
    ("scim.instance.update", Handler::new(update::run)),
    ("scim.instance.delete", Handler::new(delete::run)),
];

/// Whose users a request is about: those of the token's group, or all of the instance.
#[derive(Clone, Copy)]
pub(crate) enum Scope<'s> {
    Group(&'s Group),
    Instance,
}

/// An identity with its user.
#[derive(Clone, Copy)]
pub(crate) struct Known<'s> {
    identity: &'s Identity,
    user: &'s User,
}

impl<'s> Scope<'s> {
    fn of(state: &'s State, call: &Call<'_>) -> Result<Self, ApiError> {
        match call.caller {
            Caller::Group(id) => state
                .group_with_id(*id)
                .map(Self::Group)
                .ok_or(ApiError::NothingFound),
            Caller::Instance => Ok(Self::Instance),
            // Nobody else gets past the guard.
            _ => Err(ApiError::NothingFound),
        }
    }

    /// The path of the group, by which its identities are kept.
    fn path(self) -> Option<&'s str> {
        match self {
            Self::Group(group) => Some(&group.path),
            Self::Instance => None,
        }
    }

    /// The identity that the path of the request names.
    fn find(self, state: &'s State, call: &Call<'_>) -> Result<Known<'s>, ApiError> {
        let id = call.params.text("id").unwrap_or_default();
        state
            .identities
            .with_id(self.path(), &id)
            .and_then(|identity| Known::new(state, identity))
            .ok_or_else(|| not_found(&format!("Resource {id} not found")))
    }
}

impl<'s> Known<'s> {
    fn new(state: &'s State, identity: &'s Identity) -> Option<Self> {
        let user = state.user_named(&identity.user)?;
        Some(Self { identity, user })
    }
}

fn not_found(detail: &str) -> ApiError {
    ApiError::Scim {
        status: 404,
        detail: detail.to_owned(),
    }
}

/// SCIM has 400 for this; GitLab answers that a precondition failed.
fn failed(detail: String) -> ApiError {
    ApiError::Scim { status: 412, detail }
}

fn conflict(detail: String) -> ApiError {
    ApiError::Scim { status: 409, detail }
}
