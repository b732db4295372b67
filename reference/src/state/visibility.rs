//! Visibility of groups, projects and snippets.

use serde::{Deserialize, Serialize};

/// Who sees something without being a member.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
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
