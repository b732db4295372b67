//! Ways of Git to the instance.

use serde::Deserialize;

/// How Git reached the instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Protocol {
    /// Through GitLab Shell.
    Ssh,
    /// Through Workhorse.
    Http,
    /// From the web interface or the public API.
    Web,
}
