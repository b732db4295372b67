//! What agents and those who use them do, as KAS counts it.

use std::collections::{BTreeMap, BTreeSet};

/// The metrics, by name.
#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct Metrics {
    counters: BTreeMap<String, u64>,
    sets: BTreeMap<String, BTreeSet<i64>>,
}

impl Metrics {
    /// Counts on. Nothing more leaves no trace, not even of the name.
    pub(crate) fn count(&mut self, name: &str, more: u64) {
        if more > 0 {
            let counter = self.counters.entry(name.to_owned()).or_default();
            *counter = counter.saturating_add(more);
        }
    }

    /// Adds ids to a set; an id counts once, however often it comes.
    pub(crate) fn collect(&mut self, name: &str, ids: BTreeSet<i64>) {
        if !ids.is_empty() {
            self.sets.entry(name.to_owned()).or_default().extend(ids);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_counter_adds_up_and_a_set_has_each_id_once() {
        let mut metrics = Metrics::default();
        for _ in 0..2 {
            metrics.count("syncs", 3);
            metrics.collect("users", BTreeSet::from([7, 40]));
        }
        assert_eq!(metrics.counters, BTreeMap::from([("syncs".to_owned(), 6)]));
        assert_eq!(
            metrics.sets,
            BTreeMap::from([("users".to_owned(), BTreeSet::from([7, 40]))])
        );
        metrics.count("syncs", u64::MAX);
        assert_eq!(metrics.counters["syncs"], u64::MAX);
    }

    #[test]
    fn nothing_leaves_no_trace() {
        let mut metrics = Metrics::default();
        metrics.count("syncs", 0);
        metrics.collect("users", BTreeSet::new());
        assert!(metrics.counters.is_empty());
        assert!(metrics.sets.is_empty());
    }
}
