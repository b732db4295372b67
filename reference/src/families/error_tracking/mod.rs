//! What the service that collects errors asks.

mod allowed;

use super::{Handler, Handlers};

/// The operations.
pub(super) const HANDLERS: Handlers = &[("error_tracking.allowed", Handler::new(allowed::run))];
