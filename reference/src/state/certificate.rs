//! SSH certificates of groups.

use serde::Deserialize;

use super::State;

/// A certificate authority that a top-level group trusts for its members.
#[derive(Clone, Debug, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Certificate {
    /// The SHA-256 fingerprint of the authority's key, without prefix and padding.
    pub(crate) fingerprint: String,
    /// The path of the group.
    pub(crate) group: String,
}

impl State {
    pub(crate) fn certificate(&self, fingerprint: &str) -> Option<&Certificate> {
        self.certificates
            .iter()
            .find(|certificate| certificate.fingerprint == fingerprint)
    }
}
