//! Servers that put a request off: 429 or 503, and when to come again.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use jiff::Timestamp;

use crate::asking::exchange::Answer;

/// For how long a request that is put off is sent again. GitLab counts requests by the minute, so whoever comes again
/// after two of them has waited long enough.
pub(super) const PATIENCE: Duration = Duration::from_secs(120);

/// The shortest time between two attempts, whatever the server says.
const PAUSE: Duration = Duration::from_millis(100);

/// What is known of how a server puts requests off.
#[derive(Default)]
pub(super) struct PuttingOff {
    /// How often it did.
    count: AtomicU64,
    /// Whether a request was put off for longer than anybody waits, and none was answered since: then it is not worth
    /// waiting with the next one.
    in_vain: AtomicBool,
}

impl PuttingOff {
    /// How many times a request was put off.
    pub(super) fn count(&self) -> u64 {
        self.count.load(Ordering::Relaxed)
    }

    /// A request was answered.
    pub(super) fn answered(&self) {
        self.in_vain.store(false, Ordering::Relaxed);
    }

    /// Waits as long as the server asks to, and takes that off what is left; false at once where it is longer. How long
    /// answers take is nobody's patience.
    pub(super) async fn wait(&self, asked: Duration, left: &mut Duration) -> bool {
        self.count.fetch_add(1, Ordering::Relaxed);
        let wait = asked.max(PAUSE);
        match left.checked_sub(wait) {
            Some(rest) if !self.in_vain.load(Ordering::Relaxed) => *left = rest,
            _ => {
                self.in_vain.store(true, Ordering::Relaxed);
                return false;
            }
        }
        tokio::time::sleep(wait).await;
        true
    }
}

/// When to come again, where an answer says that.
pub(super) fn comes_again(answer: &Answer) -> Option<Duration> {
    if !matches!(answer.status, 429 | 503) {
        return None;
    }
    let text = answer.header("retry-after")?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = jiff::fmt::rfc2822::parse(text).ok()?.timestamp();
    Some(
        date.duration_since(Timestamp::now())
            .try_into()
            .unwrap_or_default(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(status: u16, value: &str) -> Option<Duration> {
        let headers = vec![("retry-after".to_owned(), value.to_owned())];
        comes_again(&Answer::read(status, headers, Vec::new(), Duration::ZERO))
    }

    #[test]
    fn a_server_says_when_to_come_again_in_seconds_or_by_a_date() {
        for status in [429, 503] {
            assert_eq!(said(status, "7"), Some(Duration::from_secs(7)));
            assert_eq!(
                said(status, "Sun, 06 Nov 1994 08:49:37 GMT"),
                Some(Duration::ZERO)
            );
            let ahead = said(status, "Fri, 06 Nov 2093 08:49:37 GMT").unwrap();
            assert!(ahead > Duration::from_secs(3600), "{ahead:?}");
        }
        for (status, value) in [(429, "soon"), (429, "-1"), (429, ""), (502, "7"), (200, "7")] {
            assert_eq!(said(status, value), None, "{status} {value}");
        }
    }
}
