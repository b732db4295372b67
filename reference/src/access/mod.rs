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

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::net::IpAddr;

use jiff::Timestamp;

use crate::answer::ApiError;
use crate::contract::Contract;
use crate::edition_rules;
use crate::request::Params;
use crate::state::{Project, Protocol, State};

pub(crate) use actor::{Actor, opens_doors};
pub(crate) use changes::{Changes, RefChange};
pub(crate) use order::{Granted, decide};
pub(crate) use repository::{Asked, Container, GlRepository, RepositoryKind};

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
    pub(crate) contract: &'r Contract,
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
    /// What the edition's documents have under this name.
    Documented(&'static str),
    /// The project that the push wanted cannot be made.
    Unprocessable(String),
    /// The push does not say what it changes.
    Unsaid,
}

impl Refusal {
    /// The answer of an edition.
    pub(crate) fn answered(self, contract: &Contract) -> ApiError {
        match self {
            Self::Denied(reason) => ApiError::AccessDenied(reason),
            Self::NotFound(reason) => ApiError::AccessNotFound(Cow::Borrowed(reason)),
            Self::Documented(name) => contract.refusal(name).map_or(ApiError::NothingFound, |refusal| {
                ApiError::Refused(refusal.clone())
            }),
            Self::Unprocessable(reason) => ApiError::AccessUnprocessable(reason),
            Self::Unsaid => ApiError::Missing(&["changes"]),
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

/// Refuses as the edition's documents do under this name, unless the condition holds.
pub(crate) fn ensure_or(condition: bool, documented: &'static str) -> Checked {
    if condition {
        Ok(())
    } else {
        Err(Refusal::Documented(documented))
    }
}

/// The refusal of a project that is not there, or hidden.
pub(crate) const PROJECT_NOT_FOUND: &str = "project-not-found";

impl<'s, 'r> Attempt<'s, 'r> {
    /// Reads the question. Only an identifier that is none is refused here.
    pub(crate) fn read(
        state: &'s State,
        params: &'r Params,
        contract: &'r Contract,
        now: Timestamp,
    ) -> Result<Self, ApiError> {
        let Ok(mut asked) = Asked::read(state, params) else {
            return Err(Refusal::Documented(PROJECT_NOT_FOUND).answered(contract));
        };
        if edition_rules::paths_of_unknown_snippets_are_projects(contract.edition)
            && params.given("gl_repository").is_none()
        {
            asked = asked.or_project();
        }
        let protocol_name = params.text("protocol").map(|name| name.to_ascii_lowercase());
        let certificate_namespace = params.text("namespace_path").filter(|path| !path.is_empty());
        Ok(Self {
            state,
            contract,
            now,
            actor: Actor::find(state, params, contract.edition),
            asked,
            protocol: protocol_name.as_deref().and_then(protocol),
            protocol_name,
            action: params.text("action").and_then(|name| action(&name)),
            changes: Changes::read(params),
            address: params
                .text("check_ip")
                .filter(|text| !text.is_empty())
                .map(|text| address(&text)),
            certificate_namespace: certificate_namespace.filter(|_| contract.takes("namespace_path")),
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
