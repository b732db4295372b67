//! The context that a client of Gitaly hands through, `gitaly_client_context_bin`.

use std::borrow::Cow;

use serde_json::Value;

use super::Call;
use crate::access::Actor;
use crate::answer::ApiError;
use crate::lenient_base64;
use crate::state::State;

/// Checks the context, if there is one.
pub(crate) fn check(state: &State, call: &Call<'_>) -> Result<(), ApiError> {
    let Some(text) = call
        .params
        .text("gitaly_client_context_bin")
        .filter(|text| !text.trim().is_empty())
    else {
        return Ok(());
    };
    let context: Value = serde_json::from_slice(&lenient_base64::decode(text.as_bytes()))
        .map_err(|_| ApiError::BadRequest("malformed gitaly_client_context_bin"))?;
    let Value::Object(context) = context else {
        return Err(ApiError::BadRequest(
            "Decoded gitaly_client_context_bin is not a valid JSON object",
        ));
    };
    match context.get("scoped-user-id") {
        None | Some(Value::Null) => Ok(()),
        Some(id) => scoped_user(state, call, id),
    }
}

/// A user who acts within another one's limits; that other one has to exist.
fn scoped_user(state: &State, call: &Call<'_>, id: &Value) -> Result<(), ApiError> {
    let id = id
        .as_str()
        .map_or_else(|| Cow::Owned(id.to_string()), Cow::Borrowed);
    let known = id.parse().is_ok_and(|id| state.user(id).is_some());
    let acts = Actor::find(state, call.params, call.contract.edition)
        .user
        .is_some();
    if known || !acts {
        return Ok(());
    }
    // GitLab adds its "Not Found" to a text that already says so.
    Err(ApiError::NotFound(format!("User ID {id} not found").into()))
}
