//! Personal access tokens.

use jiff::civil::Date;
use serde::Serialize;

use super::Digest;

/// A token as the instance keeps it: not the token itself.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Token {
    pub(crate) user: u64,
    pub(crate) name: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) expires_at: Option<Date>,
    pub(crate) digest: Digest,
}
