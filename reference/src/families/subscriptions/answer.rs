//! How a subscription is shown.

use serde::Serialize;

use crate::state::{Namespace, State, Subscription};

/// A subscription in the three parts that the portal knows. Of a namespace without one, all is null.
#[derive(Default, Serialize)]
pub(super) struct Shown<'s> {
    plan: Plan<'s>,
    usage: Usage,
    billing: Billing,
}

#[derive(Default, Serialize)]
struct Plan<'s> {
    code: Option<&'s str>,
    name: Option<&'s str>,
    trial: Option<bool>,
    auto_renew: Option<bool>,
    upgradable: Option<bool>,
    exclude_guests: Option<bool>,
}

#[derive(Default, Serialize)]
struct Usage {
    seats_in_subscription: Option<i64>,
    seats_in_use: Option<usize>,
    max_seats_used: Option<i64>,
    seats_owed: Option<i64>,
}

#[derive(Default, Serialize)]
struct Billing {
    subscription_start_date: Option<String>,
    subscription_end_date: Option<String>,
    trial_ends_on: Option<String>,
}

impl<'s> Shown<'s> {
    pub(super) fn new(state: &State, namespace: Namespace<'_>, subscription: &'s Subscription) -> Self {
        let plan = subscription.plan.as_deref();
        let seats_in_use = subscription
            .seats_in_use
            .unwrap_or_else(|| state.people_in(namespace));
        Self {
            plan: Plan {
                code: plan,
                // Documented is the code once more, and not the title of the plan.
                name: plan,
                trial: Some(subscription.trial),
                auto_renew: subscription.auto_renew,
                // Documented for a subscription that has just begun as for one that has ended.
                upgradable: Some(false),
                exclude_guests: Some(subscription.excludes_guests()),
            },
            usage: Usage {
                seats_in_subscription: Some(subscription.seats),
                seats_in_use: Some(seats_in_use),
                max_seats_used: Some(subscription.max_seats_used),
                seats_owed: Some(subscription.seats_owed),
            },
            billing: Billing {
                subscription_start_date: Some(subscription.start_date.to_string()),
                subscription_end_date: subscription.end_date.map(|date| date.to_string()),
                trial_ends_on: subscription.trial_ends_on.map(|date| date.to_string()),
            },
        }
    }
}
