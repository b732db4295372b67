//! Reference counters: how many pushes to a repository are under way.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
/// How long a counter is kept after its last increase.
const LIFETIME: SignedDuration = SignedDuration::from_secs(600);

/// All counters, by the text that names the repository.
#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct Counters(BTreeMap<String, Counter>);

#[derive(Clone, Debug, Hash)]
struct Counter {
    value: u64,
    until: Timestamp,
}

impl Counters {
    pub(crate) fn increase(&mut self, name: &str, now: Timestamp) {
        self.0.retain(|_, counter| counter.until > now);
        let until = now + LIFETIME;
        let counter = self
            .0
            .entry(name.to_owned())
            .or_insert(Counter { value: 0, until });
        counter.value += 1;
        counter.until = until;
    }

    /// Takes one off; at zero the counter is gone, so it is never below.
    pub(crate) fn decrease(&mut self, name: &str, now: Timestamp) {
        self.0.retain(|_, counter| counter.until > now);
        if let Some(counter) = self.0.get_mut(name) {
            counter.value -= 1;
            if counter.value == 0 {
                self.0.remove(name);
            }
        }
    }

    #[cfg(test)]
    pub(crate) fn value(&self, name: &str, now: Timestamp) -> u64 {
        self.0
            .get(name)
            .filter(|counter| counter.until > now)
            .map_or(0, |counter| counter.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    #[test]
    fn a_counter_goes_up_and_down_but_never_below_zero() {
        let mut counters = Counters::default();
        counters.decrease("project-7", NOW);
        assert_eq!(counters.value("project-7", NOW), 0);
        counters.increase("project-7", NOW);
        counters.increase("project-7", NOW);
        counters.decrease("project-7", NOW);
        assert_eq!(counters.value("project-7", NOW), 1);
        counters.decrease("project-7", NOW);
        counters.decrease("project-7", NOW);
        assert_eq!(counters.value("project-7", NOW), 0);
    }

    #[test]
    fn a_counter_is_forgotten_ten_minutes_after_its_last_increase() {
        let mut counters = Counters::default();
        counters.increase("a", NOW);
        counters.increase("a", NOW + SignedDuration::from_secs(300));
        assert_eq!(counters.value("a", NOW + SignedDuration::from_secs(899)), 2);
        assert_eq!(counters.value("a", NOW + SignedDuration::from_secs(900)), 0);
        counters.increase("a", NOW + SignedDuration::from_secs(900));
        assert_eq!(counters.value("a", NOW + SignedDuration::from_secs(900)), 1);
    }
}
