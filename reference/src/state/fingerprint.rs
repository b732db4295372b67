//! The fingerprint of the state.

#[cfg(test)]
mod tests;

use super::{State, part};

impl State {
    /// A digest of all state: equal before and after exactly when nothing changed.
    pub(crate) fn fingerprint(&self) -> String {
        part::digest(self).hex()
    }
}
