//! Whether Git may do what it is about to do.
//!
//! [`Attempt`] is the question: an [`Actor`] wants an [`Action`] on a repository. The answer is found by asking
//! the checks of [`order`] one after the other; the first that refuses decides. Each file beside this one holds
//! the checks of one subject, and [`abilities`] what roles may do.

mod abilities;
mod actor;
mod changes;
mod creation;
mod order;
mod repository;

mod actor_checks;
mod branches;
mod instance_checks;
mod project_checks;
mod push_checks;
mod snippet_checks;
mod tags;
mod wiki_checks;

use std::borrow::Cow;
use std::net::IpAddr;

use jiff::Timestamp;
use labproof_spec::Edition;

use crate::answer::ApiError;
use crate::request::Params;
use crate::state::{Project, Protocol, State};

pub(crate) use actor::{Actor, opens_doors};
pub(crate) use changes::{Change as RefChange, Changes};
pub(crate) use order::{Granted, decide};
pub(crate) use repository::{Asked, Container, GlRepository, Kind};

/// The Git command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// `git-upload-pack` or `git-upload-archive`: reading.
    Download,
    /// `git-receive-pack`: writing.
    Push,
}

/// One question to the access check.
pub(crate) struct Attempt<'s, 'r> {
    pub(crate) state: &'s State,
    pub(crate) edition: Edition,
    pub(crate) now: Timestamp,
    pub(crate) actor: Actor<'s>,
    pub(crate) asked: Asked<'s>,
    /// What the caller called the protocol, in lower case.
    pub(crate) protocol_name: Option<String>,
    pub(crate) protocol: Option<Protocol>,
    /// Nothing if the command is none of the known ones.
    pub(crate) action: Option<Action>,
    pub(crate) changes: Changes<'r>,
    /// The address the user comes from, if the caller says so.
    pub(crate) address: Option<Address>,
    /// The path of the group whose certificate let the user in.
    pub(crate) certificate_namespace: Option<Cow<'r, str>>,
}

/// An address as the caller says it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Address {
    /// An IP address.
    Known(IpAddr),
    /// Something else, which is in no range.
    Unreadable,
}

/// Why the attempt is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The user may not, and may know it.
    Denied(Cow<'static, str>),
    /// As if there were nothing.
    NotFound(&'static str),
    /// The project that the push wanted cannot be made.
    Unprocessable(String),
}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Denied(reason) => Self::AccessDenied(reason),
            Refusal::NotFound(reason) => Self::AccessNotFound(Cow::Borrowed(reason)),
            Refusal::Unprocessable(reason) => Self::AccessUnprocessable(reason),
        }
    }
}

/// What one check says.
pub(crate) type Checked = Result<(), Refusal>;

/// Refuses with a fixed reason, unless the condition holds.
pub(crate) fn ensure(condition: bool, reason: &'static str) -> Checked {
    if condition {
        Ok(())
    } else {
        Err(Refusal::Denied(Cow::Borrowed(reason)))
    }
}

/// Says that there is nothing, unless the condition holds.
pub(crate) fn ensure_found(condition: bool, reason: &'static str) -> Checked {
    if condition {
        Ok(())
    } else {
        Err(Refusal::NotFound(reason))
    }
}

/// The text for a project that is not there, or hidden.
pub(crate) const PROJECT_NOT_FOUND: &str =
    "The project you were looking for could not be found or you don't have permission to view it.";

impl<'s, 'r> Attempt<'s, 'r> {
    /// Reads the question. Only an identifier that is none is refused here.
    pub(crate) fn read(
        state: &'s State,
        params: &'r Params,
        edition: Edition,
        now: Timestamp,
    ) -> Result<Self, ApiError> {
        let Ok(asked) = Asked::read(state, params) else {
            return Err(Refusal::NotFound(PROJECT_NOT_FOUND).into());
        };
        let protocol_name = params.text("protocol").map(|name| name.to_ascii_lowercase());
        let certificate_namespace = params.text("namespace_path").filter(|path| !path.is_empty());
        Ok(Self {
            state,
            edition,
            now,
            actor: Actor::find(state, params, edition),
            asked,
            protocol: protocol_name.as_deref().and_then(protocol),
            protocol_name,
            action: params.text("action").and_then(|name| action(&name)),
            changes: Changes::read(params),
            address: params
                .text("check_ip")
                .filter(|text| !text.is_empty())
                .map(|text| address(&text)),
            certificate_namespace: certificate_namespace.filter(|_| edition >= Edition::new(17, 9)),
        })
    }

    pub(crate) fn pushes(&self) -> bool {
        self.action == Some(Action::Push)
    }

    /// The project the repository belongs to.
    pub(crate) fn project(&self) -> Option<&'s Project> {
        self.asked
            .container
            .and_then(|container| container.project(self.state))
    }
}

fn protocol(name: &str) -> Option<Protocol> {
    match name {
        "ssh" => Some(Protocol::Ssh),
        "http" => Some(Protocol::Http),
        "web" => Some(Protocol::Web),
        _ => None,
    }
}

fn action(name: &str) -> Option<Action> {
    match name {
        "git-upload-pack" | "git-upload-archive" => Some(Action::Download),
        "git-receive-pack" => Some(Action::Push),
        _ => None,
    }
}

fn address(text: &str) -> Address {
    text.parse().map_or(Address::Unreadable, Address::Known)
}
