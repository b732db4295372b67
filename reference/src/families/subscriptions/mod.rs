//! What the customers portal does to the subscription of a namespace.

mod answer;
pub(super) mod create;
pub(super) mod get;
mod terms;
pub(super) mod update;
