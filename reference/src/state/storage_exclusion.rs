//! Namespaces that the limit of storage is not for.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Why the limit is not for a namespace.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StorageExclusion {
    pub(crate) id: u64,
    pub(crate) reason: String,
}

/// All exclusions, by the id of the namespace: one for each.
#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct StorageExclusions {
    by_namespace: BTreeMap<u64, StorageExclusion>,
    /// No id is given twice, not even after its exclusion is gone.
    last_id: u64,
}

impl StorageExclusions {
    pub(crate) fn new(by_namespace: BTreeMap<u64, StorageExclusion>) -> Self {
        let last_id = by_namespace.values().map(|exclusion| exclusion.id).max();
        Self {
            by_namespace,
            last_id: last_id.unwrap_or_default(),
        }
    }

    pub(crate) fn of(&self, namespace: u64) -> Option<&StorageExclusion> {
        self.by_namespace.get(&namespace)
    }

    /// The ids of namespaces with their exclusions, oldest first.
    pub(crate) fn oldest_first(&self) -> Vec<(u64, &StorageExclusion)> {
        let mut all: Vec<_> = self
            .by_namespace
            .iter()
            .map(|(namespace, exclusion)| (*namespace, exclusion))
            .collect();
        all.sort_by_key(|(_, exclusion)| exclusion.id);
        all
    }

    /// The id of the exclusion to come.
    pub(crate) fn next_id(&self) -> u64 {
        self.last_id.saturating_add(1)
    }

    pub(crate) fn add(&mut self, namespace: u64, exclusion: StorageExclusion) {
        self.last_id = self.last_id.max(exclusion.id);
        self.by_namespace.insert(namespace, exclusion);
    }

    pub(crate) fn remove(&mut self, namespace: u64) {
        self.by_namespace.remove(&namespace);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_count_up_and_none_comes_again() {
        let mut exclusions = StorageExclusions::default();
        for (namespace, id) in [(30, 1), (10, 2), (20, 3)] {
            assert_eq!(exclusions.next_id(), id);
            let reason = "a".to_owned();
            exclusions.add(namespace, StorageExclusion { id, reason });
        }
        exclusions.remove(20);
        assert_eq!(exclusions.next_id(), 4);
        let namespaces: Vec<u64> = exclusions.oldest_first().into_iter().map(|(id, _)| id).collect();
        assert_eq!(namespaces, [30, 10]);
    }
}
