//! `GET /api/scim/v2/groups/{group_path}/Users/{id}` and `GET /api/scim/v2/application/Users/{id}`

use super::Scope;
use super::representation::Representation;
use crate::families::{Call, Done, Outcome};
use crate::state::State;

pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let known = Scope::of(state, call)?.find(state, call)?;
    Ok(Done::scim(200, &Representation::new(call.contract, known)))
}
