//! `POST /api/v4/internal/kubernetes/usage_metrics`

use crate::answer::ApiError;
use crate::edition_rules;
use crate::families::{Call, Done, Outcome};
use crate::request::Declared;
use crate::state::{State, StateChange};

/// The one counter there was at first, and the attribute that it had to itself.
const GITOPS_SYNC: &str = "gitops_sync";
const GITOPS_SYNC_COUNT: &str = "gitops_sync_count";
/// The most that is counted at once. GitLab counts one by one, and gives up at some number that it cannot reach in time.
const MOST_AT_ONCE: i64 = u32::MAX as i64;

pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let changes = if call.contract.takes(GITOPS_SYNC_COUNT) {
        vec![gitops_sync(call)?]
    } else {
        metrics(state, call)?
    };
    Ok(Done::empty().with(changes))
}

fn gitops_sync(call: &Call<'_>) -> Result<StateChange, ApiError> {
    let mut declared = Declared::new(call.params);
    let count = declared.required_integer(GITOPS_SYNC_COUNT);
    declared.finish()?;
    let count = count.ok_or(ApiError::Missing(&[GITOPS_SYNC_COUNT]))?;
    counted(GITOPS_SYNC, count).ok_or_else(|| below_zero(GITOPS_SYNC_COUNT))
}

/// Counters and sets that the documents do not have are overlooked.
fn metrics(state: &State, call: &Call<'_>) -> Result<Vec<StateChange>, ApiError> {
    let mut declared = Declared::new(call.params);
    let counts = declared.object("counters", |members| counts(call, members));
    let ids = declared.object("unique_counters", |members| ids(call, members));
    declared.finish()?;
    let mut changes = Vec::new();
    for (name, count) in counts.into_iter().flatten() {
        match counted(name, count) {
            None if edition_rules::counters_below_zero_are_refused(call.contract.edition) => {
                return Err(below_zero(&format!("{name} count")));
            }
            change => changes.extend(change),
        }
    }
    let collected = ids
        .into_iter()
        .flatten()
        .map(|(name, ids)| collected(state, name, ids));
    changes.extend(collected);
    Ok(changes)
}

fn counts<'r>(call: &Call<'r>, members: &mut Declared<'_>) -> Vec<(&'r str, i64)> {
    let names = call.contract.names_in("counters");
    names
        .filter_map(|name| {
            let count = members.count(name)?;
            if count > MOST_AT_ONCE {
                members.refuse(name, "is invalid");
            }
            Some((name, count))
        })
        .collect()
}

fn ids<'r>(call: &Call<'r>, members: &mut Declared<'_>) -> Vec<(&'r str, Vec<i64>)> {
    let names = call.contract.names_in("unique_counters");
    names
        .filter_map(|name| Some((name, members.integers(name)?)))
        .collect()
}

/// Nothing if the count is below zero.
fn counted(counter: &str, count: i64) -> Option<StateChange> {
    Some(StateChange::Counted {
        counter: counter.to_owned(),
        more: u64::try_from(count).ok()?,
    })
}

/// Of users only those count who are there.
fn collected(state: &State, set: &str, ids: Vec<i64>) -> StateChange {
    let is_user = |id: i64| u64::try_from(id).is_ok_and(|id| state.user(id).is_some());
    let of_users = set.contains("users");
    let ids = ids.into_iter().filter(|id| !of_users || is_user(*id)).collect();
    StateChange::Collected {
        set: set.to_owned(),
        ids,
    }
}

fn below_zero(what: &str) -> ApiError {
    ApiError::BadRequestBecause(format!("{what} must be greater than or equal to zero"))
}
