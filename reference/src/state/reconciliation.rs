//! Upcoming reconciliations: when a namespace will be charged for seats it used beyond those it bought.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

/// What is announced to a namespace.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reconciliation {
    pub(crate) next_reconciliation_date: Date,
    /// The first day on which the announcement is shown.
    pub(crate) display_alert_from: Date,
}

/// All that are announced, by the id of the namespace: one for each.
#[derive(Clone, Debug, Default, Hash, Deserialize)]
#[serde(transparent)]
pub(crate) struct Reconciliations(BTreeMap<u64, Reconciliation>);

impl Reconciliations {
    pub(crate) fn of(&self, namespace: u64) -> Option<&Reconciliation> {
        self.0.get(&namespace)
    }

    pub(crate) fn put(&mut self, namespace: u64, reconciliation: Reconciliation) {
        self.0.insert(namespace, reconciliation);
    }

    pub(crate) fn remove(&mut self, namespace: u64) {
        self.0.remove(&namespace);
    }

    pub(crate) fn namespaces(&self) -> impl Iterator<Item = u64> {
        self.0.keys().copied()
    }
}
