//! Ways of telling a report.

pub(crate) mod beside_gitlab;
pub mod claim;
pub mod compare;
pub mod formats;
pub(crate) mod merge;
pub(crate) mod report_words;
pub mod terminal;
pub(crate) mod visible;
