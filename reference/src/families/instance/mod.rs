//! Operations about the instance itself.

pub(crate) mod check;
