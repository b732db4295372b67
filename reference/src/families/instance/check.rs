//! `GET /api/v4/internal/check`

use serde::Serialize;

use crate::families::{Call, Done, Outcome};
use crate::state::State;

#[derive(Serialize)]
struct Check<'s> {
    api_version: &'static str,
    gitlab_version: String,
    gitlab_rev: &'s str,
    redis: bool,
}

pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    Ok(Done::new(&Check {
        api_version: "v4",
        gitlab_version: format!("{}.0", call.contract.edition),
        gitlab_rev: &state.instance.revision,
        redis: true,
    }))
}
