//! Why there is no answer that could be judged.

use crate::asking::client::SendError;
use crate::asking::credentials::MintError;
use crate::asking::exchange::{Exchange, Sent};

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AskError {
    /// The target does not give what the request needs.
    #[error("{0}")]
    Lacking(String),
    /// The server took the request, and gave no answer or half of one.
    #[error("{error}")]
    Unanswered { sent: Box<Sent>, error: SendError },
    /// The answer is not in the content coding that it claims.
    #[error("{}", .0.answer.miscoded.as_deref().unwrap_or_default())]
    Miscoded(Box<Exchange>),
    /// The server cannot be reached, has no time for us, or we broke.
    #[error("{0}")]
    Broken(String),
}

impl From<MintError> for AskError {
    fn from(error: MintError) -> Self {
        match error {
            MintError::NoSecret(_) | MintError::NotBase64(_) | MintError::NoDifference(_) => {
                Self::Lacking(error.to_string())
            }
            _ => Self::Broken(error.to_string()),
        }
    }
}
