//! What the customers portal does to the compute minutes of a namespace.

mod create;
mod move_packs;

use super::{Handler, Handlers};

/// The operations.
pub(super) const HANDLERS: Handlers = &[
    ("compute_packs.create", Handler::new(create::run)),
    ("compute_packs.move", Handler::new(move_packs::run)),
    ("cdot.compute_packs.create", Handler::new(create::run)),
    ("cdot.compute_packs.move", Handler::new(move_packs::run)),
];
