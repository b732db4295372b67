//! How a subscription is shown.

use jiff::tz::TimeZone;
use serde::Serialize;

use crate::edition_rules;
use crate::families::Call;
use crate::state::{Namespace, State, Subscription, plan_title};

/// A subscription in the three parts that the portal knows. Of a namespace without one, all is null.
#[derive(Default, Serialize)]
pub(super) struct Shown {
    plan: Plan,
    usage: Usage,
    billing: Billing,
}

#[derive(Default, Serialize)]
struct Plan {
    code: Option<String>,
    name: Option<String>,
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

impl Shown {
    pub(super) fn new(
        state: &State,
        call: &Call<'_>,
        namespace: Namespace<'_>,
        subscription: &Subscription,
    ) -> Self {
        let subscription = &as_it_is_here(state, subscription);
        Self {
            plan: Plan::of(state, call, subscription),
            usage: Usage {
                seats_in_subscription: Some(subscription.seats),
                seats_in_use: Some(seats_in_use(state, call, namespace, subscription)),
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

impl Plan {
    fn of(state: &State, call: &Call<'_>, subscription: &Subscription) -> Self {
        let code = subscription.plan.clone();
        let has_titles = edition_rules::plans_have_titles(call.contract.edition);
        let today = TimeZone::UTC.to_datetime(call.now).date();
        let upgradable = has_titles
            && subscription.is_paid()
            && !subscription.has_top_plan()
            && !subscription.has_ended(today);
        let name = match &code {
            Some(code) if has_titles => plan_title(code),
            // Documented is the code once more.
            other => other.clone(),
        };
        Self {
            code,
            name,
            trial: subscription.trial,
            auto_renew: subscription.auto_renew,
            upgradable: Some(upgradable),
            // Only GitLab.com goes by the plan, and there the highest have guests for nothing.
            exclude_guests: Some(subscription.has_top_plan() && !state.instance.lacks("gitlab_com")),
        }
    }
}

/// The subscription without its plan, if there is no such plan here.
fn as_it_is_here(state: &State, subscription: &Subscription) -> Subscription {
    let plan = subscription.plan.as_deref();
    Subscription {
        plan: plan.and_then(|code| state.known_plan(code)),
        ..subscription.clone()
    }
}

fn seats_in_use(
    state: &State,
    call: &Call<'_>,
    namespace: Namespace<'_>,
    subscription: &Subscription,
) -> usize {
    let now = || state.people_in(namespace);
    let stored = subscription.seats_in_use;
    match edition_rules::plans_have_titles(call.contract.edition) {
        // What is paid for is counted once a day.
        true if subscription.is_paid() => stored.unwrap_or_default(),
        true => now(),
        false => stored.unwrap_or_else(now),
    }
}
