//! The only place that prints.

use std::io::Write as _;

/// To standard output; a reader that went away is no fault.
pub(crate) fn out(text: &str) {
    let _ = writeln!(std::io::stdout(), "{}", text.trim_end_matches('\n'));
}

/// An error with its causes, to standard error.
pub(crate) fn error(error: &anyhow::Error) {
    let _ = writeln!(std::io::stderr(), "labproof: {error:#}");
}
