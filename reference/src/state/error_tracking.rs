//! Client keys of error tracking.

use serde::Deserialize;

use super::State;

/// A key with which applications report their errors to a project.
#[derive(Clone, Debug, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClientKey {
    /// The path of the project.
    pub(crate) project: String,
    pub(crate) public_key: String,
    #[serde(default = "yes")]
    pub(crate) active: bool,
}

impl State {
    /// Whether the project takes errors reported with this key.
    pub(crate) fn takes_errors(&self, project: &str, public_key: &str) -> bool {
        self.client_keys
            .iter()
            .any(|key| key.active && key.project == project && key.public_key == public_key)
    }
}

fn yes() -> bool {
    true
}
