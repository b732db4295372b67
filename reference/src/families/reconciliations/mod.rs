//! What the customers portal announces to namespaces.

mod delete;
mod update;

use super::{Handler, Handlers};

/// The operations.
pub(super) const HANDLERS: Handlers = &[
    ("reconciliations.update", Handler::new(update::run)),
    ("reconciliations.delete", Handler::new(delete::run)),
];
