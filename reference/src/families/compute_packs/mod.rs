//! What the customers portal does to the compute minutes of a namespace.

pub(super) mod create;
pub(super) mod move_packs;
