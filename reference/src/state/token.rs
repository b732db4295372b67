//! Tokens that stand for somebody: personal access tokens, and those of SCIM.

use super::{Digest, State};
use jiff::civil::Date;

/// A personal access token as the instance keeps it: not the token itself.
#[derive(Clone, Debug, Hash)]
pub(crate) struct Token {
    pub(crate) user: u64,
    pub(crate) name: String,
    pub(crate) scopes: Vec<String>,
    /// The first day on which it is no good any more.
    pub(crate) expires_at: Option<Date>,
    pub(crate) revoked: bool,
    pub(crate) digest: Digest,
}

/// A token that lets somebody provision the members of a group, or the users of the instance.
#[derive(Clone, Debug, Hash)]
pub(crate) struct ScimToken {
    /// Without one it is the instance's.
    pub(crate) group: Option<u64>,
    pub(crate) digest: Digest,
}

impl State {
    pub(crate) fn access_token(&self, digest: Digest) -> Option<&Token> {
        self.tokens.get(&digest)
    }

    pub(crate) fn scim_token(&self, digest: Digest) -> Option<&ScimToken> {
        self.scim_tokens.iter().find(|token| token.digest == digest)
    }
}
