//! `GET /api/v4/internal/kubernetes/project_info`

use super::gitaly::Located;
use crate::answer::ApiError;
use crate::families::{Call, Done, Outcome};
use crate::state::{Project, State, Visibility};

/// A project that the agent may not see is as good as none.
pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let (_, own) = super::agent(state, call)?;
    let project = find(state, call)
        .filter(|project| project.visibility == Visibility::Public || project.id == own.id)
        .ok_or(ApiError::NothingFound)?;
    Ok(Done::new(&Located::new(state, call, project)))
}

/// By its number or its path. Paths have a slash, so that nothing is both.
fn find<'s>(state: &'s State, call: &Call<'_>) -> Option<&'s Project> {
    let name = call.params.text("id")?;
    if name.bytes().all(|byte| byte.is_ascii_digit()) {
        state.project(name.parse().ok()?)
    } else {
        state.project_at(&name)
    }
}
