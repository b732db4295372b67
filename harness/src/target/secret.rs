//! A secret that cannot be printed by accident.

use std::path::Path;

/// The text of a shared secret; its `Debug` shows nothing, and it has no `Display` and no `Serialize`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret {
    text: String,
    issuer: Option<String>,
    key_id: Option<String>,
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl Secret {
    /// A secret from its text, without the white space around it.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self {
            text: text.trim().to_owned(),
            issuer: None,
            key_id: None,
        }
    }

    /// The same secret, of which a target says who signs with it and what the key is called.
    pub(crate) fn named(self, issuer: Option<String>, key_id: Option<String>) -> Self {
        Self {
            issuer,
            key_id,
            ..self
        }
    }

    /// Who signs with it, where the target says so.
    pub(crate) fn issuer(&self) -> Option<&str> {
        self.issuer.as_deref()
    }

    /// What the key is called, where the target says so.
    pub(crate) fn key_id(&self) -> Option<&str> {
        self.key_id.as_deref()
    }

    /// Reads a secret from the file in which a component keeps it.
    pub(crate) fn read(path: &Path) -> Result<Self, std::io::Error> {
        Ok(Self::new(&std::fs::read_to_string(path)?))
    }

    /// Whether there is nothing in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The text, for signing and sending only.
    pub(crate) fn reveal(&self) -> &str {
        &self.text
    }
}
