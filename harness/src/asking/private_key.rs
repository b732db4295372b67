//! A private key in PEM that signs tokens: RSA, or the curve P-256.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey};
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::rsa::PublicKeyComponents;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair,
};
use serde_json::json;

/// What stands before a point of P-256 where a public key is written out (SubjectPublicKeyInfo).
const P256_INFO: &[u8] =
    b"\x30\x59\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07\x03\x42\0";
/// The same before a public RSA key, without its lengths: the kind of key.
const RSA_KIND: &[u8] = b"\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\0";
/// Bytes of a coordinate of P-256.
const COORDINATE: usize = 32;

/// Characters of a line of PEM.
const LINE: usize = 64;

/// A key as it is written, and what it is.
pub(crate) struct PrivateKey {
    der: Vec<u8>,
    pair: Pair,
    /// What it is called, if that is not its thumbprint.
    id: Option<String>,
}

/// A key that signs.
pub(crate) enum Pair {
    Rsa(RsaKeyPair),
    P256(EcdsaKeyPair),
}

impl PrivateKey {
    /// The key in this text: PKCS#8, or for RSA PKCS#1 as well.
    pub(crate) fn read(pem: &str) -> Option<Self> {
        let (label, rest) = pem.trim().strip_prefix("-----BEGIN ")?.split_once("-----")?;
        let body = rest.strip_suffix(&format!("-----END {label}-----"))?;
        let is_known = matches!(label, "PRIVATE KEY" | "RSA PRIVATE KEY");
        let body: String = body.split_ascii_whitespace().collect();
        let der = STANDARD.decode(body).ok().filter(|_| is_known)?;
        let pair = Pair::read(&der)?;
        Some(Self { der, pair, id: None })
    }

    /// The same key under another name.
    pub(crate) fn called(self, id: &str) -> Self {
        Self {
            id: Some(id.to_owned()),
            ..self
        }
    }

    pub(crate) fn algorithm(&self) -> Algorithm {
        match self.pair {
            Pair::Rsa(_) => Algorithm::RS256,
            Pair::P256(_) => Algorithm::ES256,
        }
    }

    /// The key as `jsonwebtoken` has it.
    pub(crate) fn encoding(&self) -> EncodingKey {
        match self.pair {
            Pair::Rsa(_) => EncodingKey::from_rsa_der(&self.der),
            Pair::P256(_) => EncodingKey::from_ec_der(&self.der),
        }
    }

    /// What it is called: where nobody said, the thumbprint of its public half, as portals have it (RFC 7638).
    pub(crate) fn id(&self) -> String {
        self.id.clone().unwrap_or_else(|| self.thumbprint())
    }

    fn thumbprint(&self) -> String {
        let written = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        // Their names in alphabetical order, without blanks.
        let members = match &self.pair {
            Pair::Rsa(pair) => {
                let PublicKeyComponents { n, e } = PublicKeyComponents::<Vec<u8>>::from(pair.public());
                json!({ "e": written(&e), "kty": "RSA", "n": written(&n) })
            }
            Pair::P256(pair) => {
                // A byte says that both coordinates follow.
                let (x, y) = pair.public_key().as_ref()[1..].split_at(COORDINATE);
                json!({ "crv": "P-256", "kty": "EC", "x": written(x), "y": written(y) })
            }
        };
        written(digest(&SHA256, members.to_string().as_bytes()).as_ref())
    }

    /// Its public half in PEM, as anybody can have it.
    pub(crate) fn public_pem(&self) -> String {
        let body = match &self.pair {
            Pair::P256(pair) => [P256_INFO, pair.public_key().as_ref()].concat(),
            Pair::Rsa(pair) => {
                let bits = [&b"\0"[..], pair.public_key().as_ref()].concat();
                tagged(0x30, &[RSA_KIND, &tagged(0x03, &bits)].concat())
            }
        };
        pem("PUBLIC KEY", &body)
    }

    /// Another key that could have signed what this one signs, where one can be made.
    pub(crate) fn another(&self) -> Option<Self> {
        match self.pair {
            Pair::Rsa(_) => None,
            Pair::P256(_) => Self::read(&Self::generate()?),
        }
    }

    /// A new key of P-256 in PEM.
    pub(crate) fn generate() -> Option<String> {
        let der = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new());
        der.ok().map(|der| pem("PRIVATE KEY", der.as_ref()))
    }
}

fn pem(label: &str, der: &[u8]) -> String {
    let body = STANDARD.encode(der);
    let lines: Vec<&str> = (0..body.len())
        .step_by(LINE)
        .map(|at| &body[at..body.len().min(at + LINE)])
        .collect();
    format!(
        "-----BEGIN {label}-----\n{}\n-----END {label}-----\n",
        lines.join("\n")
    )
}

impl Pair {
    /// The key in these bytes.
    pub(crate) fn read(der: &[u8]) -> Option<Self> {
        let p256 = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, der, &SystemRandom::new());
        p256.map(Self::P256)
            .or_else(|_| RsaKeyPair::from_pkcs8(der).map(Self::Rsa))
            .or_else(|_| RsaKeyPair::from_der(der).map(Self::Rsa))
            .ok()
    }

    pub(crate) fn sign(&self, message: &[u8]) -> Option<Vec<u8>> {
        let random = SystemRandom::new();
        match self {
            Self::Rsa(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature)
                    .ok()?;
                Some(signature)
            }
            Self::P256(pair) => Some(pair.sign(&random, message).ok()?.as_ref().to_vec()),
        }
    }
}

/// A value of DER with its tag and length.
fn tagged(tag: u8, value: &[u8]) -> Vec<u8> {
    let length = value.len().to_be_bytes();
    let length = &length[length.iter().take_while(|byte| **byte == 0).count()..];
    let short = value.len() < 128;
    let marker = 0x80 | u8::try_from(length.len()).unwrap_or_default();
    let head = if short { vec![tag] } else { vec![tag, marker] };
    [&head, length, value].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_private_key_is_not_read() {
        let written = PrivateKey::generate().unwrap();
        assert!(PrivateKey::read(&format!("\r\n{written}")).is_some());
        for text in [
            "",
            "secret",
            &written.replace("PRIVATE", "PUBLIC"),
            &written[..100],
        ] {
            assert!(PrivateKey::read(text).is_none(), "{text}");
        }
    }
}
