//! `GET /api/v4/internal/kubernetes/agent_info`

use serde::Serialize;

use super::gitaly::Located;
use crate::families::{Call, Done, Outcome};
use crate::state::State;

#[derive(Serialize)]
struct AgentInfo<'s> {
    agent_id: u64,
    agent_name: &'s str,
    #[serde(flatten)]
    project: Located<'s>,
}

pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let (agent, project) = super::agent(state, call)?;
    Ok(Done::new(&AgentInfo {
        agent_id: agent.id,
        agent_name: &agent.name,
        project: Located::new(state, call, project),
    }))
}
