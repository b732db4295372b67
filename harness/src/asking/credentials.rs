//! Credentials, minted anew for every request, and the ways to get them wrong.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use labproof_spec::{ORDINARY, Scheme, SchemeKind, SecretForm, SecretKind, Variant};

use crate::asking::jwt::jwt;
use crate::asking::nearly::nearly;
use crate::asking::private_key::PrivateKey;
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
    /// The variant sends other credentials.
    #[error("`{0}` is other credentials; make each by itself, as spec/auth.yaml lists them under `sends`")]
    Others(String),
    /// The secret is such that the variant comes to the same.
    #[error("the secret of this scheme cannot vary as `{0}`: it would be the same")]
    NoDifference(String),
    /// The target does not give a secret.
    #[error("the target names no secret `{0}`; add it to `secrets` of the target file")]
    NoSecret(String),
    /// A secret is not what it has to be.
    #[error(
        "the secret `{0}` is no Base64, as the documentation wants it; correct the file or the variable it is in"
    )]
    NotBase64(String),
    /// A secret is no private key.
    #[error(
        "the secret `{0}` is no private key in PEM (PKCS#8, RSA of 2048 bits or more, or P-256); correct the file or the variable it is in"
    )]
    NotPrivateKey(String),
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
        self.mint(scheme, secret, ORDINARY)
    }

    /// A credential that varies in a way the documents name.
    pub(crate) fn variant(&self, scheme: &Scheme, variant: &str) -> Result<Credential, MintError> {
        if variant == "other-scheme" {
            // The same secret, proved in the way of another edition.
            let mut others = self.schemes.values();
            let other = others.find(|other| other.secret == scheme.secret && other.kind != scheme.kind);
            return self.ordinary(other.ok_or_else(|| MintError::UnknownVariant(variant.to_owned()))?);
        }
        let Some(documented) = self.documented(variant) else {
            return self.mint(scheme, &scheme.secret, variant);
        };
        match (&documented.secret, &documented.header) {
            _ if !documented.sends.is_empty() => Err(MintError::Others(variant.to_owned())),
            (Some(secret), _) => self.with(scheme, secret),
            (None, Some(header)) => self.ordinary(&Scheme {
                header: header.clone(),
                prefix: documented.prefix.clone(),
                ..scheme.clone()
            }),
            (None, None) => self.mint(scheme, &scheme.secret, variant),
        }
    }

    fn documented(&self, variant: &str) -> Option<&Variant> {
        self.variants.iter().find(|known| known.name == variant)
    }

    /// What is sent for a scheme whose credential varies: most often it alone. Of each its scheme and its variant.
    pub(crate) fn sent<'s>(&'s self, scheme: &'s Scheme, variant: &'s str) -> Vec<(&'s Scheme, &'s str)> {
        let sends = self.documented(variant).map_or(&[][..], |known| &known.sends);
        if sends.is_empty() {
            return vec![(scheme, variant)];
        }
        let others = sends.iter().map(|sent| {
            let other = sent.scheme.as_ref().and_then(|name| self.schemes.get(name));
            let variant = sent.variant.as_deref();
            (other.unwrap_or(scheme), variant.unwrap_or(ORDINARY))
        });
        others.collect()
    }

    fn mint(&self, scheme: &Scheme, name: &str, variant: &str) -> Result<Credential, MintError> {
        let secret = self
            .secrets
            .get(name)
            .ok_or_else(|| MintError::NoSecret(name.to_owned()))?;
        let key = self.key(name, secret)?;
        match secret.issuer() {
            Some(issuer) if scheme.issuer.is_some() => {
                let issuer = Some(issuer.to_owned());
                mint(
                    &Scheme {
                        issuer,
                        ..scheme.clone()
                    },
                    &key,
                    variant,
                )
            }
            _ => mint(scheme, &key, variant),
        }
    }

    fn key(&self, name: &str, secret: &Secret) -> Result<Key, MintError> {
        let text = secret.reveal().to_owned();
        let form = self.kinds.get(name).map(|kind| kind.form);
        let signs = match form {
            Some(SecretForm::Base64) => {
                let bytes = STANDARD.decode(&text);
                Signs::Bytes(bytes.map_err(|_| MintError::NotBase64(name.to_owned()))?)
            }
            Some(SecretForm::Key) => {
                let key = PrivateKey::read(&text);
                let key = key.ok_or_else(|| MintError::NotPrivateKey(name.to_owned()))?;
                Signs::Private(Box::new(match secret.key_id() {
                    Some(id) => key.called(id),
                    None => key,
                }))
            }
            _ => Signs::Bytes(text.clone().into_bytes()),
        };
        Ok(Key { text, signs })
    }
}

/// A secret as it is written, and as it signs.
pub(super) struct Key {
    pub(super) text: String,
    pub(super) signs: Signs,
}

/// What signs a token.
pub(super) enum Signs {
    /// Bytes that both sides have.
    Bytes(Vec<u8>),
    /// A key of which the server has the public half.
    Private(Box<PrivateKey>),
}

fn mint(scheme: &Scheme, key: &Key, variant: &str) -> Result<Credential, MintError> {
    let header = |value: &str| Credential::Header(scheme.header.clone(), format!("{}{value}", scheme.prefix));
    match (variant, scheme.kind) {
        ("missing", _) => Ok(Credential::None),
        ("empty", _) => Ok(Credential::Header(scheme.header.clone(), String::new())),
        ("wrong-parameter", _) => parameter(scheme, another(&key.text), variant),
        ("in-parameter", _) => parameter(scheme, key.text.clone(), variant),
        ("in-parameter-encoded", _) => parameter(scheme, STANDARD.encode(&key.text), variant),
        (_, SchemeKind::SharedSecret) => shared_secret(&key.text, variant).map(|text| header(&text)),
        (_, SchemeKind::Jwt) => jwt(scheme, key, variant).map(|token| header(&token)),
        (_, SchemeKind::Token) => varied(&key.text, variant).map(|token| header(&token)),
    }
}

fn parameter(scheme: &Scheme, value: String, variant: &str) -> Result<Credential, MintError> {
    let name = scheme.parameter.clone();
    name.map(|name| Credential::Parameter(name, value))
        .ok_or_else(|| MintError::UnknownVariant(variant.to_owned()))
}

/// What the header has of a secret.
fn shared_secret(text: &str, variant: &str) -> Result<String, MintError> {
    let encoded = STANDARD.encode(text);
    Ok(match variant {
        "not-encoded" => text.to_owned(),
        "encoded-twice" => STANDARD.encode(encoded),
        "unpadded" => STANDARD_NO_PAD.encode(text),
        _ => STANDARD.encode(varied(text, variant)?),
    })
}

/// A secret or a token as it is, or as it is not.
pub(super) fn varied(text: &str, variant: &str) -> Result<String, MintError> {
    match variant {
        ORDINARY => Ok(text.to_owned()),
        "wrong-key" => Ok(another(text)),
        "other-case" | "preceded" | "followed" | "truncated" | "second-half" => {
            nearly(text, variant).ok_or_else(|| MintError::NoDifference(variant.to_owned()))
        }
        other => Err(MintError::UnknownVariant(other.to_owned())),
    }
}

/// Another secret of the same length and alphabet.
pub(super) fn another(text: &str) -> String {
    text.chars()
        .rev()
        .map(|c| if c == 'x' { 'y' } else { 'x' })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asking::by_hand::by_hand;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use labproof_spec::Spec;
    use serde_json::{Value, json};

    #[test]
    fn every_variant_of_the_documents_can_be_minted() {
        let spec = Spec::shipped().unwrap();
        let secrets: BTreeMap<String, Secret> = spec
            .secrets()
            .iter()
            .map(|(name, kind)| {
                let text = match kind.form {
                    SecretForm::Base64 => STANDARD.encode([7; 32]),
                    SecretForm::Key => PrivateKey::generate().unwrap(),
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
                for (sent, way) in minting.sent(scheme, &variant.name) {
                    let minted = minting.variant(sent, way);
                    assert!(minted.is_ok(), "{} {}: {way}", scheme.name, variant.name);
                }
            }
        }
    }

    #[test]
    fn a_token_names_issuer_and_key_as_the_target_says() {
        let spec = Spec::shipped().unwrap();
        let secret = Secret::new(&PrivateKey::generate().unwrap());
        let names = |secret: &Secret| {
            let secrets = BTreeMap::from([("customers_dot".to_owned(), secret.clone())]);
            let scheme = &spec.schemes()["cdot-jwt"];
            let said = by_hand(spec, scheme, &secrets, ORDINARY, None).unwrap();
            let token = said.split_once(": ").unwrap().1;
            let part = |at: usize| -> Value {
                let part = token.split('.').nth(at).unwrap();
                serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
            };
            (part(1)["iss"].clone(), part(0)["kid"].clone())
        };
        let (issuer, key) = names(&secret);
        assert_eq!(issuer, "https://customers.gitlab.com");
        let called = secret.named(Some("https://portal.example".to_owned()), Some("one".to_owned()));
        assert_eq!(names(&called), (json!("https://portal.example"), json!("one")));
        assert_ne!(key, "one");
    }
}
