//! What the service that collects errors asks.

pub(crate) mod allowed;
