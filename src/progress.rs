//! Telling whoever waits how far a run is: a bar at a terminal, now and then a line elsewhere.

use std::io::IsTerminal as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{HumanDuration, ProgressBar, ProgressStyle};
use labproof_harness::Progress;

use crate::print;

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

/// How long nobody has to hear anything.
const PAUSE: Duration = Duration::from_secs(10);

struct Lines(Mutex<Count>);

struct Count {
    began: Instant,
    told: Instant,
    expected: usize,
    made: usize,
}

impl Progress for Lines {
    fn expect(&self, count: usize) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).expected += count;
    }

    fn step(&self, _: &str) {
        let mut count = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        count.made += 1;
        if count.told.elapsed() >= PAUSE {
            count.told = Instant::now();
            print::aside(&count.words());
        }
    }
}

impl Count {
    /// As if the rest took as long each as what was made.
    fn words(&self) -> String {
        let left = self.expected.saturating_sub(self.made);
        let each = self.began.elapsed().div_f64(self.made.max(1) as f64);
        let left = HumanDuration(each.mul_f64(left as f64));
        format!(
            "{} of {} checks made, about {left:#} left",
            self.made, self.expected
        )
    }
}

/// On standard error, so that nothing stands among what is told in the end.
pub(crate) fn progress() -> Arc<dyn Progress> {
    if !std::io::stderr().is_terminal() {
        let now = Instant::now();
        let (began, told) = (now, now);
        let (expected, made) = (0, 0);
        return Arc::new(Lines(Mutex::new(Count {
            began,
            told,
            expected,
            made,
        })));
    }
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{bar:24} {pos}/{len}, {eta} left {wide_msg}") {
        bar.set_style(style);
    }
    Arc::new(Bar(bar))
}
