//! The HMAC that `jsonwebtoken` signs with. Its own backends are a C library or every algorithm there is; each takes
//! longer to build than all that is needed of it.

use std::sync::Once;

use hmac::digest::KeyInit;
use hmac::{Hmac, Mac};
use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, KeyUtils};
use jsonwebtoken::errors::{Error, ErrorKind};
use jsonwebtoken::signature::{self, Signer};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::Value;
use sha2::{Sha256, Sha384, Sha512};

/// A JSON Web Token over these claims.
pub(crate) fn sign(algorithm: Algorithm, claims: &Value, key: &[u8]) -> Result<String, Error> {
    static INSTALLED: Once = Once::new();
    // Where a program that uses this crate has installed another one, that one signs.
    INSTALLED.call_once(|| {
        let _ = PROVIDER.install_default();
    });
    jsonwebtoken::encode(&Header::new(algorithm), claims, &EncodingKey::from_secret(key)?)
}

static PROVIDER: CryptoProvider = CryptoProvider {
    signer_factory: signer,
    verifier_factory: |_, _| Err(ErrorKind::InvalidAlgorithm.into()),
    key_utils: KeyUtils::new_unimplemented(),
};

fn signer(algorithm: &Algorithm, key: &EncodingKey) -> Result<Box<dyn JwtSigner>, Error> {
    let key = key.as_bytes();
    Ok(match algorithm {
        Algorithm::HS256 => Box::new(Keyed::<Hmac<Sha256>>::new(*algorithm, key)?),
        Algorithm::HS384 => Box::new(Keyed::<Hmac<Sha384>>::new(*algorithm, key)?),
        Algorithm::HS512 => Box::new(Keyed::<Hmac<Sha512>>::new(*algorithm, key)?),
        _ => return Err(ErrorKind::InvalidAlgorithm.into()),
    })
}

/// An HMAC that has its key.
struct Keyed<M>(Algorithm, M);

impl<M: KeyInit> Keyed<M> {
    fn new(algorithm: Algorithm, key: &[u8]) -> Result<Self, Error> {
        let mac = M::new_from_slice(key).map_err(|_| ErrorKind::InvalidKeyFormat)?;
        Ok(Self(algorithm, mac))
    }
}

impl<M: Mac + Clone> Signer<Vec<u8>> for Keyed<M> {
    fn try_sign(&self, message: &[u8]) -> Result<Vec<u8>, signature::Error> {
        let mac = self.1.clone().chain_update(message);
        Ok(mac.finalize().into_bytes().to_vec())
    }
}

impl<M: Mac + Clone> JwtSigner for Keyed<M> {
    fn algorithm(&self) -> Algorithm {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What Python's `hmac` says of the same header and claims.
    #[test]
    fn tokens_are_signed_as_other_programs_sign_them() {
        for (algorithm, token) in [
            (
                Algorithm::HS256,
                "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJnaXRsYWItc2hlbGwifQ.\
                 I3P5yRSzD0eN_naLiMRHUDb58DXtjoEK0fVFezHvv7o",
            ),
            (
                Algorithm::HS512,
                "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzUxMiJ9.eyJpc3MiOiJnaXRsYWItc2hlbGwifQ.\
                 8PumtZhdh3HMWYYTd8c020e4VTmBY7mEtiYhDH-xOK0iCtEvHk6XU7awFhdntkG4KBlwBrHB6lVN6W7qJFDJfQ",
            ),
        ] {
            let claims = serde_json::json!({"iss": "gitlab-shell"});
            assert_eq!(sign(algorithm, &claims, b"secret").unwrap(), token);
        }
    }
}
