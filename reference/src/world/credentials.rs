//! Who holds which token. A world names secrets; the tokens themselves are not in it.

use jiff::civil::Date;
use serde::Deserialize;

use crate::secrets::Secrets;
use crate::state::{Agent, AgentToken, Digest, Group, ScimToken, Token, User};

/// A personal access token.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AccessToken {
    /// The name of the secret that it is.
    pub(super) secret: String,
    /// Its user's username.
    pub(super) user: String,
    #[serde(default)]
    scopes: Vec<String>,
    expires_on: Option<Date>,
    #[serde(default)]
    revoked: bool,
}

/// A cluster agent with its tokens.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DeclaredAgent {
    pub(super) id: u64,
    pub(super) name: String,
    /// The path of its project.
    pub(super) project: String,
    /// Whether whoever made it may administer vulnerabilities.
    #[serde(default = "yes")]
    administers_vulnerabilities: bool,
    #[serde(default)]
    pub(super) tokens: Vec<DeclaredAgentToken>,
}

/// A token of an agent.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DeclaredAgentToken {
    /// The name of the secret that it is.
    pub(super) secret: String,
    #[serde(default)]
    revoked: bool,
}

/// A SCIM token, of a group or of the instance.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DeclaredScimToken {
    /// The name of the secret that it is.
    pub(super) secret: String,
    /// The path of the group.
    pub(super) group: Option<String>,
}

fn yes() -> bool {
    true
}

/// What is kept of a secret, if it is there.
fn digest(secrets: &Secrets, name: &str) -> Option<Digest> {
    secrets.get(name).map(Digest::of)
}

impl AccessToken {
    pub(super) fn resolve(&self, users: &[User], secrets: &Secrets) -> Option<Token> {
        Some(Token {
            user: users.iter().find(|user| user.username == self.user)?.id,
            name: self.secret.clone(),
            scopes: self.scopes.clone(),
            expires_at: self.expires_on,
            revoked: self.revoked,
            digest: digest(secrets, &self.secret)?,
        })
    }
}

impl DeclaredAgent {
    pub(super) fn resolve(&self, secrets: &Secrets) -> Agent {
        let tokens = self.tokens.iter().filter_map(|token| {
            Some(AgentToken {
                revoked: token.revoked,
                digest: digest(secrets, &token.secret)?,
            })
        });
        Agent {
            id: self.id,
            name: self.name.clone(),
            project: self.project.clone(),
            administers_vulnerabilities: self.administers_vulnerabilities,
            tokens: tokens.collect(),
        }
    }
}

impl DeclaredScimToken {
    pub(super) fn resolve(&self, groups: &[Group], secrets: &Secrets) -> Option<ScimToken> {
        let group = match &self.group {
            Some(path) => Some(groups.iter().find(|group| group.path == *path)?.id),
            None => None,
        };
        Some(ScimToken {
            group,
            digest: digest(secrets, &self.secret)?,
        })
    }
}
