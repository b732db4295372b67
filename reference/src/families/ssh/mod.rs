//! Operations for people who come by SSH.

pub(crate) mod authorized_certs;
pub(crate) mod authorized_keys;
pub(crate) mod discover;
mod owner;
pub(crate) mod personal_access_token;
pub(crate) mod two_factor_recovery_codes;
