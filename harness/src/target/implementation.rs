//! What a server is, for a claim of conformance.

use serde::{Deserialize, Serialize};

/// What the claim is about, as the target file says it under `implementation`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Implementation {
    /// Who makes it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub organization: String,
    /// Its name.
    pub project: String,
    /// Where it is found.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub url: String,
    /// The version that was judged.
    pub version: String,
    /// Whom to ask: addresses, or names with an `@`.
    pub contact: Vec<String>,
}

impl Implementation {
    /// What a claim needs and is not there.
    #[must_use]
    pub fn missing(&self) -> Vec<&'static str> {
        let has_contact = self.contact.iter().any(|contact| !contact.trim().is_empty());
        [
            ("project", !self.project.trim().is_empty()),
            ("version", !self.version.trim().is_empty()),
            ("contact", has_contact),
        ]
        .into_iter()
        .filter_map(|(name, is_there)| (!is_there).then_some(name))
        .collect()
    }
}
