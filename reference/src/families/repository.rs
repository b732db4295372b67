//! The repository that a request of GitLab Shell or Gitaly names, if it names one.

use serde_json::Value;

use super::Call;
use crate::access::{GlRepository, PROJECT_NOT_FOUND, Refusal};
use crate::answer::ApiError;
use crate::edition_rules;

/// Checks that it can be read, even where nobody asks for it afterwards.
pub(crate) fn check(call: &Call<'_>) -> Result<(), ApiError> {
    if !edition_rules::repositories_are_always_read(call.contract.edition) {
        return Ok(());
    }
    let given = |name| call.params.given(name);
    let identifier = |value: &Value| value.as_str().and_then(GlRepository::parse).is_some();
    if given("gl_repository").is_none_or(identifier) && given("project").is_none_or(Value::is_string) {
        Ok(())
    } else {
        Err(Refusal::Documented(PROJECT_NOT_FOUND).answered(call.contract))
    }
}
