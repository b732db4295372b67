//! A private key in PEM: RSA, or the curve P-256.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use labproof_spec::Algorithm;
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::rsa::PublicKeyComponents;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _,
    RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair, UnparsedPublicKey,
};
use serde_json::json;

/// Characters of a line of PEM.
const LINE: usize = 64;
/// Bytes of a coordinate of P-256.
const COORDINATE: usize = 32;

/// A key that signs, and checks what it has signed as others do who have its public half.
pub(crate) struct PrivateKey {
    pair: Pair,
    id: String,
}

enum Pair {
    Rsa(RsaKeyPair),
    P256(EcdsaKeyPair),
}

impl PrivateKey {
    /// The key in this text: PKCS#8, or for RSA PKCS#1 as well.
    pub(crate) fn read(pem: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(pem).ok()?;
        let (label, rest) = text.trim().strip_prefix("-----BEGIN ")?.split_once("-----")?;
        let body = rest.strip_suffix(&format!("-----END {label}-----"))?;
        let body: String = body.split_ascii_whitespace().collect();
        let der = STANDARD.decode(body).ok()?;
        let pair = match label {
            "PRIVATE KEY" => Pair::of_pkcs8(&der)?,
            "RSA PRIVATE KEY" => Pair::Rsa(RsaKeyPair::from_der(&der).ok()?),
            _ => return None,
        };
        let id = pair.thumbprint();
        Some(Self { pair, id })
    }

    /// A new key of P-256, which needs no time to be made; nothing where the system has no random numbers.
    pub(crate) fn generate() -> Option<String> {
        let der =
            EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new()).ok()?;
        let body = STANDARD.encode(der.as_ref());
        let lines: Vec<&str> = (0..body.len())
            .step_by(LINE)
            .map(|at| &body[at..body.len().min(at + LINE)])
            .collect();
        let body = lines.join("\n");
        Some(format!(
            "-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----\n"
        ))
    }

    pub(crate) fn algorithm(&self) -> Algorithm {
        match self.pair {
            Pair::Rsa(_) => Algorithm::Rs256,
            Pair::P256(_) => Algorithm::Es256,
        }
    }

    /// The thumbprint of its public half, which is what portals call a key (RFC 7638).
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    pub(crate) fn sign(&self, message: &[u8]) -> Option<Vec<u8>> {
        let random = SystemRandom::new();
        match &self.pair {
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature)
                    .ok()?;
                Some(signature)
            }
            Pair::P256(pair) => Some(pair.sign(&random, message).ok()?.as_ref().to_vec()),
        }
    }

    pub(crate) fn has_signed(&self, message: &[u8], signature: &[u8]) -> bool {
        let checked = match &self.pair {
            Pair::Rsa(pair) => {
                UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, pair.public_key().as_ref())
                    .verify(message, signature)
            }
            Pair::P256(pair) => UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, pair.public_key().as_ref())
                .verify(message, signature),
        };
        checked.is_ok()
    }
}

impl Pair {
    fn of_pkcs8(der: &[u8]) -> Option<Self> {
        let p256 = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, der, &SystemRandom::new());
        p256.map(Self::P256)
            .or_else(|_| RsaKeyPair::from_pkcs8(der).map(Self::Rsa))
            .ok()
    }

    fn thumbprint(&self) -> String {
        let written = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        // Their names in alphabetical order, without blanks.
        let members = match self {
            Self::Rsa(pair) => {
                let PublicKeyComponents { n, e } = PublicKeyComponents::<Vec<u8>>::from(pair.public());
                json!({ "e": written(&e), "kty": "RSA", "n": written(&n) })
            }
            Self::P256(pair) => {
                // A byte says that both coordinates follow.
                let (x, y) = pair.public_key().as_ref()[1..].split_at(COORDINATE);
                json!({ "crv": "P-256", "kty": "EC", "x": written(x), "y": written(y) })
            }
        };
        written(digest(&SHA256, members.to_string().as_bytes()).as_ref())
    }
}
