//! How an exclusion is shown, and which namespaces may have one.

use serde::Serialize;

use crate::answer::ApiError;
use crate::families::{Call, namespaces};
use crate::state::{Namespace, State, StorageExclusion};

#[derive(Serialize)]
pub(super) struct Shown<'s> {
    id: u64,
    namespace_id: u64,
    namespace_name: &'s str,
    reason: &'s str,
}

impl<'s> Shown<'s> {
    pub(super) fn new(namespace: Namespace<'s>, exclusion: &'s StorageExclusion) -> Self {
        Self {
            id: exclusion.id,
            namespace_id: namespace.id,
            namespace_name: namespace.name,
            reason: &exclusion.reason,
        }
    }
}

/// The namespace of the path, which lies in no other one.
pub(super) fn root_namespace<'s>(state: &'s State, call: &Call<'_>) -> Result<Namespace<'s>, ApiError> {
    let namespace = namespaces::find(state, call, "id", "Namespace")?;
    if namespace.is_root {
        Ok(namespace)
    } else {
        Err(ApiError::BadRequest("must use a root namespace"))
    }
}
