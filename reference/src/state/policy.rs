//! Security policies of projects.

use serde::Deserialize;

use super::{Project, State};

/// A scan execution policy that applies to a project.
#[derive(Clone, Debug, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Policy {
    /// The path of the project.
    pub(crate) project: String,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) enabled: bool,
    /// The policy as its author wrote it.
    pub(crate) yaml: String,
    /// When it was changed last, as it is told.
    pub(crate) updated_at: String,
    /// The scans that agents make on their own.
    #[serde(default)]
    pub(crate) schedules: Vec<Schedule>,
}

/// When an agent scans what.
#[derive(Clone, Debug, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Schedule {
    /// As in a crontab.
    pub(crate) cadence: String,
    /// The cluster's namespaces to scan.
    pub(crate) namespaces: Vec<String>,
}

impl State {
    /// The policies of a project, in the order of the world.
    pub(crate) fn policies_of(&self, project: &Project) -> impl Iterator<Item = &Policy> {
        self.policies
            .iter()
            .filter(|policy| policy.project == project.path)
    }
}
