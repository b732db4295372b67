//! Operations that Git itself needs.

mod allowed;
mod lfs_authenticate;
mod messages;
mod post_receive;
mod pre_receive;
mod push;
mod push_options;

use super::{Handler, Handlers};

/// The operations.
pub(super) const HANDLERS: Handlers = &[
    ("git.allowed", Handler::new(allowed::run).limited(allowed::scope)),
    ("git.lfs_authenticate", Handler::new(lfs_authenticate::run)),
    ("git.pre_receive", Handler::new(pre_receive::run)),
    ("git.post_receive", Handler::new(post_receive::run)),
];
