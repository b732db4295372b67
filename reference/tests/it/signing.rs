//! JSON Web Tokens, put together by hand: the server's own way to sign is what is tested.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::digest::{SHA256, digest};
use ring::hmac;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::{Value, json};

pub(crate) fn token(claims: &Value, key: &[u8]) -> String {
    signed_with("HS256", claims, key)
}

/// A token of an algorithm by its name; `none` leaves the signature out. For ES256 the key is one in PEM.
pub(crate) fn signed_with(algorithm: &str, claims: &Value, key: &[u8]) -> String {
    let mut header = json!({"typ": "JWT", "alg": algorithm});
    if algorithm == "ES256" {
        header["kid"] = json!(thumbprint(&pair(key)));
    }
    signed_as(&header, claims, key)
}

/// A token with this header, which says how it is signed.
pub(crate) fn signed_as(header: &Value, claims: &Value, key: &[u8]) -> String {
    signed_by(header["alg"].as_str().unwrap(), header, claims, key)
}

/// A token with this header, whatever that says of how it is signed.
pub(crate) fn signed_by(algorithm: &str, header: &Value, claims: &Value, key: &[u8]) -> String {
    let header_part = URL_SAFE_NO_PAD.encode(header.to_string());
    let message = format!("{header_part}.{}", URL_SAFE_NO_PAD.encode(claims.to_string()));
    let mac = |hash| {
        hmac::sign(&hmac::Key::new(hash, key), message.as_bytes())
            .as_ref()
            .to_vec()
    };
    let signature = match algorithm {
        "HS256" => mac(hmac::HMAC_SHA256),
        "HS384" => mac(hmac::HMAC_SHA384),
        "HS512" => mac(hmac::HMAC_SHA512),
        "ES256" => pair(key)
            .sign(&SystemRandom::new(), message.as_bytes())
            .unwrap()
            .as_ref()
            .to_vec(),
        "none" => Vec::new(),
        other => panic!("no algorithm {other}"),
    };
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
}

/// What a portal calls its key, here one of P-256.
pub(crate) fn key_id(pem: &[u8]) -> String {
    thumbprint(&pair(pem))
}

/// A new key of P-256 in PEM.
pub(crate) fn new_key() -> String {
    let der = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new()).unwrap();
    format!(
        "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n",
        STANDARD.encode(der.as_ref())
    )
}

fn pair(pem: &[u8]) -> EcdsaKeyPair {
    let text = std::str::from_utf8(pem).unwrap();
    let body: String = text.lines().filter(|line| !line.starts_with('-')).collect();
    let der = STANDARD.decode(body).unwrap();
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &der, &SystemRandom::new()).unwrap()
}

fn thumbprint(pair: &EcdsaKeyPair) -> String {
    let (x, y) = pair.public_key().as_ref()[1..].split_at(32);
    let (x, y) = (URL_SAFE_NO_PAD.encode(x), URL_SAFE_NO_PAD.encode(y));
    let members = format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#);
    URL_SAFE_NO_PAD.encode(digest(&SHA256, members.as_bytes()))
}
