//! What the customers portal announces to namespaces.

pub(super) mod delete;
pub(super) mod update;
