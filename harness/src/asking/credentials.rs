//! Credentials, minted anew for every request, and the ways to get them wrong.

use std::collections::BTreeMap;
use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::Algorithm;
use labproof_spec::{ORDINARY, Scheme, SchemeKind, SecretForm, SecretKind, Spec, Variant};
use serde_json::{Map, Value, json};

use crate::asking::encoding::encoded_pair;
use crate::asking::hmac::sign;
use crate::target::secret::Secret;

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
    #[error(
        "no credential `{0}` exists for this scheme; `labproof explain` and spec/auth.yaml name those that do"
    )]
    UnknownVariant(String),
    /// The target does not give a secret.
    #[error("the target names no secret `{0}`; add it to `secrets` of the target file")]
    NoSecret(String),
    /// A secret is not what it has to be.
    #[error(
        "the secret `{0}` is no Base64, as the documentation wants it; correct the file or the variable it is in"
    )]
    NotBase64(String),
    /// It is signed in a way that nothing here can.
    #[error("the scheme `{0}` signs with a private key, which labproof cannot do yet")]
    PrivateKey(String),
    /// Signing failed.
    #[error("signing a token failed: {0}")]
    Signing(#[from] jsonwebtoken::errors::Error),
}

/// What credentials are made of.
pub(crate) struct Minting<'a> {
    pub(crate) schemes: &'a BTreeMap<String, Scheme>,
    pub(crate) variants: &'a [Variant],
    pub(crate) kinds: &'a BTreeMap<String, SecretKind>,
    pub(crate) secrets: &'a BTreeMap<String, Secret>,
}

impl Minting<'_> {
    /// The credential that has nothing wrong with it.
    pub(crate) fn ordinary(&self, scheme: &Scheme) -> Result<Credential, MintError> {
        self.with(scheme, &scheme.secret)
    }

    /// A credential without fault, made with a secret of this name.
    pub(crate) fn with(&self, scheme: &Scheme, secret: &str) -> Result<Credential, MintError> {
        mint(scheme, &self.key(secret)?, ORDINARY)
    }

    /// A credential that varies in a way the documents name.
    pub(crate) fn variant(&self, scheme: &Scheme, variant: &str) -> Result<Credential, MintError> {
        if variant == "other-scheme" {
            // The same secret, proved in the way of another edition.
            let mut others = self.schemes.values();
            let other = others.find(|other| other.secret == scheme.secret && other.kind != scheme.kind);
            return self.ordinary(other.ok_or_else(|| MintError::UnknownVariant(variant.to_owned()))?);
        }
        let documented = self.variants.iter().find(|known| known.name == variant);
        match documented.and_then(|known| known.secret.as_deref()) {
            Some(secret) => self.with(scheme, secret),
            None => mint(scheme, &self.key(&scheme.secret)?, variant),
        }
    }

    fn key(&self, name: &str) -> Result<Key, MintError> {
        let secret = self
            .secrets
            .get(name)
            .ok_or_else(|| MintError::NoSecret(name.to_owned()))?;
        let text = secret.reveal().to_owned();
        let is_base64 = self
            .kinds
            .get(name)
            .is_some_and(|kind| kind.form == SecretForm::Base64);
        let bytes = if is_base64 {
            STANDARD
                .decode(&text)
                .map_err(|_| MintError::NotBase64(name.to_owned()))?
        } else {
            text.clone().into_bytes()
        };
        Ok(Key { text, bytes })
    }
}

/// A secret as it is written, and as it signs.
struct Key {
    text: String,
    bytes: Vec<u8>,
}

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

fn mint(scheme: &Scheme, key: &Key, variant: &str) -> Result<Credential, MintError> {
    let header = |value: String| Credential::Header(scheme.header.clone(), value);
    match (variant, scheme.kind) {
        ("missing", _) => Ok(Credential::None),
        ("empty", _) => Ok(header(String::new())),
        (_, SchemeKind::SharedSecret) => shared_secret(scheme, &key.text, variant),
        (_, SchemeKind::Jwt) => Ok(header(jwt(scheme, key, variant)?)),
        (_, SchemeKind::Token) => token(scheme, &key.text, variant),
    }
}

/// A token as it is, behind the scheme's prefix.
fn token(scheme: &Scheme, text: &str, variant: &str) -> Result<Credential, MintError> {
    let in_header = |name: &str, text: &str| {
        Ok(Credential::Header(
            name.to_owned(),
            format!("{}{text}", scheme.prefix),
        ))
    };
    match variant {
        ORDINARY => in_header(&scheme.header, text),
        "wrong-key" => in_header(&scheme.header, &another(text)),
        "truncated" => in_header(&scheme.header, &half(text)),
        "in-other-header" => match scheme.other_headers.first() {
            Some(header) => in_header(header, text),
            None => Err(MintError::UnknownVariant(variant.to_owned())),
        },
        other => Err(MintError::UnknownVariant(other.to_owned())),
    }
}

fn half(text: &str) -> String {
    text.chars().take(text.chars().count() / 2).collect()
}

fn shared_secret(scheme: &Scheme, text: &str, variant: &str) -> Result<Credential, MintError> {
    let header = |value: String| Credential::Header(scheme.header.clone(), value);
    let parameter = |value: String| match &scheme.parameter {
        Some(name) => Ok(Credential::Parameter(name.clone(), value)),
        None => Err(MintError::UnknownVariant(variant.to_owned())),
    };
    Ok(match variant {
        ORDINARY => header(STANDARD.encode(text)),
        "wrong-key" => header(STANDARD.encode(another(text))),
        "truncated" => header(STANDARD.encode(half(text))),
        "not-encoded" => header(text.to_owned()),
        "wrong-parameter" => parameter(another(text))?,
        "in-parameter" => parameter(text.to_owned())?,
        "in-parameter-encoded" => parameter(STANDARD.encode(text))?,
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

fn jwt(scheme: &Scheme, key: &Key, variant: &str) -> Result<String, MintError> {
    if scheme.algorithm != labproof_spec::Algorithm::Hs256 {
        return Err(MintError::PrivateKey(scheme.name.clone()));
    }
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
        "with-audience" | "wrong-audience" => set(&mut claims, "aud", "somebody"),
        "no-audience" => {
            claims.remove("aud");
        }
        _ => {}
    }
    let claims = Value::Object(claims);
    let Key { text, bytes: key } = key;
    Ok(match variant {
        "wrong-key" => sign(Algorithm::HS256, &claims, another(text).as_bytes())?,
        "not-decoded" => sign(Algorithm::HS256, &claims, text.as_bytes())?,
        "other-algorithm" => sign(Algorithm::HS512, &claims, key)?,
        "alg-none" => unsigned(&claims),
        "truncated" => {
            let mut token = sign(Algorithm::HS256, &claims, key)?;
            token.truncate(token.len() - 6);
            token
        }
        "changed-claims" => changed(&sign(Algorithm::HS256, &claims, key)?, &claims),
        ORDINARY | "wrong-issuer" | "no-issuer" | "no-expiry" | "expired" | "premature" | "within-leeway"
        | "issued-later" | "with-audience" | "wrong-audience" | "no-audience" => {
            sign(Algorithm::HS256, &claims, key)?
        }
        other => return Err(MintError::UnknownVariant(other.to_owned())),
    })
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
    fn every_variant_of_the_documents_can_be_minted() {
        let spec = Spec::shipped().unwrap();
        let secrets: BTreeMap<String, Secret> = spec
            .secrets()
            .iter()
            .map(|(name, kind)| {
                let text = match kind.form {
                    SecretForm::Base64 => STANDARD.encode([7; 32]),
                    _ => format!("{}a secret of some length", kind.prefix),
                };
                (name.clone(), Secret::new(&text))
            })
            .collect();
        let minting = Minting {
            schemes: spec.schemes(),
            variants: spec.variants(),
            kinds: spec.secrets(),
            secrets: &secrets,
        };
        for scheme in spec.schemes().values() {
            for variant in spec.variants().iter().filter(|variant| variant.suits(scheme)) {
                let minted = minting.variant(scheme, &variant.name);
                assert!(minted.is_ok(), "{} {}", scheme.name, variant.name);
            }
        }
    }
}
