//! What tests may have made, where the state may be asked for: `POST /-/labproof/namespaces` makes a top-level group
//! that nothing else knows of, or with the kind `user` somebody with a personal namespace. GitLab has no such path.

use serde::Serialize;

use crate::answer::ApiError;
use crate::families::{Done, Outcome};
use crate::request::{Declared, Params};
use crate::state::{State, StateChange};

/// Where namespaces are made, with the state probe on.
pub const NAMESPACES_PATH: &str = "/-/labproof/namespaces";

#[derive(Serialize)]
struct Made<'r> {
    id: u64,
    name: &'r str,
    path: &'r str,
}

pub(crate) fn namespace(state: &State, params: &Params) -> Outcome {
    let mut declared = Declared::new(params);
    let name = declared.required_text("name").unwrap_or_default();
    let path = declared.required_text("path").unwrap_or_default();
    let kind = declared.text("kind");
    declared.finish()?;
    if name.trim().is_empty() {
        return Err(ApiError::blank("name"));
    }
    if !is_path(&path) {
        return Err(ApiError::Invalid("path"));
    }
    if state.namespace(&path).is_some() {
        return Err(ApiError::BadRequest("path has already been taken"));
    }
    let (id, change) = match kind.as_deref() {
        None | Some("group") => {
            let group = state.new_group(&name, &path);
            (group.id, StateChange::GroupCreated(Box::new(group)))
        }
        Some("user") => {
            let user = state.new_user(&path, &name, &format!("{path}@example.com"));
            (user.namespace_id, StateChange::UserCreated(Box::new(user)))
        }
        Some(_) => return Err(ApiError::Invalid("kind")),
    };
    let made = Made {
        id,
        name: &name,
        path: &path,
    };
    Ok(Done::created(&made).with([change]))
}

/// One part of a path that could not be an id.
fn is_path(path: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    path.bytes().all(plain) && path.bytes().any(|byte| byte.is_ascii_alphabetic())
}
