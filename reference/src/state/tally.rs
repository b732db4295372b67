//! Things that happen again and again: what, and how often.

use std::collections::BTreeMap;

/// How often each thing happened.
#[derive(Clone, Debug, Hash)]
pub(crate) struct Tally<T>(BTreeMap<T, u64>);

impl<T: Ord> Tally<T> {
    pub(crate) fn add(&mut self, thing: T) {
        let times = self.0.entry(thing).or_default();
        *times = times.saturating_add(1);
    }
}

impl<T> Default for Tally<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happens_again_counts_again() {
        let mut tally = Tally::default();
        for thing in [("b", 1), ("a", 2), ("b", 1)] {
            tally.add(thing);
        }
        assert_eq!(tally.0, BTreeMap::from([(("a", 2), 1), (("b", 1), 2)]));
    }
}
