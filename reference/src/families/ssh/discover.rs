//! `GET /api/v4/internal/discover`

use serde::Serialize;

use crate::access::Actor;
use crate::families::{Call, Done, Outcome};
use crate::state::State;

#[derive(Serialize)]
struct Discovered<'s> {
    id: u64,
    username: &'s str,
    /// The inner one is nothing where the user shows none.
    #[serde(skip_serializing_if = "Option::is_none")]
    public_email: Option<Option<&'s str>>,
    name: &'s str,
}

/// Nobody is `null`, with status 200: the client greets a stranger.
pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let user = Actor::find(state, call.params, call.contract.edition)
        .user
        .map(|user| Discovered {
            id: user.id,
            username: &user.username,
            public_email: call
                .contract
                .answers("/public_email")
                .then_some(Some(user.public_email.as_str()).filter(|email| !email.is_empty())),
            name: &user.name,
        });
    Ok(Done::new(&user))
}
