//! A push that is over.

use crate::access::{Actor, Asked, Changes, Container, RefChange};
use crate::families::Call;
use crate::state::State;

/// What was pushed, by whom and where; each may be unknown.
pub(super) struct Push<'s, 'r> {
    pub(super) state: &'s State,
    pub(super) actor: Actor<'s>,
    pub(super) container: Option<Container<'s>>,
    pub(super) changes: Vec<RefChange<'r>>,
    pub(super) options: Vec<String>,
}

impl<'s, 'r> Push<'s, 'r> {
    pub(super) fn read(state: &'s State, call: &Call<'r>) -> Self {
        let params = call.params;
        Self {
            state,
            actor: Actor::find(state, params, call.contract.edition),
            container: Asked::read(state, params).ok().and_then(|asked| asked.container),
            changes: Changes::lines(params),
            options: params.texts("push_options").into_iter().map(Into::into).collect(),
        }
    }
}
