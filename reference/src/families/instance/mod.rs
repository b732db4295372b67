//! Operations about the instance itself.

mod check;

use super::{Handler, Handlers};

/// The operations.
pub(super) const HANDLERS: Handlers = &[("instance.check", Handler::new(check::run))];
