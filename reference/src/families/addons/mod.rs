//! What the customers portal does to the add-ons of a namespace.

mod answer;
pub(super) mod create;
pub(super) mod get;
pub(super) mod update;
