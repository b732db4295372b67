//! `GET /api/v4/internal/discover`

use labproof_spec::Edition;
use serde::Serialize;

use crate::access::Actor;
use crate::families::{Call, Done, Outcome};
use crate::state::State;

#[derive(Serialize)]
struct Discovered<'s> {
    id: u64,
    username: &'s str,
    #[serde(skip_serializing_if = "Option::is_none")]
    public_email: Option<&'s str>,
    name: &'s str,
}

/// Nobody is `null`, with status 200: the client greets a stranger.
pub(crate) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let user = Actor::find(state, call.params, call.edition)
        .user
        .map(|user| Discovered {
            id: user.id,
            username: &user.username,
            public_email: (call.edition >= Edition::new(17, 9)).then_some(&user.public_email),
            name: &user.name,
        });
    Ok(Done::new(&user))
}
