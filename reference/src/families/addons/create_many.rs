//! `POST /api/v4/internal/gitlab_subscriptions/namespaces/:id/subscription_add_on_purchases`

use super::answer::{Shown, Unsuited};
use super::wanted::Wanted;
use crate::answer::ApiError;
use crate::families::{Call, Done, Outcome, namespaces};
use crate::request::{Declared, Params};
use crate::state::{AddOn, Namespace, Purchase, State, StateChange};

/// The add-ons by the names that the portal sells them under.
const SOLD: [(&str, AddOn); 4] = [
    ("duo_core", AddOn::DuoCore),
    ("duo_enterprise", AddOn::DuoEnterprise),
    ("duo_pro", AddOn::CodeSuggestions),
    ("product_analytics", AddOn::ProductAnalytics),
];

pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let namespace = namespaces::find(state, call, "id", "Namespace")?;
    let all = wanted(call.params)?;
    let has_enterprise = all
        .iter()
        .any(|(add_on, wanted)| *add_on == AddOn::DuoEnterprise && wanted.has_quantity());
    let mut bought = Vec::new();
    for (add_on, wanted) in all {
        let is_taken_over = has_enterprise && add_on == AddOn::CodeSuggestions;
        let Some(before) = before(state, namespace, add_on, &wanted).filter(|_| !is_taken_over) else {
            continue;
        };
        if !namespace.is_root && !state.instance.lacks("gitlab_com") {
            return Err(Unsuited::Below.refusal(call, namespace, add_on));
        }
        let wanted = match before {
            Some(before) => wanted.or(before),
            None => wanted,
        };
        bought.push((add_on, wanted.checked()?));
    }
    let shown: Vec<Shown<'_>> = bought
        .iter()
        .map(|(add_on, purchase)| Shown::whole(namespace, *add_on, purchase))
        .collect();
    let done = Done::created(&shown);
    let changes = bought.into_iter().flat_map(|(add_on, purchase)| {
        let other = other(add_on).filter(|other| state.purchases.of(namespace.id, *other).is_some());
        let namespace = namespace.id;
        let removed = other.map(|add_on| StateChange::PurchaseRemoved { namespace, add_on });
        let put = StateChange::PurchasePut {
            namespace,
            add_on,
            purchase,
        };
        removed.into_iter().chain([put])
    });
    Ok(done.with(changes))
}

/// What there is to change, if anything; nothing at all where nothing is to be done: without a number of units only
/// what is there already changes.
fn before<'s>(
    state: &'s State,
    namespace: Namespace<'_>,
    add_on: AddOn,
    wanted: &Wanted,
) -> Option<Option<&'s Purchase>> {
    let of = |add_on| state.purchases.of(namespace.id, add_on);
    let own = of(add_on);
    if wanted.has_quantity() {
        Some(own.or_else(|| other(add_on).and_then(of)))
    } else {
        own.map(Some)
    }
}

/// Duo Pro and Duo Enterprise are one purchase, which is now of the one and now of the other.
fn other(add_on: AddOn) -> Option<AddOn> {
    match add_on {
        AddOn::CodeSuggestions => Some(AddOn::DuoEnterprise),
        AddOn::DuoEnterprise => Some(AddOn::CodeSuggestions),
        _ => None,
    }
}

/// What the request tells of each add-on that is sold; of each the first counts.
fn wanted(params: &Params) -> Result<Vec<(AddOn, Wanted)>, ApiError> {
    let mut declared = Declared::new(params);
    let all = declared.required_object("add_on_purchases", |sold| {
        SOLD.map(|(name, add_on)| {
            let purchases = sold.list(name, Wanted::of_one_of_several);
            let first = purchases.unwrap_or_default().into_iter().next();
            first.map(|wanted| (add_on, wanted))
        })
    });
    declared.finish()?;
    Ok(all.into_iter().flatten().flatten().collect())
}
