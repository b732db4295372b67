//! A secret that cannot be printed by accident.

use std::path::Path;

use labproof_spec::secret_file;

/// The text of a shared secret; its `Debug` shows nothing, and it has no `Display` and no `Serialize`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret {
    text: String,
    issuer: Option<String>,
    key_id: Option<String>,
    /// What is wrong with the place where it lies.
    doubt: Option<String>,
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
            doubt: None,
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
        let text = String::from_utf8(secret_file::read(path)?);
        let text = text.map_err(|_| std::io::Error::other("it is no text in UTF-8"))?;
        Ok(Self {
            doubt: secret_file::open_to_others(path),
            ..Self::new(&text)
        })
    }

    /// What whoever keeps it should know, in a sentence.
    #[must_use]
    pub fn doubt(&self) -> Option<&str> {
        self.doubt.as_deref()
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
