//! What the customers portal does to the add-ons of a namespace.

mod answer;
mod create;
mod create_many;
mod get;
mod update;
mod wanted;

use super::{Handler, Handlers};

/// The operations.
pub(super) const HANDLERS: Handlers = &[
    ("addons.create", Handler::new(create::run).of_a_namespace()),
    ("addons.update", Handler::new(update::run).of_a_namespace()),
    ("addons.get", Handler::new(get::run).of_a_namespace()),
    (
        "cdot.addons.create_many",
        Handler::new(create_many::run).of_a_namespace(),
    ),
    ("cdot.addons.get", Handler::new(get::run).of_a_namespace()),
];
