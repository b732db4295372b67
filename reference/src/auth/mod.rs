//! Who may call at all, and who it is that calls.
//!
//! A guard is made once per operation, its keys with it. It asks for one proof per scheme of the operation: secrets
//! first, because they need no look-up, then tokens, whose holders are in the state. A refusal never says what was
//! wrong, unless GitLab says it.

mod holder;

use jiff::Timestamp;
use labproof_spec::{Algorithm, Holder, Refusal, Scheme, SchemeKind};

use self::holder::PresentedToken;
use crate::answer::ApiError;
use crate::jwt::{Key, Verifier};
use crate::lenient_base64;
use crate::request::Params;
use crate::secrets::Secrets;
use crate::state::{Digest, State};

/// Where OAuth looks for a token that is in no header.
const TOKEN_PARAMETERS: [&str; 2] = ["access_token", "bearer_token"];
/// What stands before a bearer token.
const BEARER: &str = "Bearer ";

/// Who calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Caller {
    /// A part of GitLab, which knows a secret.
    Component,
    /// A cluster agent, with its id.
    Agent(u64),
    /// An administrator, with the id of the user.
    Administrator(u64),
    /// Somebody with an account.
    User {
        /// The id of the user.
        id: u64,
        /// Whether what only administrators may is open to them here.
        administers: bool,
    },
    /// Whoever provisions the members of a group, with its id.
    Group(u64),
    /// Whoever provisions the users of the instance.
    Instance,
}

/// Checks the credentials of a request: all proofs of any one way have to hold.
pub(crate) struct Guard {
    usual: Vec<Proof>,
    others: Vec<Vec<Proof>>,
}

/// What a request proves itself with.
pub(crate) struct Credentials<'h, 'p> {
    /// The value of a header that is there exactly once.
    pub(crate) header: &'h dyn Fn(&str) -> Option<&'h [u8]>,
    pub(crate) params: &'p Params,
    pub(crate) now: Timestamp,
    /// Whether nothing is to change.
    pub(crate) only_reads: bool,
}

/// One thing that is asked for.
struct Proof {
    /// The headers that may carry it; the first that is there counts.
    headers: Vec<String>,
    /// What stands before it there.
    prefix: String,
    /// Where else a token may be.
    other_parameters: Vec<String>,
    bearer: bool,
    /// The header that makes it count for nothing.
    unless_header: Option<String>,
    kind: ProofKind,
    refusal: Refusal,
}

enum ProofKind {
    /// The secret itself, in the header or, as it is, in a parameter.
    SharedSecret {
        secret: Vec<u8>,
        /// Whether the header has its Base64.
        encoded: bool,
        parameter: Option<String>,
    },
    /// A token signed with the key.
    Jwt(Box<Verifier>),
    /// A token that stands for somebody.
    Token(Holder),
    /// A secret that nobody has, or a key of the wrong kind, so that nobody gets in.
    Closed,
}

impl Guard {
    pub(crate) fn new(usual: &[Scheme], others: &[Vec<Scheme>], secrets: &Secrets) -> Self {
        let proofs = |way: &[Scheme]| way.iter().map(|scheme| Proof::new(scheme, secrets)).collect();
        Self {
            usual: proofs(usual),
            others: others.iter().map(|way| proofs(way)).collect(),
        }
    }

    /// Whether the caller knows the secrets there are to know.
    pub(crate) fn check_secrets(&self, credentials: &Credentials<'_, '_>) -> Result<(), ApiError> {
        self.in_any_way(|way| secrets(way, credentials))
    }

    /// What the first way that holds gives; where none does, the refusal of the usual one.
    fn in_any_way<T>(&self, holds: impl Fn(&[Proof]) -> Result<T, ApiError>) -> Result<T, ApiError> {
        let mut others = self.others.iter();
        holds(&self.usual).or_else(|refusal| others.find_map(|way| holds(way).ok()).ok_or(refusal))
    }

    /// Who calls. A caller whose secrets were checked and who needs no token is a part of GitLab.
    pub(crate) fn caller(
        &self,
        state: &State,
        credentials: &Credentials<'_, '_>,
    ) -> Result<Caller, ApiError> {
        self.in_any_way(|way| {
            // Of one way alone the secrets are known to be right.
            if !self.others.is_empty() {
                secrets(way, credentials)?;
            }
            let mut caller = Caller::Component;
            for proof in way {
                if let ProofKind::Token(holder) = proof.kind {
                    caller = proof.holder(holder, state, credentials)?;
                }
            }
            Ok(caller)
        })
    }
}

fn secrets(way: &[Proof], credentials: &Credentials<'_, '_>) -> Result<(), ApiError> {
    way.iter().try_for_each(|proof| proof.check_secret(credentials))
}

impl Proof {
    fn new(scheme: &Scheme, secrets: &Secrets) -> Self {
        let kind = match (scheme.kind, secrets.key(&scheme.secret), scheme.holder) {
            (SchemeKind::SharedSecret, Some(key), _) | (SchemeKind::Token, Some(key), None) => {
                ProofKind::SharedSecret {
                    secret: key.to_vec(),
                    encoded: scheme.kind == SchemeKind::SharedSecret,
                    parameter: scheme.parameter.clone(),
                }
            }
            (SchemeKind::Jwt, Some(secret), _) => match key(scheme, secret) {
                Some(key) => ProofKind::Jwt(Box::new(verifier(scheme, key))),
                None => ProofKind::Closed,
            },
            (SchemeKind::Token, _, Some(holder)) => ProofKind::Token(holder),
            _ => ProofKind::Closed,
        };
        let headers = [&scheme.header].into_iter().chain(&scheme.other_headers);
        Self {
            headers: headers.cloned().collect(),
            prefix: scheme.prefix.clone(),
            other_parameters: scheme.other_parameters.clone(),
            bearer: scheme.bearer,
            unless_header: scheme.unless_header.clone(),
            kind,
            refusal: scheme.refusal.clone(),
        }
    }

    fn check_secret(&self, credentials: &Credentials<'_, '_>) -> Result<(), ApiError> {
        let known = match &self.kind {
            ProofKind::SharedSecret {
                secret,
                encoded,
                parameter,
            } => {
                let parameter = parameter
                    .as_deref()
                    .and_then(|name| credentials.params.given(name));
                match (parameter, self.carried(credentials)) {
                    // The parameter wins, even if it is wrong or no text.
                    (Some(value), _) => value
                        .as_str()
                        .is_some_and(|text| is_secret_or_base64(text, *encoded, secret)),
                    (None, Some(header)) if *encoded => equal(&lenient_base64::decode(header), secret),
                    (None, Some(header)) => equal(header, secret),
                    (None, None) => false,
                }
            }
            ProofKind::Jwt(verifier) => self
                .carried(credentials)
                .is_some_and(|token| verifier.accepts(token, credentials.now)),
            ProofKind::Token(_) => true,
            ProofKind::Closed => false,
        };
        if known { Ok(()) } else { Err(self.refused()) }
    }

    fn holder(
        &self,
        holder: Holder,
        state: &State,
        credentials: &Credentials<'_, '_>,
    ) -> Result<Caller, ApiError> {
        let other = self.unless_header.as_ref();
        if other.is_some_and(|name| (credentials.header)(name).is_some()) {
            return Err(self.refused());
        }
        let presented = PresentedToken {
            token: self
                .token(credentials)
                .or_else(|| in_parameter(holder, credentials)),
            params: credentials.params,
            now: credentials.now,
            only_reads: credentials.only_reads,
        };
        holder::find(holder, state, &presented)?.ok_or_else(|| self.refused())
    }

    /// The token, from wherever it may be: as in Rails, a parameter goes before the header of its own, and that before
    /// the one of all bearer tokens.
    fn token(&self, credentials: &Credentials<'_, '_>) -> Option<Digest> {
        let mut parameters = self.other_parameters.iter();
        let parameter = parameters.find_map(|name| credentials.params.text(name));
        let parameter = parameter.filter(|token| !token.is_empty());
        let token = parameter.map(|token| Digest::of(token.as_bytes()));
        let bearer = || {
            let value = (credentials.header)("authorization").filter(|_| self.bearer)?;
            after(BEARER, value)
        };
        token.or_else(|| self.carried(credentials).or_else(bearer).map(Digest::of))
    }

    /// What the header has after the prefix, in whose case nobody is strict.
    fn carried<'h>(&self, credentials: &Credentials<'h, '_>) -> Option<&'h [u8]> {
        let value = self.headers.iter().find_map(|name| (credentials.header)(name))?;
        after(&self.prefix, value)
    }

    fn refused(&self) -> ApiError {
        ApiError::Refused(self.refusal.clone())
    }
}

/// An identity provider's token may stand in the parameters that OAuth has for tokens.
fn in_parameter(holder: Holder, credentials: &Credentials<'_, '_>) -> Option<Digest> {
    let is_provider = matches!(holder, Holder::Group | Holder::Instance);
    let mut names = TOKEN_PARAMETERS.iter().filter(|_| is_provider);
    let token = names.find_map(|name| credentials.params.credential(name))?;
    Some(Digest::of(token))
}

/// The key that signs the tokens of a scheme: nothing where it is none for that.
pub(crate) fn key(scheme: &Scheme, secret: &[u8]) -> Option<Key> {
    let key = match scheme.algorithm {
        Algorithm::Hs256 => Some(Key::new(secret)),
        Algorithm::Rs256 | Algorithm::Es256 => Key::private(secret),
    };
    key.filter(|key| scheme.takes(key.algorithm()))
}

fn after<'v>(prefix: &str, value: &'v [u8]) -> Option<&'v [u8]> {
    let (start, rest) = value.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix.as_bytes()).then_some(rest)
}

fn verifier(scheme: &Scheme, key: Key) -> Verifier {
    let audiences = scheme.audience.iter().chain(&scheme.other_audiences);
    Verifier::new(key, scheme.leeway_seconds)
        .of(scheme.issuer.iter().chain(&scheme.other_issuers))
        .for_one_of(audiences.filter(|_| scheme.audience_required))
        .about(scheme.subject.as_ref())
}

/// Where the header has Base64, the documentation can be read as if the parameter had it too, so both pass.
fn is_secret_or_base64(text: &str, encoded: bool, secret: &[u8]) -> bool {
    equal(text.as_bytes(), secret) | (encoded && equal(&lenient_base64::decode(text), secret))
}

/// Compares digests, so that the time it takes tells nothing of the secret; a newline at the end does not count.
fn equal(given: &[u8], secret: &[u8]) -> bool {
    Digest::of(given.trim_ascii()) == Digest::of(secret)
}

#[cfg(test)]
mod tests;
