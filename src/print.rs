//! The only place that prints.

use std::io::{ErrorKind, Write as _};

use anyhow::Context as _;

use crate::Failure;

/// To standard output; a reader that went away is no fault, a full disk is: whoever reads nothing would take that for
/// good news.
///
/// # Errors
///
/// Where it cannot be written.
pub fn out(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout();
    let written = writeln!(out, "{}", text.trim_end_matches('\n')).and_then(|()| out.flush());
    match written {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error),
        _ => Ok(()),
    }
    .context("cannot write to standard output")
    .map_err(Failure::usage)
}

/// What somebody who waits may want to know, to standard error.
pub(crate) fn aside(text: &str) {
    let _ = writeln!(std::io::stderr(), "labproof: {text}");
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
