//! The operations, one file each, by the names the documents give them.
//!
//! A handler is a plain function: it reads state and a [`Call`], and answers with a [`Done`], which carries the
//! changes it wants made. It knows no socket, no lock and no clock.

mod addons;
mod compute_packs;
mod context;
mod error_tracking;
mod git;
mod instance;
mod kas;
mod namespaces;
mod reconciliations;
mod scim;
mod ssh;
mod storage_exclusions;
mod subscriptions;

use std::borrow::Cow;
use std::net::IpAddr;

use jiff::Timestamp;
use labproof_spec::Edition;
use serde::Serialize;

use crate::answer::{self, ApiError, JSON, SCIM_JSON};
use crate::auth::Caller;
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
    pub(crate) caller: &'r Caller,
}

/// An accepted request: what is answered, and what changes.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) status: u16,
    /// What the body is; nothing where there is none.
    pub(crate) media_type: Option<&'static str>,
    /// Headers of this answer alone, their names in lower case.
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
    pub(crate) changes: Vec<Change>,
}

impl Done {
    /// Status 200 with JSON.
    pub(crate) fn new(body: &impl Serialize) -> Self {
        Self::answer(200, Some(JSON), answer::json(body))
    }

    /// Status 201 with JSON.
    pub(crate) fn created(body: &impl Serialize) -> Self {
        Self::answer(201, Some(JSON), answer::json(body))
    }

    /// Status 202, in GitLab's words.
    pub(crate) fn accepted() -> Self {
        let body = serde_json::json!({ "message": "202 Accepted" });
        Self::answer(202, Some(JSON), answer::json(&body))
    }

    /// Status 204, without a body.
    pub(crate) fn empty() -> Self {
        Self::answer(204, None, Vec::new())
    }

    /// JSON of SCIM.
    pub(crate) fn scim(status: u16, body: &impl Serialize) -> Self {
        Self::answer(status, Some(SCIM_JSON), answer::json(body))
    }

    fn answer(status: u16, media_type: Option<&'static str>, body: Vec<u8>) -> Self {
        Self {
            status,
            media_type,
            headers: Vec::new(),
            body,
            changes: Vec::new(),
        }
    }

    pub(crate) fn with_header(mut self, name: &'static str, value: impl ToString) -> Self {
        self.headers.push((name, value.to_string()));
        self
    }

    pub(crate) fn with(mut self, changes: impl IntoIterator<Item = Change>) -> Self {
        self.changes.extend(changes);
        self
    }
}

impl From<Done> for answer::Answer {
    fn from(done: Done) -> Self {
        Self {
            status: done.status,
            media_type: done.media_type,
            headers: done.headers,
            body: done.body,
        }
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
    pub(crate) counted: Counted,
}

/// Whom a limit counts.
#[derive(Hash)]
pub(crate) enum Counted {
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
    /// For the few operations that look at their parameters before they ask who calls.
    pub(crate) check_first: Option<CheckFirst>,
}

/// What is wrong with the parameters, whoever sent them.
pub(crate) type CheckFirst = fn(&Params) -> Result<(), ApiError>;

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
        "error_tracking.allowed" => error_tracking::allowed::run,
        "kas.agent_info" => kas::agent_info::run,
        "kas.project_info" => kas::project_info::run,
        "kas.usage_metrics" => kas::usage_metrics::run,
        "kas.agent_events" => kas::agent_events::run,
        "kas.cilium_alert" => kas::cilium_alert::run,
        "kas.starboard_create" => kas::starboard_create::run,
        "kas.starboard_scan_result" => kas::starboard_scan_result::run,
        "kas.scan_execution_policies" => kas::scan_execution_policies::run,
        "kas.policies_configuration" => kas::policies_configuration::run,
        "scim.group.list" | "scim.instance.list" => scim::list::run,
        "scim.group.get" | "scim.instance.get" => scim::get::run,
        "scim.group.create" | "scim.instance.create" => scim::create::run,
        "scim.group.update" | "scim.instance.update" => scim::update::run,
        "scim.group.delete" | "scim.instance.delete" => scim::delete::run,
        "subscriptions.create" => subscriptions::create::run,
        "subscriptions.update" => subscriptions::update::run,
        "subscriptions.get" => subscriptions::get::run,
        "addons.create" => addons::create::run,
        "addons.update" => addons::update::run,
        "addons.get" => addons::get::run,
        "storage_exclusions.list" => storage_exclusions::list::run,
        "storage_exclusions.create" => storage_exclusions::create::run,
        "storage_exclusions.delete" => storage_exclusions::delete::run,
        "compute_packs.create" => compute_packs::create::run,
        "compute_packs.move" => compute_packs::move_packs::run,
        "reconciliations.update" => reconciliations::update::run,
        "reconciliations.delete" => reconciliations::delete::run,
        _ => return None,
    };
    let scope: Option<ScopeOf> = (slug == "git.allowed").then_some(git::allowed::scope);
    // GitLab asks who calls within these operations, when their parameters are already checked.
    let check_first: Option<CheckFirst> = match slug {
        "storage_exclusions.list" => Some(storage_exclusions::list::check),
        "storage_exclusions.create" => Some(storage_exclusions::create::check),
        _ => None,
    };
    Some(Handler {
        run,
        scope,
        check_first,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use labproof_spec::Spec;

    #[test]
    fn every_operation_of_every_edition_has_a_handler() {
        let spec = Spec::shipped().unwrap_or_else(|faults| panic!("{faults}"));
        let absent: Vec<&str> = spec
            .operations()
            .map(|(slug, _)| slug)
            .filter(|slug| handler(slug).is_none())
            .collect();
        assert!(absent.is_empty(), "no handler for {absent:?}");
    }
}
