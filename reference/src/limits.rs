//! How often something may be asked for in a minute.

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hash};
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;

/// Counts in windows of a minute. Only digests of what is counted are kept, and none beyond its window.
#[derive(Default)]
pub(crate) struct Limits {
    window: Mutex<Window>,
    hasher: RandomState,
}

#[derive(Default)]
struct Window {
    minute: i64,
    counts: HashMap<u64, u32>,
}

impl Limits {
    /// Counts one more, and says whether that is still within the limit.
    pub(crate) fn allow(&self, scope: &impl Hash, per_minute: u32, now: Timestamp) -> bool {
        let scope = self.hasher.hash_one(scope);
        let minute = now.as_second().div_euclid(60);
        let mut window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        if window.minute != minute {
            *window = Window {
                minute,
                counts: HashMap::new(),
            };
        }
        let count = window.counts.entry(scope).or_insert(0);
        *count = count.saturating_add(1);
        *count <= per_minute
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_scope_has_its_own_count_and_each_minute_begins_anew() {
        let limits = Limits::default();
        let at = |second| Timestamp::from_second(second).unwrap();
        assert!(limits.allow(&"a", 2, at(0)));
        assert!(limits.allow(&"a", 2, at(1)));
        assert!(!limits.allow(&"a", 2, at(59)));
        assert!(limits.allow(&"b", 2, at(59)));
        assert!(limits.allow(&"a", 2, at(60)));
    }
}
