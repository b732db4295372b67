//! What the Admin Area does about namespaces that the limit of storage is not for.

mod answer;
mod create;
mod delete;
mod list;
mod page;

use super::{Handler, Handlers};

/// The operations.
pub(super) const HANDLERS: Handlers = &[
    (
        "storage_exclusions.list",
        Handler::new(list::run).checked_first(list::check),
    ),
    (
        "storage_exclusions.create",
        Handler::new(create::run).checked_first(create::check),
    ),
    ("storage_exclusions.delete", Handler::new(delete::run)),
];
