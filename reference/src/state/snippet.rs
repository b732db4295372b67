//! Snippets, personal ones and those of projects.

use serde::Deserialize;

use super::{State, Visibility, disk_path};

/// A snippet with its own small repository.
#[derive(Clone, Debug, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Snippet {
    pub(crate) id: u64,
    /// The author's username.
    pub(crate) author: String,
    /// The id of the project it belongs to; without one it is personal.
    pub(crate) project: Option<u64>,
    #[serde(default)]
    pub(crate) visibility: Visibility,
    /// Whether there is a repository on disk.
    #[serde(default = "yes")]
    pub(crate) repository: bool,
    /// Where the repository lies on its storage, without suffix.
    #[serde(skip)]
    pub(crate) disk_path: String,
}

impl State {
    pub(crate) fn add_snippet(&mut self, mut snippet: Snippet) {
        snippet.disk_path = disk_path::hashed("@snippets", snippet.id);
        self.snippets.insert(snippet.id, snippet);
    }

    pub(crate) fn snippet(&self, id: u64) -> Option<&Snippet> {
        self.snippets.get(&id)
    }
}

fn yes() -> bool {
    true
}
