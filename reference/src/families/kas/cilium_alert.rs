//! `POST /api/v4/internal/kubernetes/modules/cilium_alert`

use crate::answer::ApiError;
use crate::families::{Call, Outcome};
use crate::request::Declared;
use crate::state::{Alert, State, StateChange};

/// Whatever an alert says is saved: it comes from a third party, in a form of its own.
pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let mut declared = Declared::new(call.params);
    declared.required_object("alert", |_| ());
    declared.finish()?;
    let alert = call.params.given("alert").ok_or(ApiError::Missing(&["alert"]))?;
    let (_, project) = super::licensed_agent(state, call)?;
    let change = StateChange::AlertRaised(Alert {
        project: project.id,
        payload: alert.to_string(),
    });
    Ok(super::ok().with([change]))
}
