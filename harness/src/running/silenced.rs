//! Panics, which cucumber silences for the whole process while it runs, told again afterwards.
//!
//! It puts back what there was when it began. Where two runs overlap, the one that ends last puts the other's silence
//! back, and one that is cut short puts nothing back: so the last of them sees to it that panics are told.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// How many runs there are, and whether what they leave behind may be silence.
static RUNS: Mutex<Runs> = Mutex::new(Runs {
    count: 0,
    is_silence_left: false,
});

struct Runs {
    count: usize,
    is_silence_left: bool,
}

fn runs() -> MutexGuard<'static, Runs> {
    RUNS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A run of cucumber, for as long as it lasts.
pub(crate) struct Silenced(());

impl Silenced {
    pub(crate) fn begin() -> Self {
        let mut runs = runs();
        runs.count += 1;
        runs.is_silence_left |= runs.count > 1;
        Self(())
    }

    /// The run does not come to its end.
    pub(crate) fn is_cut_short(&mut self) {
        runs().is_silence_left = true;
    }
}

impl Drop for Silenced {
    fn drop(&mut self) {
        let mut runs = runs();
        runs.count -= 1;
        if runs.count == 0 && std::mem::take(&mut runs.is_silence_left) {
            drop(std::panic::take_hook());
        }
    }
}
