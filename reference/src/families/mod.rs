//! The operations, one file each, by the names the documents give them.
//!
//! A handler is a plain function: it reads state and a [`Call`], and answers with a [`Done`], which carries the
//! changes it wants made. It knows no socket, no lock and no clock.

mod context;
mod git;
mod instance;
mod ssh;

use std::borrow::Cow;
use std::net::IpAddr;

use jiff::Timestamp;
use labproof_spec::Edition;
use serde::Serialize;

use crate::answer::{self, ApiError};
use crate::ids::Ids;
use crate::lfs_token::LfsTokens;
use crate::request::Params;
use crate::state::{Change, State};

pub(crate) use context::check as check_context;

/// An authenticated request, as a handler sees it.
pub(crate) struct Call<'r> {
    pub(crate) edition: Edition,
    pub(crate) params: &'r Params,
    pub(crate) now: Timestamp,
    pub(crate) ids: &'r dyn Ids,
    pub(crate) lfs_tokens: &'r LfsTokens,
}

/// An accepted request: what is answered, and what changes.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) body: Vec<u8>,
    pub(crate) changes: Vec<Change>,
}

impl Done {
    pub(crate) fn new(body: &impl Serialize) -> Self {
        Self {
            body: answer::json(body),
            changes: Vec::new(),
        }
    }

    pub(crate) fn with(mut self, changes: impl IntoIterator<Item = Change>) -> Self {
        self.changes.extend(changes);
        self
    }
}

/// The end of a request: accepted with changes, or refused without any.
pub(crate) type Outcome = Result<Done, ApiError>;

/// What answers an operation.
pub(crate) type Run = fn(&State, &Call<'_>) -> Outcome;

/// Which requests share a limit per minute: those for the same thing, by the same caller.
#[derive(Hash)]
pub(crate) struct Scope<'r> {
    /// What is asked for.
    pub(crate) subject: [Cow<'r, str>; 2],
    pub(crate) caller: Caller,
}

/// Whom a limit counts.
#[derive(Hash)]
pub(crate) enum Caller {
    /// A key, with its id.
    Key(u64),
    /// A user, with their id.
    User(u64),
    /// Nobody known.
    Nobody,
    /// Whoever comes from an address.
    From(IpAddr),
}

/// What is counted for an operation that has a limit.
pub(crate) type ScopeOf = for<'r> fn(&State, &Call<'r>) -> Scope<'r>;

/// How an operation is answered.
#[derive(Clone, Copy)]
pub(crate) struct Handler {
    pub(crate) run: Run,
    /// For the one operation that may not be called too often.
    pub(crate) scope: Option<ScopeOf>,
}

/// The handler of an operation.
pub(crate) fn handler(slug: &str) -> Option<Handler> {
    let run: Run = match slug {
        "git.allowed" => git::allowed::run,
        "git.lfs_authenticate" => git::lfs_authenticate::run,
        "git.pre_receive" => git::pre_receive::run,
        "git.post_receive" => git::post_receive::run,
        "ssh.authorized_keys" => ssh::authorized_keys::run,
        "ssh.authorized_certs" => ssh::authorized_certs::run,
        "ssh.discover" => ssh::discover::run,
        "ssh.two_factor_recovery_codes" => ssh::two_factor_recovery_codes::run,
        "ssh.personal_access_token" => ssh::personal_access_token::run,
        "instance.check" => instance::check::run,
        _ => return None,
    };
    let scope: Option<ScopeOf> = (slug == "git.allowed").then_some(git::allowed::scope);
    Some(Handler { run, scope })
}

#[cfg(test)]
mod tests {
    use super::*;
    use labproof_spec::Spec;

    #[test]
    fn every_operation_of_every_edition_has_a_handler() {
        let spec = Spec::embedded().unwrap_or_else(|faults| panic!("{faults}"));
        let absent: Vec<&str> = spec
            .operations()
            .map(|(slug, _)| slug)
            .filter(|slug| handler(slug).is_none())
            .collect();
        assert!(absent.is_empty(), "no handler for {absent:?}");
    }
}
