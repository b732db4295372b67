//! The only place that prints.

use std::io::Write as _;

/// To standard output; a reader that went away is no fault.
pub fn out(text: &str) {
    let _ = writeln!(std::io::stdout(), "{}", text.trim_end_matches('\n'));
}

/// An error with its causes, to standard error; a cause that was told already is not told twice.
pub(crate) fn error(error: &anyhow::Error) {
    let mut told = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !told.contains(&cause) {
            told = format!("{told}: {cause}");
        }
    }
    let _ = writeln!(std::io::stderr(), "labproof: {told}");
}
