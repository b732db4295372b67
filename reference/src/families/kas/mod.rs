//! Operations that KAS needs for the agents in clusters.

mod agent_events;
mod agent_info;
mod cilium_alert;
mod gitaly;
mod policies_configuration;
mod project_info;
mod scan_execution_policies;
mod security_report;
mod starboard_create;
mod starboard_scan_result;
mod usage_metrics;

use crate::answer::ApiError;
use crate::auth::Caller;
use crate::families::{Call, Done, Handler, Handlers};
use crate::state::{Agent, Project, State};

/// The operations.
pub(super) const HANDLERS: Handlers = &[
    ("kas.agent_info", Handler::new(agent_info::run)),
    ("kas.project_info", Handler::new(project_info::run)),
    ("kas.usage_metrics", Handler::new(usage_metrics::run)),
    ("kas.agent_events", Handler::new(agent_events::run)),
    ("kas.cilium_alert", Handler::new(cilium_alert::run)),
    ("kas.starboard_create", Handler::new(starboard_create::run)),
    (
        "kas.starboard_scan_result",
        Handler::new(starboard_scan_result::run),
    ),
    (
        "kas.scan_execution_policies",
        Handler::new(scan_execution_policies::run),
    ),
    (
        "kas.policies_configuration",
        Handler::new(policies_configuration::run),
    ),
];

/// The agent that calls, with its project. Nobody else gets as far as here.
fn agent<'s>(state: &'s State, call: &Call<'_>) -> Result<(&'s Agent, &'s Project), ApiError> {
    let Caller::Agent(id) = *call.caller else {
        return Err(ApiError::Forbidden);
    };
    let agent = state.agent(id).ok_or(ApiError::Forbidden)?;
    let project = state.project_at(&agent.project).ok_or(ApiError::NothingFound)?;
    Ok((agent, project))
}

/// The same, for what takes a licence for security features and somebody who may use it: whoever made the agent.
fn licensed_agent<'s>(state: &'s State, call: &Call<'_>) -> Result<(&'s Agent, &'s Project), ApiError> {
    let (agent, project) = agent(state, call)?;
    if project.security_licence && agent.administers_vulnerabilities {
        Ok((agent, project))
    } else {
        Err(ApiError::Forbidden)
    }
}

/// Where GitLab has nothing to tell, it repeats the status.
fn ok() -> Done {
    Done::new(&200)
}
