//! Subscriptions: the plan and the seats of a namespace.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Deserialize;

use super::{Namespace, NamespaceKind, State};

/// The plans there are. A subscription to any other has no plan.
const PLANS: [&str; 11] = [
    "default",
    "free",
    "bronze",
    "silver",
    "premium",
    "gold",
    "ultimate",
    "ultimate_trial",
    "ultimate_trial_paid_customer",
    "premium_trial",
    "opensource",
];

/// The plan of a subscription that is said to have none.
pub(crate) const FREE: &str = "free";

/// The one subscription of a namespace.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Subscription {
    /// The code of the plan.
    pub(crate) plan: Option<String>,
    pub(crate) start_date: Date,
    pub(crate) end_date: Option<Date>,
    #[serde(default)]
    pub(crate) seats: i64,
    /// Stated by a world; otherwise members are counted.
    pub(crate) seats_in_use: Option<usize>,
    #[serde(default)]
    pub(crate) max_seats_used: i64,
    /// Stored, not worked out: the documented numbers do not follow from one another.
    #[serde(default)]
    pub(crate) seats_owed: i64,
    pub(crate) auto_renew: Option<bool>,
    #[serde(default)]
    pub(crate) trial: bool,
    pub(crate) trial_starts_on: Option<Date>,
    pub(crate) trial_ends_on: Option<Date>,
}

impl Subscription {
    /// A subscription that begins, with nothing else known.
    pub(crate) fn from(start_date: Date) -> Self {
        Self {
            plan: None,
            start_date,
            end_date: None,
            seats: 0,
            seats_in_use: None,
            max_seats_used: 0,
            seats_owed: 0,
            auto_renew: None,
            trial: false,
            trial_starts_on: None,
            trial_ends_on: None,
        }
    }

    /// Whether guests take no seat: the highest plans have them for nothing.
    pub(crate) fn excludes_guests(&self) -> bool {
        let plan = self.plan.as_deref().unwrap_or_default();
        plan == "gold" || plan == "opensource" || plan.starts_with("ultimate")
    }
}

/// The code as a subscription keeps it.
pub(crate) fn known_plan(code: &str) -> Option<String> {
    PLANS.contains(&code).then(|| code.to_owned())
}

/// All subscriptions, by the id of the namespace.
#[derive(Clone, Debug, Default, Hash, Deserialize)]
#[serde(transparent)]
pub(crate) struct Subscriptions(BTreeMap<u64, Subscription>);

impl Subscriptions {
    pub(crate) fn of(&self, namespace: u64) -> Option<&Subscription> {
        self.0.get(&namespace)
    }

    pub(crate) fn put(&mut self, namespace: u64, subscription: Subscription) {
        self.0.insert(namespace, subscription);
    }

    pub(crate) fn namespaces(&self) -> impl Iterator<Item = u64> {
        self.0.keys().copied()
    }
}

impl State {
    /// How many people are members of a namespace or of anything in it.
    pub(crate) fn people_in(&self, namespace: Namespace<'_>) -> usize {
        let groups = self.indexes.groups.within(namespace.path);
        let groups = groups.filter_map(|id| self.groups.get(&id));
        let projects = self.indexes.projects.within(namespace.path);
        let projects = projects.filter_map(|id| self.projects.get(&id));
        let members = groups.flat_map(|group| group.members.keys());
        let members = members.chain(projects.flat_map(|project| project.members.keys()));
        let mut people: BTreeSet<&str> = members.map(String::as_str).collect();
        if namespace.kind == NamespaceKind::User {
            people.insert(namespace.path);
        }
        people.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_nobody_knows_is_none() {
        assert_eq!(known_plan("premium").as_deref(), Some("premium"));
        for code in ["", "Premium", "platinum"] {
            assert_eq!(known_plan(code), None, "{code}");
        }
    }

    #[test]
    fn guests_take_no_seat_of_the_highest_plans() {
        let mut subscription = Subscription::from(Date::constant(2020, 7, 15));
        for (plan, excluded) in [("premium", false), ("ultimate", true), ("ultimate_trial", true)] {
            subscription.plan = known_plan(plan);
            assert_eq!(subscription.excludes_guests(), excluded, "{plan}");
        }
    }
}
