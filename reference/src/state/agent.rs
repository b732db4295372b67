//! Cluster agents.

use super::{Digest, State};

/// An agent in a cluster; its configuration is in a project.
#[derive(Clone, Debug, Hash)]
pub(crate) struct Agent {
    pub(crate) id: u64,
    pub(crate) name: String,
    /// The path of its project.
    pub(crate) project: String,
    /// Whether whoever made it may administer the vulnerabilities of its project.
    pub(crate) administers_vulnerabilities: bool,
    pub(crate) tokens: Vec<AgentToken>,
}

/// A token of an agent as the instance keeps it: not the token itself.
#[derive(Clone, Debug, Hash)]
pub(crate) struct AgentToken {
    pub(crate) revoked: bool,
    pub(crate) digest: Digest,
}

impl State {
    pub(crate) fn agent(&self, id: u64) -> Option<&Agent> {
        self.agents.get(&id)
    }

    /// The agent whose token this is, unless it was revoked.
    pub(crate) fn agent_with_token(&self, digest: Digest) -> Option<&Agent> {
        let good = |token: &AgentToken| token.digest == digest && !token.revoked;
        self.agents.values().find(|agent| agent.tokens.iter().any(good))
    }
}
