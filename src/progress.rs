//! A bar for whoever waits at a terminal.

use std::io::IsTerminal as _;
use std::sync::Arc;

use indicatif::{ProgressBar, ProgressStyle};
use labproof_harness::{Progress, Quiet};

struct Bar(ProgressBar);

impl Progress for Bar {
    fn expect(&self, count: usize) {
        self.0.inc_length(count as u64);
    }

    fn step(&self, title: &str) {
        self.0.set_message(title.to_owned());
        self.0.inc(1);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

/// A bar on standard error where that is a terminal, else nothing.
pub(crate) fn progress() -> Arc<dyn Progress> {
    if !std::io::stderr().is_terminal() {
        return Arc::new(Quiet);
    }
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{bar:24} {pos}/{len} {wide_msg}") {
        bar.set_style(style);
    }
    Arc::new(Bar(bar))
}
