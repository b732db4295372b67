//! What is known of a server before anybody asks it.

pub(crate) mod file;
pub(crate) mod fixtures;
pub(crate) mod fresh_roles;
pub(crate) mod implementation;
pub(crate) mod nearest;
pub(crate) mod secret;
pub(crate) mod secret_place;
pub(crate) mod server;
pub(crate) mod socket;
