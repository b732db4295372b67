//! Credentials, minted anew for every request, and the ways to get them wrong.

use std::collections::BTreeMap;
use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use labproof_spec::{Scheme, SchemeKind};
use serde_json::{Map, Value, json};

use crate::secret::Secret;

/// What a request carries to prove who calls.
pub(crate) enum Credential {
    /// Nothing.
    None,
    /// A header's name and value.
    Header(String, String),
    /// A parameter's name and value.
    Parameter(String, String),
}

/// Why a credential could not be minted.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MintError {
    /// The documents name a variant that nothing here can mint.
    #[error("no credential `{0}` exists for this scheme; correct spec/auth.yaml")]
    UnknownVariant(String),
    /// Signing failed.
    #[error("signing a token failed: {0}")]
    Signing(#[from] jsonwebtoken::errors::Error),
}

/// The name of the credential that has nothing wrong with it.
pub const ORDINARY: &str = "ordinary";

/// Mints a credential; `variant` is [`ORDINARY`] or one of the documents' variants.
pub(crate) fn mint(
    scheme: &Scheme,
    schemes: &BTreeMap<String, Scheme>,
    secret: &Secret,
    variant: &str,
) -> Result<Credential, MintError> {
    let header = |value: String| Credential::Header(scheme.header.clone(), value);
    match (variant, scheme.kind) {
        ("missing", _) => Ok(Credential::None),
        ("empty", _) => Ok(header(String::new())),
        ("other-scheme", _) => {
            // The same secret, proved in the way of another edition.
            let other = schemes
                .values()
                .find(|other| other.secret == scheme.secret && other.kind != scheme.kind);
            let other = other.ok_or_else(|| MintError::UnknownVariant(variant.to_owned()))?;
            mint(other, schemes, secret, ORDINARY)
        }
        (_, SchemeKind::SharedSecret) => shared_secret(scheme, secret, variant),
        (_, SchemeKind::Jwt) => Ok(header(token(scheme, secret, variant)?)),
    }
}

/// A credential as a person adds it to a request by hand: `Header: value`, or `parameter=value` for a query.
///
/// # Errors
///
/// Where the variant does not exist for the scheme, or is to carry nothing.
pub fn by_hand(
    scheme: &Scheme,
    schemes: &BTreeMap<String, Scheme>,
    secret: &Secret,
    variant: &str,
) -> Result<String, MintError> {
    match mint(scheme, schemes, secret, variant)? {
        Credential::Header(name, value) => Ok(format!("{name}: {value}")),
        Credential::Parameter(name, value) => Ok(encoded_pair(&name, &value)),
        Credential::None => Err(MintError::UnknownVariant(variant.to_owned())),
    }
}

/// A parameter as it stands in a query.
pub(crate) fn encoded_pair(name: &str, value: &str) -> String {
    let mut parameters = crate::request::Parameters::default();
    parameters.set(name, Value::String(value.to_owned()));
    parameters.to_form()
}

fn shared_secret(scheme: &Scheme, secret: &Secret, variant: &str) -> Result<Credential, MintError> {
    let text = secret.reveal();
    let header = |value: String| Credential::Header(scheme.header.clone(), value);
    let parameter = |value: String| match &scheme.parameter {
        Some(name) => Ok(Credential::Parameter(name.clone(), value)),
        None => Err(MintError::UnknownVariant(variant.to_owned())),
    };
    Ok(match variant {
        ORDINARY => header(STANDARD.encode(text)),
        "wrong-key" => header(STANDARD.encode(another(text))),
        "truncated" => {
            header(STANDARD.encode(text.chars().take(text.chars().count() / 2).collect::<String>()))
        }
        "not-encoded" => header(text.to_owned()),
        "wrong-parameter" => parameter(another(text))?,
        "in-parameter" => parameter(text.to_owned())?,
        other => return Err(MintError::UnknownVariant(other.to_owned())),
    })
}

/// Another secret of the same length and alphabet.
fn another(text: &str) -> String {
    text.chars()
        .rev()
        .map(|c| if c == 'x' { 'y' } else { 'x' })
        .collect()
}

fn token(scheme: &Scheme, secret: &Secret, variant: &str) -> Result<String, MintError> {
    let mut claims = ordinary_claims(scheme);
    let (now, leeway) = (now(), i64::try_from(scheme.leeway_seconds).unwrap_or(0));
    match variant {
        "wrong-issuer" => set(&mut claims, "iss", "somebody-else"),
        "no-issuer" | "no-expiry" => {
            claims.remove(if variant == "no-issuer" { "iss" } else { "exp" });
        }
        // Half a minute beyond the leeway, so that no slow request makes the verdict hang on a second.
        "expired" => set(&mut claims, "exp", now - leeway - 30),
        "premature" => set(&mut claims, "nbf", now + leeway + 300),
        "within-leeway" => set(&mut claims, "exp", now - leeway / 3),
        "issued-later" => set(&mut claims, "iat", now + 10),
        "with-audience" => set(&mut claims, "aud", "somebody"),
        _ => {}
    }
    let key = secret.reveal();
    let claims = Value::Object(claims);
    Ok(match variant {
        "wrong-key" => sign(Algorithm::HS256, &claims, &another(key))?,
        "other-algorithm" => sign(Algorithm::HS512, &claims, key)?,
        "alg-none" => unsigned(&claims),
        "truncated" => {
            let mut token = sign(Algorithm::HS256, &claims, key)?;
            token.truncate(token.len() - 6);
            token
        }
        "changed-claims" => changed(&sign(Algorithm::HS256, &claims, key)?, &claims),
        ORDINARY | "wrong-issuer" | "no-issuer" | "no-expiry" | "expired" | "premature" | "within-leeway"
        | "issued-later" | "with-audience" => sign(Algorithm::HS256, &claims, key)?,
        other => return Err(MintError::UnknownVariant(other.to_owned())),
    })
}

fn ordinary_claims(scheme: &Scheme) -> Map<String, Value> {
    let lifetime = i64::try_from(scheme.lifetime_seconds).unwrap_or(60);
    let mut claims = Map::new();
    if let Some(issuer) = &scheme.issuer {
        set(&mut claims, "iss", issuer.as_str());
    }
    set(&mut claims, "iat", now());
    set(&mut claims, "exp", now() + lifetime);
    claims
}

fn set(claims: &mut Map<String, Value>, name: &str, value: impl Into<Value>) {
    claims.insert(name.to_owned(), value.into());
}

fn sign(algorithm: Algorithm, claims: &Value, key: &str) -> Result<String, MintError> {
    let key = EncodingKey::from_secret(key.as_bytes());
    Ok(jsonwebtoken::encode(&Header::new(algorithm), claims, &key)?)
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

#[cfg(test)]
mod tests {
    use super::*;
    use labproof_spec::Spec;

    #[test]
    fn every_variant_of_the_documents_can_be_minted_and_differs() {
        let spec = Spec::embedded().unwrap();
        let api = spec.api(labproof_spec::Edition::NEWEST);
        let secret = Secret::new("a secret of some length");
        for scheme in spec.schemes().values() {
            let names = api
                .variants
                .iter()
                .filter(|variant| variant.kinds.contains(&scheme.kind));
            for variant in names {
                assert!(
                    mint(scheme, &api.schemes, &secret, &variant.name).is_ok(),
                    "{} {}",
                    scheme.name,
                    variant.name
                );
            }
        }
    }
}
