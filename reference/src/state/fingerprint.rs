//! The fingerprint of the state.

#[cfg(test)]
mod tests;

use super::{Digest, State};

impl State {
    /// A digest of all state: equal before and after exactly when nothing changed. It is worked out when somebody asks,
    /// from the state as JSON, in which what has no order stands in the order of its names.
    pub(crate) fn fingerprint(&self) -> String {
        let work_out = || {
            // Neither a type of the state nor a key of its maps refuses to be written.
            let content = serde_json::to_vec(self).unwrap_or_default();
            Digest::of(content).hex()
        };
        self.fingerprint.get_or_init(work_out).clone()
    }
}
