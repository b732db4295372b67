//! `GET /api/v4/internal/kubernetes/modules/starboard_vulnerability/scan_execution_policies`

use serde::Serialize;

use crate::answer::ApiError;
use crate::families::{Call, Done, Outcome};
use crate::state::{Policy, State};

#[derive(Serialize)]
struct Policies<'s> {
    policies: Vec<ScanExecutionPolicy<'s>>,
}

#[derive(Serialize)]
struct ScanExecutionPolicy<'s> {
    name: &'s str,
    description: &'s str,
    enabled: bool,
    yaml: &'s str,
    updated_at: &'s str,
}

impl<'s> From<&'s Policy> for ScanExecutionPolicy<'s> {
    fn from(policy: &'s Policy) -> Self {
        Self {
            name: &policy.name,
            description: &policy.description,
            enabled: policy.enabled,
            yaml: &policy.yaml,
            updated_at: &policy.updated_at,
        }
    }
}

/// GitLab served this from 15.1 to 15.3 only, yet it is documented on.
pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let policies = of_project(state, call)?.map(Into::into).collect();
    Ok(Done::new(&Policies { policies }))
}

/// The policies of the agent's project; without a licence it cannot have any.
pub(super) fn of_project<'s>(
    state: &'s State,
    call: &Call<'_>,
) -> Result<impl Iterator<Item = &'s Policy>, ApiError> {
    let (_, project) = super::agent(state, call)?;
    if project.security_licence {
        Ok(state.policies_of(project))
    } else {
        Err(ApiError::PaymentRequired)
    }
}
