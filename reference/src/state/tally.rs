//! Things that happen again and again: what, and how often.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

/// How often each thing happened.
#[derive(Clone, Debug)]
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

impl<T: Serialize> Serialize for Tally<T> {
    /// A list of pairs: the keys of a JSON object could only be text.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(&self.0)
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
        assert_eq!(
            serde_json::to_string(&tally).unwrap(),
            r#"[[["a",2],1],[["b",1],2]]"#
        );
    }
}
