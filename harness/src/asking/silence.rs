//! Telling a server that is gone without a word from an operation that is slow.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use tokio::sync::{Mutex, MutexGuard};

use crate::asking::request::Request;

/// After so many time-outs in a row nobody waits for the next one before the server is asked whether it is there.
const IN_A_ROW: u32 = 3;

/// How long a server has been silent, and what to ask one that seems to be gone.
#[derive(Default)]
pub(crate) struct Silence {
    timeouts: AtomicU32,
    /// The first request that was answered and changes nothing.
    answered: OnceLock<Request>,
    one_at_a_time: Mutex<()>,
}

impl Silence {
    /// An answer came.
    pub(crate) fn end(&self, request: &Request, is_harmless: bool) {
        self.timeouts.store(0, Ordering::Relaxed);
        if is_harmless {
            self.answered.get_or_init(|| request.clone());
        }
    }

    /// A request ended in a time-out.
    pub(crate) fn go_on(&self) {
        self.timeouts.fetch_add(1, Ordering::Relaxed);
    }

    /// Whether there were so many time-outs in a row that the server may be gone; as long as one who asks keeps what is
    /// given, the others wait for what comes of it.
    pub(crate) async fn is_suspicious(&self) -> Option<MutexGuard<'_, ()>> {
        let turn = self.one_at_a_time.lock().await;
        (self.timeouts.load(Ordering::Relaxed) >= IN_A_ROW).then_some(turn)
    }

    /// What a server that is still there answers.
    pub(crate) fn known(&self) -> Option<&Request> {
        self.answered.get()
    }
}
