//! `GET /api/v4/internal/kubernetes/modules/starboard_vulnerability/policies_configuration`

use serde::Serialize;

use super::scan_execution_policies::of_project;
use crate::families::{Call, Done, Outcome};
use crate::state::{Policy, State};

#[derive(Serialize)]
struct Configurations<'s> {
    configurations: Vec<Configuration<'s>>,
}

/// When the agent has to scan what.
#[derive(Serialize)]
struct Configuration<'s> {
    cadence: &'s str,
    namespaces: &'s [String],
    updated_at: &'s str,
}

/// A policy that is switched off has nothing scanned.
pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let enabled = of_project(state, call)?.filter(|policy| policy.enabled);
    let configurations = enabled.flat_map(configurations).collect();
    Ok(Done::new(&Configurations { configurations }))
}

fn configurations(policy: &Policy) -> impl Iterator<Item = Configuration<'_>> {
    policy.schedules.iter().map(|schedule| Configuration {
        cadence: &schedule.cadence,
        namespaces: &schedule.namespaces,
        updated_at: &policy.updated_at,
    })
}
