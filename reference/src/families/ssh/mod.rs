//! Operations for people who come by SSH.

mod authorized_certs;
mod authorized_keys;
mod discover;
mod owner;
mod personal_access_token;
mod two_factor_recovery_codes;

use super::{Handler, Handlers};

/// The operations.
pub(super) const HANDLERS: Handlers = &[
    ("ssh.authorized_keys", Handler::new(authorized_keys::run)),
    ("ssh.authorized_certs", Handler::new(authorized_certs::run)),
    ("ssh.discover", Handler::new(discover::run)),
    (
        "ssh.two_factor_recovery_codes",
        Handler::new(two_factor_recovery_codes::run),
    ),
    (
        "ssh.personal_access_token",
        Handler::new(personal_access_token::run),
    ),
];
