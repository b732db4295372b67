//! `POST /api/v4/internal/kubernetes/usage_metrics`

use labproof_spec::Edition;

use crate::answer::ApiError;
use crate::families::{Call, Done, Outcome};
use crate::request::Declared;
use crate::state::{Change, State};

/// The one counter there was at first.
const GITOPS_SYNC: &str = "gitops_sync";

pub(crate) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let changes = if call.edition <= Edition::new(13, 10) {
        vec![gitops_sync(call)?]
    } else {
        metrics(state, call)?
    };
    Ok(Done::empty().with(changes))
}

fn gitops_sync(call: &Call<'_>) -> Result<Change, ApiError> {
    let mut declared = Declared::new(call.params);
    let count = declared.required_integer("gitops_sync_count");
    declared.finish()?;
    let count = count.ok_or(ApiError::Missing(&["gitops_sync_count"]))?;
    counted(GITOPS_SYNC, count).ok_or_else(|| below_zero("gitops_sync_count"))
}

fn metrics(state: &State, call: &Call<'_>) -> Result<Vec<Change>, ApiError> {
    let mut declared = Declared::new(call.params);
    let counts = declared.object("counters", |members| counts(call, members));
    let ids = declared.object("unique_counters", |members| ids(call, members));
    declared.finish()?;
    let mut changes = Vec::new();
    for (name, count) in counts.into_iter().flatten() {
        match counted(name, count) {
            None if call.edition <= Edition::new(16, 3) => return Err(below_zero(&format!("{name} count"))),
            // Later editions overlook such a number.
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

fn counts(call: &Call<'_>, members: &mut Declared<'_>) -> Vec<(&'static str, i64)> {
    let names = counters(call.edition).iter();
    names
        .filter_map(|name| Some((*name, members.integer(name)?)))
        .collect()
}

fn ids(call: &Call<'_>, members: &mut Declared<'_>) -> Vec<(&'static str, Vec<i64>)> {
    let names = sets(call.edition).iter();
    names
        .filter_map(|name| Some((*name, members.integers(name)?)))
        .collect()
}

/// Nothing if the count is below zero.
fn counted(counter: &'static str, count: i64) -> Option<Change> {
    let more = u64::try_from(count).ok()?;
    Some(Change::Counted { counter, more })
}

/// Of users only those count who are there.
fn collected(state: &State, set: &'static str, ids: Vec<i64>) -> Change {
    let is_user = |id: i64| u64::try_from(id).is_ok_and(|id| state.user(id).is_some());
    let of_users = set.contains("users");
    let ids = ids.into_iter().filter(|id| !of_users || is_user(*id)).collect();
    Change::Collected { set, ids }
}

fn below_zero(what: &str) -> ApiError {
    ApiError::BadRequestBecause(format!("{what} must be greater than or equal to zero"))
}

/// The counters that an edition knows; others are overlooked.
fn counters(edition: Edition) -> &'static [&'static str] {
    match edition {
        edition if edition < Edition::new(16, 3) => &[GITOPS_SYNC],
        edition if edition < Edition::new(17, 9) => &[
            GITOPS_SYNC,
            "k8s_api_proxy_request",
            "flux_git_push_notifications_total",
            "k8s_api_proxy_requests_via_ci_access",
            "k8s_api_proxy_requests_via_user_access",
        ],
        _ => &[
            "k8s_api_proxy_request",
            "flux_git_push_notifications_total",
            "k8s_api_proxy_requests_via_ci_access",
            "k8s_api_proxy_requests_via_user_access",
            "k8s_api_proxy_requests_via_pat_access",
        ],
    }
}

/// The sets that an edition knows; others are overlooked.
fn sets(edition: Edition) -> &'static [&'static str] {
    match edition {
        edition if edition < Edition::new(16, 3) => &[],
        edition if edition < Edition::new(17, 9) => &[
            "agent_users_using_ci_tunnel",
            "k8s_api_proxy_requests_unique_users_via_ci_access",
            "k8s_api_proxy_requests_unique_agents_via_ci_access",
            "k8s_api_proxy_requests_unique_users_via_user_access",
            "k8s_api_proxy_requests_unique_agents_via_user_access",
            "flux_git_push_notified_unique_projects",
        ],
        _ => &[
            "k8s_api_proxy_requests_unique_users_via_ci_access",
            "k8s_api_proxy_requests_unique_agents_via_ci_access",
            "k8s_api_proxy_requests_unique_users_via_user_access",
            "k8s_api_proxy_requests_unique_agents_via_user_access",
            "k8s_api_proxy_requests_unique_users_via_pat_access",
            "k8s_api_proxy_requests_unique_agents_via_pat_access",
            "flux_git_push_notified_unique_projects",
        ],
    }
}
