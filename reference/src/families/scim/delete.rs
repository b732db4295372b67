//! `DELETE /api/scim/v2/groups/{group_path}/Users/{id}` and `DELETE /api/scim/v2/application/Users/{id}`

use super::{Scope, failed, provision};
use crate::families::{Call, Done, Outcome};
use crate::state::State;

pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let scope = Scope::of(state, call)?;
    let known = scope.find(state, call)?;
    let changes = provision::take_off(state, scope, known, call.contract.edition).map_err(failed)?;
    Ok(Done::empty().with(changes))
}
