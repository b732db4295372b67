//! JSON Web Tokens, and the ways to get them wrong.

use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, Header};
use labproof_spec::{ORDINARY, Scheme};
use serde_json::{Map, Value, json};

use crate::asking::credentials::{Key, MintError, Signs, another, varied};
use crate::asking::nearly::{self, nearly};
use crate::asking::private_key::PrivateKey;
use crate::asking::signer::{sign, sign_as, sign_with_nothing};

/// A token of a scheme that varies in a way the documents name.
pub(super) fn jwt(scheme: &Scheme, key: &Key, variant: &str) -> Result<String, MintError> {
    let claims = Value::Object(claims(scheme, variant)?);
    let ordinary = || match &key.signs {
        Signs::Bytes(secret) => sign(Algorithm::HS256, &claims, secret),
        Signs::Private(private) => sign_as(&header(private, variant), &claims, &private.encoding()),
    };
    Ok(match (variant, &key.signs) {
        ("wrong-key", Signs::Bytes(_)) => sign(Algorithm::HS256, &claims, another(&key.text).as_bytes())?,
        ("wrong-key", Signs::Private(private)) => signed_by_another(private, &claims)?,
        ("other-case", _) => sign(Algorithm::HS256, &claims, varied(&key.text, variant)?.as_bytes())?,
        ("empty-key", _) => sign_with_nothing(&claims),
        ("not-decoded", _) => sign(Algorithm::HS256, &claims, key.text.as_bytes())?,
        ("other-algorithm", Signs::Bytes(secret)) => sign(Algorithm::HS512, &claims, secret)?,
        ("other-algorithm", Signs::Private(_)) => sign(Algorithm::HS512, &claims, key.text.as_bytes())?,
        ("public-key", Signs::Private(private)) => signed_with_the_public_half(private, &claims)?,
        ("alg-none", _) => unsigned(&claims),
        ("truncated", _) => {
            let mut token = ordinary()?;
            token.truncate(token.len() - 6);
            token
        }
        ("changed-claims", _) => changed(&ordinary()?, &claims),
        (
            ORDINARY
            | "wrong-issuer"
            | "no-issuer"
            | "several-issuers"
            | "no-expiry"
            | "expired"
            | "premature"
            | "within-leeway"
            | "premature-within-leeway"
            | "issued-later"
            | "with-audience"
            | "wrong-audience"
            | "no-audience"
            | "several-audiences"
            | "wrong-subject"
            | "no-subject",
            _,
        )
        | ("unknown-key-id" | "no-key-id", Signs::Private(_)) => ordinary()?,
        (other, _) if nearly::claim(other).is_some() => ordinary()?,
        (other, _) => return Err(MintError::UnknownVariant(other.to_owned())),
    })
}

fn claims(scheme: &Scheme, variant: &str) -> Result<Map<String, Value>, MintError> {
    let mut claims = ordinary_claims(scheme);
    let (now, leeway) = (now(), i64::try_from(scheme.leeway_seconds).unwrap_or(0));
    match variant {
        "wrong-issuer" => set(&mut claims, "iss", "somebody-else"),
        "no-issuer" => drop(claims.remove("iss")),
        "several-issuers" => set(&mut claims, "iss", json!([scheme.issuer, "somebody"])),
        "no-expiry" => drop(claims.remove("exp")),
        // Half a minute beyond the leeway, so that no slow request makes the verdict hang on a second.
        "expired" => set(&mut claims, "exp", now - leeway - 30),
        "premature" => set(&mut claims, "nbf", now + leeway + 300),
        "within-leeway" => set(&mut claims, "exp", now - leeway / 3),
        "premature-within-leeway" => set(&mut claims, "nbf", now + leeway / 3),
        "issued-later" => set(&mut claims, "iat", now + 10),
        "with-audience" | "wrong-audience" => set(&mut claims, "aud", "somebody"),
        "no-audience" => drop(claims.remove("aud")),
        "several-audiences" => set(&mut claims, "aud", json!(["somebody", scheme.audience])),
        "wrong-subject" => set(&mut claims, "sub", "somebody"),
        "no-subject" => drop(claims.remove("sub")),
        _ => spoil_claim(&mut claims, variant)?,
    }
    Ok(claims)
}

/// Makes a claim nearly what it should be, where the variant is of that kind.
fn spoil_claim(claims: &mut Map<String, Value>, variant: &str) -> Result<(), MintError> {
    if let Some((name, way)) = nearly::claim(variant) {
        let text = claims.get(name).and_then(Value::as_str);
        let text = text.and_then(|text| nearly(text, way));
        let text = text.ok_or_else(|| MintError::NoDifference(variant.to_owned()))?;
        set(claims, name, text);
    }
    Ok(())
}

fn ordinary_claims(scheme: &Scheme) -> Map<String, Value> {
    let lifetime = i64::try_from(scheme.lifetime_seconds).unwrap_or(60);
    let mut claims = Map::new();
    if let Some(issuer) = &scheme.issuer {
        set(&mut claims, "iss", issuer.as_str());
    }
    if let Some(audience) = &scheme.audience {
        set(&mut claims, "aud", audience.as_str());
    }
    if let Some(subject) = &scheme.subject {
        set(&mut claims, "sub", subject.as_str());
    }
    set(&mut claims, "iat", now());
    set(&mut claims, "exp", now() + lifetime);
    claims
}

fn set(claims: &mut Map<String, Value>, name: &str, value: impl Into<Value>) {
    claims.insert(name.to_owned(), value.into());
}

/// What a token says of the key that signed it.
fn header(key: &PrivateKey, variant: &str) -> Header {
    let mut header = Header::new(key.algorithm());
    header.kid = match variant {
        "no-key-id" => None,
        "unknown-key-id" => Some("somebody's".to_owned()),
        _ => Some(key.id()),
    };
    header
}

/// A token that another key of the same kind has signed under the name of this one. Nobody makes an RSA key within a
/// request, so there the signature is one of the right size that no key made.
fn signed_by_another(key: &PrivateKey, claims: &Value) -> Result<String, MintError> {
    let header = header(key, ORDINARY);
    if let Some(other) = key.another() {
        return Ok(sign_as(&header, claims, &other.encoding())?);
    }
    let token = sign_as(&header, claims, &key.encoding())?;
    let (message, signature) = token
        .rsplit_once('.')
        .ok_or(ErrorKind::InvalidToken)
        .map_err(jsonwebtoken::errors::Error::from)?;
    let reversed: Vec<u8> = URL_SAFE_NO_PAD
        .decode(signature)
        .unwrap_or_default()
        .into_iter()
        .rev()
        .collect();
    Ok(format!("{message}.{}", URL_SAFE_NO_PAD.encode(reversed)))
}

/// What a server takes for good that lets a token choose between its public key and a secret.
fn signed_with_the_public_half(key: &PrivateKey, claims: &Value) -> Result<String, MintError> {
    let mut header = header(key, ORDINARY);
    header.alg = Algorithm::HS256;
    let public = key.public_pem();
    Ok(sign_as(
        &header,
        claims,
        &jsonwebtoken::EncodingKey::from_secret(public.as_bytes())?,
    )?)
}

fn unsigned(claims: &Value) -> String {
    let header = URL_SAFE_NO_PAD.encode(json!({"alg": "none", "typ": "JWT"}).to_string());
    format!("{header}.{}.", URL_SAFE_NO_PAD.encode(claims.to_string()))
}

/// The same signature over claims that live a day longer.
fn changed(token: &str, claims: &Value) -> String {
    let mut claims = claims.clone();
    claims["exp"] = json!(now() + 86_400);
    let mut parts = token.split('.');
    let (header, signature) = (
        parts.next().unwrap_or_default(),
        parts.next_back().unwrap_or_default(),
    );
    format!(
        "{header}.{}.{signature}",
        URL_SAFE_NO_PAD.encode(claims.to_string())
    )
}

/// Seconds since 1970.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}
