//! Packs of compute minutes that namespaces bought.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

/// Minutes bought once, to be used until a day.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ComputePack {
    /// Nothing if it was said to be nothing.
    pub(crate) expires_at: Option<Date>,
    pub(crate) number_of_minutes: i64,
    /// The name of the purchase where it was made; all that were said to have none are one.
    pub(crate) purchase_xid: Option<String>,
}

/// All packs, by the id of the namespace.
#[derive(Clone, Debug, Default, Hash, Deserialize)]
#[serde(transparent)]
pub(crate) struct ComputePacks(BTreeMap<u64, Vec<ComputePack>>);

impl ComputePacks {
    /// The packs of a namespace, in the order they came.
    pub(crate) fn of(&self, namespace: u64) -> &[ComputePack] {
        self.0.get(&namespace).map(Vec::as_slice).unwrap_or_default()
    }

    pub(crate) fn add(&mut self, namespace: u64, packs: Vec<ComputePack>) {
        if !packs.is_empty() {
            self.0.entry(namespace).or_default().extend(packs);
        }
    }

    /// Moves every pack. One that was bought under a name the target already has comes after the target's own, which
    /// is still the one that answers to that name: nobody loses minutes that were paid for.
    pub(crate) fn move_all(&mut self, from: u64, to: u64) {
        let packs = self.0.remove(&from).unwrap_or_default();
        self.add(to, packs);
    }

    pub(crate) fn namespaces(&self) -> impl Iterator<Item = u64> {
        self.0.keys().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pack(purchase_xid: &str, number_of_minutes: i64) -> ComputePack {
        ComputePack {
            expires_at: Some(Date::constant(2022, 1, 1)),
            number_of_minutes,
            purchase_xid: Some(purchase_xid.to_owned()),
        }
    }

    #[test]
    fn all_packs_move_and_none_is_lost() {
        let mut packs = ComputePacks::default();
        packs.add(1, vec![pack("a", 10), pack("b", 20)]);
        packs.add(2, vec![pack("b", 30)]);
        packs.move_all(1, 2);
        assert!(packs.of(1).is_empty());
        assert_eq!(packs.of(2), [pack("b", 30), pack("a", 10), pack("b", 20)]);
    }

    #[test]
    fn nothing_added_or_moved_leaves_no_trace() {
        let mut packs = ComputePacks::default();
        packs.add(1, Vec::new());
        packs.move_all(1, 2);
        assert_eq!(packs.namespaces().count(), 0);
    }
}
