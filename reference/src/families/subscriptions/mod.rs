//! What the customers portal does to the subscription of a namespace.

mod answer;
mod create;
mod get;
mod terms;
mod update;

use super::{Handler, Handlers};

/// The operations.
pub(super) const HANDLERS: Handlers = &[
    (
        "subscriptions.create",
        Handler::new(create::run)
            .of_a_namespace()
            .checked_first(create::check),
    ),
    (
        "subscriptions.update",
        Handler::new(update::run)
            .of_a_namespace()
            .checked_first(update::check),
    ),
    ("subscriptions.get", Handler::new(get::run).of_a_namespace()),
    (
        "cdot.subscriptions.create",
        Handler::new(create::run).of_a_namespace(),
    ),
    (
        "cdot.subscriptions.update",
        Handler::new(update::run).of_a_namespace(),
    ),
    ("cdot.subscriptions.get", Handler::new(get::run).of_a_namespace()),
];
