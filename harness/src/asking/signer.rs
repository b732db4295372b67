//! What `jsonwebtoken` signs with: ring, which encrypts anyway. Its own backends are a C library or every algorithm there
//! is; each takes longer to build than all that is needed of it.

use std::sync::Once;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, KeyUtils};
use jsonwebtoken::errors::{Error, ErrorKind};
use jsonwebtoken::signature::{self, Signer};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use ring::hmac::{self, HMAC_SHA256, HMAC_SHA384, HMAC_SHA512};
use serde_json::{Value, json};

use crate::asking::private_key::Pair;

/// A JSON Web Token over these claims, signed with a secret.
pub(crate) fn sign(algorithm: Algorithm, claims: &Value, key: &[u8]) -> Result<String, Error> {
    sign_as(&Header::new(algorithm), claims, &EncodingKey::from_secret(key)?)
}

/// A JSON Web Token with this header over these claims.
pub(crate) fn sign_as(header: &Header, claims: &Value, key: &EncodingKey) -> Result<String, Error> {
    static INSTALLED: Once = Once::new();
    // Where a program that uses this crate has installed another one, that one signs.
    INSTALLED.call_once(|| {
        let _ = PROVIDER.install_default();
    });
    jsonwebtoken::encode(header, claims, key)
}

/// A JSON Web Token over these claims, signed with an empty secret, for which `jsonwebtoken` is too careful.
pub(crate) fn sign_with_nothing(claims: &Value) -> String {
    let part = |text: &Value| URL_SAFE_NO_PAD.encode(text.to_string());
    let message = format!(
        "{}.{}",
        part(&json!({"alg": "HS256", "typ": "JWT"})),
        part(claims)
    );
    let signature = hmac::sign(&hmac::Key::new(HMAC_SHA256, b""), message.as_bytes());
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
}

static PROVIDER: CryptoProvider = CryptoProvider {
    signer_factory: signer,
    verifier_factory: |_, _| Err(ErrorKind::InvalidAlgorithm.into()),
    key_utils: KeyUtils::new_unimplemented(),
};

fn signer(algorithm: &Algorithm, key: &EncodingKey) -> Result<Box<dyn JwtSigner>, Error> {
    let key = key.as_bytes();
    let secret = |hash| Signing::Secret(hmac::Key::new(hash, key));
    let signing = match algorithm {
        Algorithm::HS256 => secret(HMAC_SHA256),
        Algorithm::HS384 => secret(HMAC_SHA384),
        Algorithm::HS512 => secret(HMAC_SHA512),
        Algorithm::RS256 | Algorithm::ES256 => {
            Signing::Pair(Pair::read(key).ok_or(ErrorKind::InvalidKeyFormat)?)
        }
        _ => return Err(ErrorKind::InvalidAlgorithm.into()),
    };
    Ok(Box::new(Keyed(*algorithm, signing)))
}

enum Signing {
    Secret(hmac::Key),
    Pair(Pair),
}

/// An algorithm that has its key.
struct Keyed(Algorithm, Signing);

impl Signer<Vec<u8>> for Keyed {
    fn try_sign(&self, message: &[u8]) -> Result<Vec<u8>, signature::Error> {
        match &self.1 {
            Signing::Secret(key) => Ok(hmac::sign(key, message).as_ref().to_vec()),
            Signing::Pair(pair) => pair.sign(message).ok_or_else(signature::Error::new),
        }
    }
}

impl JwtSigner for Keyed {
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
