//! What the Admin Area does about namespaces that the limit of storage is not for.

mod answer;
pub(super) mod create;
pub(super) mod delete;
pub(super) mod list;
mod page;
