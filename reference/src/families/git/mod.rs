//! Operations that Git itself needs.

pub(crate) mod allowed;
pub(crate) mod lfs_authenticate;
mod messages;
pub(crate) mod post_receive;
pub(crate) mod pre_receive;
mod push;
mod push_options;
