//! The repository and the person that a request of GitLab Shell or Gitaly names, if it names any.

use serde_json::Value;

use super::Call;
use crate::access::{GlRepository, PROJECT_NOT_FOUND, Refusal};
use crate::answer::ApiError;
use crate::edition_rules;
use crate::request::Params;

/// What names a person and is asked before the identifier is.
const BEFORE_IDENTIFIER: [&str; 4] = ["krb5principal", "key_id", "user_id", "username"];

/// Checks that they can be read, even where nobody asks for them afterwards.
pub(crate) fn check(call: &Call<'_>) -> Result<(), ApiError> {
    if !edition_rules::names_are_always_read(call.contract.edition) {
        return Ok(());
    }
    if !names_a_repository(call.params) {
        return Err(Refusal::Documented(PROJECT_NOT_FOUND).answered(call.contract));
    }
    let asked_before = BEFORE_IDENTIFIER
        .iter()
        .any(|name| call.params.given(name).is_some());
    if asked_before || call.params.given("identifier").is_none_or(Value::is_string) {
        Ok(())
    } else {
        Err(ApiError::Invalid("identifier"))
    }
}

fn names_a_repository(params: &Params) -> bool {
    let identifier = |value: &Value| value.as_str().and_then(GlRepository::parse).is_some();
    params.given("gl_repository").is_none_or(identifier)
        && params.given("project").is_none_or(Value::is_string)
}
