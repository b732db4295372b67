//! What a handler is asked.

use jiff::Timestamp;

use crate::auth::Caller;
use crate::contract::Contract;
use crate::ids::Ids;
use crate::lfs_token::LfsTokens;
use crate::request::Params;

/// An authenticated request, as a handler sees it.
pub(crate) struct Call<'r> {
    /// What the documents say about the operation.
    pub(crate) contract: &'r Contract,
    pub(crate) params: &'r Params,
    pub(crate) now: Timestamp,
    pub(crate) ids: &'r dyn Ids,
    pub(crate) lfs_tokens: &'r LfsTokens,
    pub(crate) caller: &'r Caller,
}
