//! Credentials for people who send a request by hand.

use std::collections::BTreeMap;

use labproof_spec::{Scheme, Spec};

use crate::asking::credentials::{Credential, MintError, Minting};
use crate::asking::encoding::encoded_pair;
use crate::target::secret::Secret;

/// A credential as a person adds it to a request by hand: `Header: value`, or `parameter=value` for a query.
///
/// `secret` is the name of another secret than the scheme's own.
///
/// # Errors
///
/// Where the secret is not among those given, or the variant does not exist for the scheme or is to carry nothing.
pub fn by_hand(
    spec: &Spec,
    scheme: &Scheme,
    secrets: &BTreeMap<String, Secret>,
    variant: &str,
    secret: Option<&str>,
) -> Result<String, MintError> {
    let minting = Minting {
        schemes: spec.schemes(),
        variants: spec.variants(),
        kinds: spec.secrets(),
        secrets,
    };
    let credential = match secret {
        Some(secret) => minting.with(scheme, secret)?,
        None => minting.variant(scheme, variant)?,
    };
    match credential {
        Credential::Header(name, value) => Ok(format!("{name}: {value}")),
        Credential::Parameter(name, value) => Ok(encoded_pair(&name, &value)),
        Credential::None => Err(MintError::UnknownVariant(variant.to_owned())),
    }
}
