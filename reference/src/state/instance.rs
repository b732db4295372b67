//! The instance as a whole.

use std::collections::BTreeSet;
use std::net::IpAddr;

use serde::Deserialize;

use super::Protocol;

/// What holds for everything on the instance.
#[derive(Clone, Debug, Default, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Instance {
    /// The address people use, without a slash at the end.
    pub(crate) url: String,
    /// Where people connect with SSH: `user@host`.
    pub(crate) ssh: String,
    /// The commit it runs, 11 hexadecimal digits.
    pub(crate) revision: String,
    pub(crate) gitaly: Gitaly,
    /// The most a push may bring, in bytes; 0 is no limit.
    #[serde(default)]
    pub(crate) receive_max_input_size: u64,
    /// The only Git protocol allowed.
    pub(crate) git_protocol: Option<Protocol>,
    /// Whether fetching over HTTP is possible at all.
    #[serde(default = "yes")]
    pub(crate) http_pull: bool,
    /// Whether pushing over HTTP is possible at all.
    #[serde(default = "yes")]
    pub(crate) http_push: bool,
    #[serde(default = "yes")]
    pub(crate) lfs: bool,
    /// In maintenance mode nobody may push.
    #[serde(default)]
    pub(crate) maintenance: bool,
    /// Whether the database takes no changes.
    #[serde(default)]
    pub(crate) read_only: bool,
    /// How many access checks a key or user, and an address, has per minute; 0 is no limit.
    #[serde(default = "shell_operations")]
    pub(crate) shell_operations_per_minute: u32,
    /// Addresses to which that limit does not apply.
    #[serde(default = "loopback")]
    pub(crate) trusted_addresses: Vec<IpAddr>,
    /// The conditions of the documents that it does not meet.
    #[serde(skip)]
    pub(crate) lacking: BTreeSet<String>,
}

/// Where the repositories are.
#[derive(Clone, Debug, Default, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Gitaly {
    pub(crate) storage: String,
    pub(crate) address: String,
    pub(crate) token: Option<String>,
}

impl Instance {
    /// Whether it does not meet a condition of the documents.
    pub(crate) fn lacks(&self, condition: &str) -> bool {
        self.lacking.contains(condition)
    }

    /// Whether it has the plans that GitLab sells.
    pub(crate) fn sells_plans(&self) -> bool {
        !self.lacks("hosted_plans") || !self.lacks("gitlab_com")
    }

    /// The name of the host, without scheme, port and path.
    pub(crate) fn host(&self) -> &str {
        let rest = self
            .url
            .split_once("://")
            .map_or(self.url.as_str(), |(_, rest)| rest);
        rest.split([':', '/']).next().unwrap_or(rest)
    }
}

fn yes() -> bool {
    true
}

fn shell_operations() -> u32 {
    600
}

fn loopback() -> Vec<IpAddr> {
    vec![
        IpAddr::from([127, 0, 0, 1]),
        IpAddr::from([0, 0, 0, 0, 0, 0, 0, 1]),
    ]
}
