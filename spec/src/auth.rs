//! Who may call: what callers prove to know, how, and the ways to get that wrong.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Editions;

/// The name of the credential that differs from nothing: what [`Variant`]s vary.
pub const ORDINARY: &str = "ordinary";

/// How a scheme proves who calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SchemeKind {
    /// The Base64 of a shared secret in a header.
    SharedSecret,
    /// A JSON Web Token.
    Jwt,
    /// A token that stands for somebody.
    Token,
}

/// How a JSON Web Token is signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Algorithm {
    /// With a shared secret.
    #[default]
    Hs256,
    /// With a private RSA key.
    Rs256,
    /// With a private key of the curve P-256.
    Es256,
}

impl Algorithm {
    /// The name that the header of a token has.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Hs256 => "HS256",
            Self::Rs256 => "RS256",
            Self::Es256 => "ES256",
        }
    }
}

/// Whom a token stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Holder {
    /// A cluster agent.
    Agent,
    /// An administrator of the instance.
    Administrator,
    /// Somebody with an account, who may do what they have the right to.
    User,
    /// The group that the path names.
    Group,
    /// The instance as a whole.
    Instance,
}

/// One way to authenticate.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scheme {
    /// Its name in the documents, such as `shell-jwt`.
    #[serde(default)]
    pub name: String,
    /// The header that carries the credential.
    pub header: String,
    /// Headers that the documentation names for it as well.
    #[serde(default)]
    pub other_headers: Vec<String>,
    /// What stands before the credential in the header, such as `Bearer `.
    #[serde(default)]
    pub prefix: String,
    /// The parameter that may carry it instead.
    pub parameter: Option<String>,
    /// Parameters that may carry it as well, where it is a token.
    #[serde(default)]
    pub other_parameters: Vec<String>,
    /// Whether it may be a bearer token as well, where it is a token.
    #[serde(default)]
    pub bearer: bool,
    /// The header that makes it count for nothing.
    pub unless_header: Option<String>,
    /// How it proves who calls.
    pub kind: SchemeKind,
    /// How it is signed, where it is a JSON Web Token.
    #[serde(default)]
    pub algorithm: Algorithm,
    /// How it may be signed instead, where the key is one for that.
    #[serde(default)]
    pub other_algorithms: Vec<Algorithm>,
    /// The name of the secret, as auth.yaml lists them.
    pub secret: String,
    /// The issuer a token must name.
    pub issuer: Option<String>,
    /// The issuers that it may name instead.
    #[serde(default)]
    pub other_issuers: Vec<String>,
    /// The audience a token names.
    pub audience: Option<String>,
    /// The audiences that it may name instead.
    #[serde(default)]
    pub other_audiences: Vec<String>,
    /// Whether a token that does not name that audience is refused.
    #[serde(default)]
    pub audience_required: bool,
    /// The subject a token must name.
    pub subject: Option<String>,
    /// Whom the credential stands for, where it is a token.
    pub holder: Option<Holder>,
    /// How long a minted token lives, in seconds.
    #[serde(default)]
    pub lifetime_seconds: u64,
    /// How much a clock may be off, in seconds.
    #[serde(default)]
    pub leeway_seconds: u64,
    /// What the scheme is, for people.
    pub description: String,
    /// The answer to a request whose credential is not accepted.
    pub refusal: Refusal,
}

impl Scheme {
    /// Whether a token may be signed in this way.
    #[must_use]
    pub fn takes(&self, algorithm: Algorithm) -> bool {
        self.algorithm == algorithm || self.other_algorithms.contains(&algorithm)
    }
}

/// The status and body that refuse a credential.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// The JSON body.
    pub body: Value,
}

/// A credential that differs from the ordinary one in one way.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// Its name, such as `wrong-key`.
    pub name: String,
    /// What it is, for people.
    pub is: String,
    /// The kinds of scheme it exists for.
    #[serde(default)]
    pub kinds: Vec<SchemeKind>,
    /// The schemes it exists for beside those of its kinds.
    #[serde(default)]
    pub schemes: Vec<String>,
    /// The editions it exists in.
    #[serde(default)]
    pub editions: Editions,
    /// Whether a server has to accept it.
    pub accepted: bool,
    /// Whether a server may do otherwise.
    #[serde(default)]
    pub tolerated: bool,
    /// Whether nothing is missed where the secrets of a target do not allow for it.
    #[serde(default)]
    pub optional: bool,
    /// The secret it is made with instead of the scheme's own.
    pub secret: Option<String>,
    /// The header it stands in instead of the scheme's own.
    pub header: Option<String>,
    /// What stands before it in that header.
    #[serde(default)]
    pub prefix: String,
    /// The credentials that are sent in its place, where it is not one of the scheme alone.
    #[serde(default)]
    pub sends: Vec<SentInstead>,
    /// The answer to it, where that is not the scheme's.
    pub refusal: Option<Refusal>,
}

/// One of the credentials that are sent in the place of another.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SentInstead {
    /// The scheme it is of; that in whose place it is sent where absent.
    pub scheme: Option<String>,
    /// The variant that it is; ordinary where absent.
    pub variant: Option<String>,
}

impl Variant {
    /// Whether a credential of this scheme can vary in this way.
    #[must_use]
    pub fn suits(&self, scheme: &Scheme) -> bool {
        self.kinds.contains(&scheme.kind) || self.schemes.contains(&scheme.name)
    }

    /// Whether every kind of scheme can vary in this way.
    #[must_use]
    pub fn suits_every_kind(&self) -> bool {
        let mut kinds = [SchemeKind::SharedSecret, SchemeKind::Jwt, SchemeKind::Token].iter();
        kinds.all(|kind| self.kinds.contains(kind))
    }
}

/// What a secret is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SecretForm {
    /// A text, which is the key as it stands.
    Text,
    /// The Base64 of 32 bytes, which are the key.
    Base64,
    /// A private key in PEM, whose public half a server knows.
    Key,
    /// A token that stands for somebody.
    Token,
}

/// Something that callers prove to know.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecretKind {
    /// What it is, or whom it stands for.
    pub is: String,
    /// What it is made of.
    pub form: SecretForm,
    /// The file it is kept in.
    pub file: String,
    /// What it begins with.
    #[serde(default)]
    pub prefix: String,
    /// Whether a target may do without it: where it has one, the ways to authenticate that need it are the only ones.
    #[serde(default)]
    pub optional: bool,
    /// The editions in which something needs it.
    #[serde(default)]
    pub editions: Editions,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AuthDocument {
    pub(crate) secrets: BTreeMap<String, SecretKind>,
    pub(crate) schemes: BTreeMap<String, Scheme>,
    pub(crate) variants: Vec<Variant>,
}
