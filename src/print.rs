//! The only place that prints. Whatever acts on a terminal instead of being read is written out here, whoever wrote it.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::io::{ErrorKind, Write as _};
use std::panic::PanicHookInfo;

use anyhow::Context as _;
use labproof_harness::{visible, without_secrets};

use crate::Failure;

/// To standard output; a reader that went away is no fault, a full disk is: whoever reads nothing would take that for
/// good news.
///
/// # Errors
///
/// Where it cannot be written.
pub fn out(text: &str) -> Result<(), Failure> {
    line(&visible(text))
}

/// A text that has colours of our own where somebody wants them, and in which all else is written out already.
pub(crate) fn styled(text: &str, has_colours: bool) -> Result<(), Failure> {
    match has_colours {
        true => line(text),
        false => out(text),
    }
}

fn line(text: &str) -> Result<(), Failure> {
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
    let _ = writeln!(std::io::stderr(), "labproof: {}", visible(text));
}

/// To standard error: what somebody should know before it matters.
pub(crate) fn warning(text: &str) {
    let _ = writeln!(std::io::stderr(), "labproof: warning: {}", visible(text));
}

/// An error with its causes, to standard error; a cause that was told already is not told twice.
pub(crate) fn error(error: &anyhow::Error) {
    let mut told = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !told.contains(&cause) {
            told = format!("{told}: {cause}");
        }
    }
    let _ = writeln!(std::io::stderr(), "labproof: {}", visible(&told));
}

/// That we broke, to standard error: it may quote what a server answered.
pub(crate) fn panicked(panic: &PanicHookInfo<'_>) {
    let told = without_secrets(&format!("labproof {panic}"));
    let _ = writeln!(std::io::stderr(), "{}", visible(&told));
    let trace = Backtrace::capture();
    if trace.status() == BacktraceStatus::Captured {
        let _ = writeln!(std::io::stderr(), "{trace}");
    }
}
