//! Subscriptions: the plan and the seats of a namespace.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Deserialize;

use super::{Namespace, NamespaceKind, State};

/// The plan of a subscription that is said to have none.
pub(crate) const FREE: &str = "free";
/// The plans that every instance has.
const OWN_PLANS: [&str; 2] = ["default", FREE];
/// The plans that are sold, where there are any. A subscription to any other has no plan.
const SOLD_PLANS: [&str; 9] = [
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
    /// Whether it is one; a request may leave that open.
    #[serde(default = "no_trial")]
    pub(crate) trial: Option<bool>,
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
            trial: no_trial(),
            trial_starts_on: None,
            trial_ends_on: None,
        }
    }

    /// Whether its plan is one of the highest.
    pub(crate) fn has_top_plan(&self) -> bool {
        let plan = self.plan.as_deref().unwrap_or_default();
        plan == "gold" || plan == "opensource" || plan.starts_with("ultimate")
    }

    /// Whether somebody pays for it.
    pub(crate) fn is_paid(&self) -> bool {
        let plan = self.plan.as_deref().unwrap_or_default();
        self.trial != Some(true) && self.seats > 0 && SOLD_PLANS.contains(&plan)
    }

    pub(crate) fn has_ended(&self, today: Date) -> bool {
        self.end_date.is_some_and(|last| last < today)
    }
}

fn no_trial() -> Option<bool> {
    Some(false)
}

/// The title of a plan as people read it: its words, each with a capital. Those that every instance has are untitled.
pub(crate) fn plan_title(code: &str) -> Option<String> {
    let capitalised = |word: &str| {
        let (first, rest) = word.split_at_checked(1).unwrap_or((word, ""));
        first.to_ascii_uppercase() + rest
    };
    let words: Vec<String> = code.split('_').map(capitalised).collect();
    SOLD_PLANS.contains(&code).then(|| words.join(" "))
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
    /// The code of a plan, if there is such a plan here.
    pub(crate) fn known_plan(&self, code: &str) -> Option<String> {
        let known = OWN_PLANS.contains(&code) || (self.instance.sells_plans() && SOLD_PLANS.contains(&code));
        known.then(|| code.to_owned())
    }

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
        let mut state = State::default();
        assert_eq!(state.known_plan("premium").as_deref(), Some("premium"));
        for code in ["", "Premium", "platinum"] {
            assert_eq!(state.known_plan(code), None, "{code}");
        }
        state.instance.lacking = ["hosted_plans", "gitlab_com"].map(str::to_owned).into();
        assert_eq!(state.known_plan("premium"), None);
        assert_eq!(state.known_plan("free").as_deref(), Some("free"));
        // GitLab.com has them all the same.
        state.instance.lacking = ["hosted_plans".to_owned()].into();
        assert_eq!(state.known_plan("premium").as_deref(), Some("premium"));
    }

    #[test]
    fn a_plan_has_its_title_and_may_be_the_highest() {
        let mut subscription = Subscription::from(Date::constant(2020, 7, 15));
        for (plan, title, highest) in [
            ("free", None, false),
            ("premium", Some("Premium"), false),
            ("ultimate", Some("Ultimate"), true),
            ("ultimate_trial", Some("Ultimate Trial"), true),
        ] {
            assert_eq!(plan_title(plan).as_deref(), title, "{plan}");
            subscription.plan = Some(plan.to_owned());
            assert_eq!(subscription.has_top_plan(), highest, "{plan}");
        }
    }

    #[test]
    fn nobody_pays_for_a_trial_or_for_no_seats() {
        let mut subscription = Subscription::from(Date::constant(2020, 7, 15));
        subscription.plan = Some("premium".to_owned());
        assert!(!subscription.is_paid());
        subscription.seats = 1;
        assert!(subscription.is_paid());
        subscription.trial = Some(true);
        assert!(!subscription.is_paid());
    }
}
