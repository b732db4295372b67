//! The only place that prints. Whatever acts on a terminal instead of being read is written out here, whoever wrote it.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::io::Write as _;
use std::panic::PanicHookInfo;

use labproof_harness::{visible, without_secrets};

/// To standard output; a reader that went away is no fault.
pub fn out(text: &str) {
    line(&visible(text));
}

/// A text that has colours of our own where somebody wants them, and in which all else is written out already.
pub(crate) fn styled(text: &str, has_colours: bool) {
    match has_colours {
        true => line(text),
        false => out(text),
    }
}

fn line(text: &str) {
    let _ = writeln!(std::io::stdout(), "{}", text.trim_end_matches('\n'));
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
