//! Credentials, minted anew for every request, and the ways to get them wrong.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use labproof_spec::{ORDINARY, Scheme, SchemeKind, SecretForm, SecretKind, Spec, Variant};

use crate::asking::encoding::encoded_pair;
use crate::asking::jwt::jwt;
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
        let documented = self.variants.iter().find(|known| known.name == variant);
        match documented.and_then(|known| known.secret.as_deref()) {
            Some(secret) => self.with(scheme, secret),
            None => self.mint(scheme, &scheme.secret, variant),
        }
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
    let in_header = |text: &str| {
        Ok(Credential::Header(
            scheme.header.clone(),
            format!("{}{text}", scheme.prefix),
        ))
    };
    match variant {
        ORDINARY => in_header(text),
        "wrong-key" => in_header(&another(text)),
        "truncated" => in_header(&half(text)),
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
pub(super) fn another(text: &str) -> String {
    text.chars()
        .rev()
        .map(|c| if c == 'x' { 'y' } else { 'x' })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
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
                let minted = minting.variant(scheme, &variant.name);
                assert!(minted.is_ok(), "{} {}", scheme.name, variant.name);
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
