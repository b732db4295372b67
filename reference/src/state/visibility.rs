//! Visibility of groups, projects and snippets.

use serde::Deserialize;

/// Who sees something without being a member.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Visibility {
    /// Nobody.
    #[default]
    Private,
    /// Whoever has an account.
    Internal,
    /// Everybody.
    Public,
}
