//! `POST /api/v4/internal/kubernetes/modules/starboard_vulnerability/scan_result`

use uuid::Uuid;

use crate::families::{Call, Outcome};
use crate::request::Declared;
use crate::state::{State, StateChange};

/// What the agent no longer lists is resolved. A UUID that nothing has keeps nothing.
pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let mut declared = Declared::new(call.params);
    let uuids = declared.required_texts("uuids");
    declared.finish()?;
    // Null or an empty text is a list of nothing.
    let uuids = uuids.unwrap_or_default();
    let (agent, _) = super::licensed_agent(state, call)?;
    let change = StateChange::FindingsResolved {
        agent: agent.id,
        except: uuids
            .iter()
            .filter_map(|uuid| Uuid::try_parse(uuid).ok())
            .collect(),
    };
    Ok(super::ok().with([change]))
}
