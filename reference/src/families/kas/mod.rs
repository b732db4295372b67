//! Operations that KAS needs for the agents in clusters.

pub(crate) mod agent_events;
pub(crate) mod agent_info;
pub(crate) mod cilium_alert;
mod gitaly;
pub(crate) mod policies_configuration;
pub(crate) mod project_info;
pub(crate) mod scan_execution_policies;
pub(crate) mod starboard_create;
pub(crate) mod starboard_scan_result;
pub(crate) mod usage_metrics;

use crate::answer::ApiError;
use crate::auth::Caller;
use crate::families::{Call, Done};
use crate::state::{Agent, Project, State};

/// The agent that calls, with its project. Nobody else gets as far as here.
fn agent<'s>(state: &'s State, call: &Call<'_>) -> Result<(&'s Agent, &'s Project), ApiError> {
    let Caller::Agent(id) = *call.caller else {
        return Err(ApiError::Forbidden);
    };
    let agent = state.agent(id).ok_or(ApiError::Forbidden)?;
    let project = state.project_at(&agent.project).ok_or(ApiError::NothingFound)?;
    Ok((agent, project))
}

/// The same, for what takes a licence for security features.
fn licensed_agent<'s>(state: &'s State, call: &Call<'_>) -> Result<(&'s Agent, &'s Project), ApiError> {
    let (agent, project) = agent(state, call)?;
    if project.security_licence {
        Ok((agent, project))
    } else {
        Err(ApiError::Forbidden)
    }
}

/// Where GitLab has nothing to tell, it repeats the status.
fn ok() -> Done {
    Done::new(&200)
}
