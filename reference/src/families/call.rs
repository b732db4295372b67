//! What a handler is asked.

use jiff::Timestamp;
use labproof_spec::Edition;

use crate::auth::Caller;
use crate::ids::Ids;
use crate::lfs_token::LfsTokens;
use crate::request::Params;

/// An authenticated request, as a handler sees it.
pub(crate) struct Call<'r> {
    pub(crate) edition: Edition,
    pub(crate) params: &'r Params,
    pub(crate) now: Timestamp,
    pub(crate) ids: &'r dyn Ids,
    pub(crate) lfs_tokens: &'r LfsTokens,
    pub(crate) caller: &'r Caller,
}
