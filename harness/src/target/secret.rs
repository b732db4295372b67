//! A secret that cannot be printed by accident.

use std::path::Path;

/// The text of a shared secret; its `Debug` shows nothing, and it has no `Display` and no `Serialize`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl Secret {
    /// A secret from its text, without the white space around it.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.trim().to_owned())
    }

    /// Reads a secret from the file in which a component keeps it.
    pub(crate) fn read(path: &Path) -> Result<Self, std::io::Error> {
        Ok(Self::new(&std::fs::read_to_string(path)?))
    }

    /// Whether there is nothing in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text, for signing and sending only.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}
