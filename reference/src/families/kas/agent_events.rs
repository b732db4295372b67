//! `POST /api/v4/internal/kubernetes/agent_events`

use crate::families::{Call, Done, Outcome};
use crate::request::Declared;
use crate::state::{AgentEvent, State, StateChange};

/// The event that is about an agent and not about a user.
const REGISTRATION: &str = "register_agent_at_kas";

/// Lists of events that the documents do not have are overlooked.
pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let mut declared = Declared::new(call.params);
    let events = declared.object("events", |lists| {
        let mut events = Vec::new();
        for name in call.contract.names_in("events") {
            let list = lists.list(name, |item| event(state, name, item));
            events.extend(list.into_iter().flatten().flatten());
        }
        events
    });
    declared.finish()?;
    let events = events.into_iter().flatten();
    Ok(Done::empty().with(events.map(StateChange::AgentEventHappened)))
}

/// An event of a project that is not there is overlooked; a user who is not there only stays unknown.
fn event(state: &State, name: &str, item: &mut Declared<'_>) -> Option<AgentEvent> {
    let user = if name == REGISTRATION {
        None
    } else {
        item.integer("user_id")
            .and_then(|id| state.user(id.try_into().ok()?))
    };
    let project = item
        .integer("project_id")
        .and_then(|id| state.project(id.try_into().ok()?));
    if name == REGISTRATION {
        registration(item);
    }
    Some(AgentEvent {
        name: name.to_owned(),
        project: project?.id,
        user: user.map(|user| user.id),
    })
}

/// What an agent tells of itself.
fn registration(item: &mut Declared<'_>) {
    item.text("agent_version");
    item.text("architecture");
    item.integer("agent_id");
    item.text("kubernetes_version");
    item.object("extra_telemetry_data", |data| {
        for name in ["installation_method", "helm_chart_version"] {
            data.text(name);
        }
    });
}
