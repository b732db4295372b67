//! What signs a token: a secret that both sides have, or a private key.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use labproof_spec::Algorithm;
use ring::hmac;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::private_key::PrivateKey;

/// A key, prepared for many tokens.
#[derive(Clone)]
pub(crate) enum Key {
    /// For HS256.
    Secret(hmac::Key),
    /// For what it is made for.
    Private(Arc<PrivateKey>),
}

impl Key {
    pub(crate) fn new(secret: &[u8]) -> Self {
        Self::Secret(hmac::Key::new(hmac::HMAC_SHA256, secret))
    }

    /// The private key in this text.
    pub(crate) fn private(pem: &[u8]) -> Option<Self> {
        PrivateKey::read(pem).map(|key| Self::Private(Arc::new(key)))
    }

    pub(crate) fn algorithm(&self) -> Algorithm {
        match self {
            Self::Secret(_) => Algorithm::Hs256,
            Self::Private(key) => key.algorithm(),
        }
    }

    /// What a token has to call it.
    pub(crate) fn id(&self) -> Option<&str> {
        match self {
            Self::Secret(_) => None,
            Self::Private(key) => Some(key.id()),
        }
    }

    /// The token that has these claims; nothing if they cannot be signed.
    pub(crate) fn token(&self, claims: &impl Serialize) -> Option<String> {
        let mut header = Map::new();
        header.insert("typ".to_owned(), json!("JWT"));
        header.insert("alg".to_owned(), json!(self.algorithm().name()));
        if let Some(id) = self.id() {
            header.insert("kid".to_owned(), json!(id));
        }
        let header = URL_SAFE_NO_PAD.encode(Value::Object(header).to_string());
        let claims = URL_SAFE_NO_PAD.encode(serde_json::to_vec(claims).ok()?);
        let message = format!("{header}.{claims}");
        let signature = URL_SAFE_NO_PAD.encode(self.signature(&message)?);
        Some(format!("{message}.{signature}"))
    }

    /// How many bytes its signatures have; nothing if it cannot sign.
    pub(crate) fn signature_size(&self) -> Option<usize> {
        self.signature("").map(|signature| signature.len())
    }

    fn signature(&self, message: &str) -> Option<Vec<u8>> {
        match self {
            Self::Secret(key) => Some(hmac::sign(key, message.as_bytes()).as_ref().to_vec()),
            Self::Private(key) => key.sign(message.as_bytes()),
        }
    }

    /// Whether this is its signature of the message; how long that takes tells nothing.
    pub(crate) fn has_signed(&self, message: &str, signature: &[u8]) -> bool {
        match self {
            Self::Secret(key) => hmac::verify(key, message.as_bytes(), signature).is_ok(),
            Self::Private(key) => key.has_signed(message.as_bytes(), signature),
        }
    }
}
