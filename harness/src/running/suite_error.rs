//! Why a run gives no report.

use crate::asking::client::SendError;
use crate::target::file::TargetError;

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SuiteError {
    /// The target cannot be used as it was given.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// The target cannot be reached.
    #[error("cannot reach {0}")]
    Unreachable(#[from] SendError),
    /// Something answers, but not the instance.
    #[error("{url} {what}; --anyway judges it all the same")]
    NotTheInstance {
        /// Where it answers.
        url: String,
        /// What it does, and what to do about it.
        what: String,
    },
    /// Somebody asked for something that nobody has.
    #[error("{0}")]
    Unknown(String),
    /// Nothing is left to judge.
    #[error("nothing to judge: {0}")]
    Nothing(String),
    /// A document that was found sound cannot be used after all.
    #[error("labproof broke: {0}")]
    Broken(String),
}
