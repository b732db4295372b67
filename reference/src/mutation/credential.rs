//! In which way a credential is bad, or good though unusual; and a good one to take its place.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jiff::Timestamp;
use labproof_spec::{ORDINARY, Scheme, SchemeKind};
use serde_json::{Map, Value, json};

use super::{Change, Mutant};
use crate::auth;
use crate::jwt::Key;
use crate::lenient_base64;
use crate::request::Params;

/// Beyond the lifetime of any token that callers make, in seconds.
const LONG: i64 = 3600;

/// What a request proves itself with.
#[derive(Clone, Copy)]
pub(crate) struct Presented<'h, 'p> {
    pub(crate) header: &'h dyn Fn(&str) -> Option<&'h [u8]>,
    pub(crate) params: &'p Params,
    pub(crate) now: Timestamp,
}

impl Mutant {
    /// The header and the value that stand for a good credential, where a bad one is to be let in.
    pub(crate) fn lets_in(&self, presented: &Presented<'_, '_>) -> Option<(&Scheme, String)> {
        let Change::LetIn { scheme, variant } = self.change() else {
            return None;
        };
        let scheme = self.schemes.iter().find(|known| known.name == *scheme)?;
        (self.way_of(scheme, presented)? == *variant).then(|| (scheme, self.ordinary(scheme, presented.now)))
    }

    /// The scheme by which a good credential is to be refused.
    pub(crate) fn shuts_out(&self, presented: &Presented<'_, '_>) -> Option<&Scheme> {
        let Change::Refuse { scheme, variant } = self.change() else {
            return None;
        };
        let scheme = self.schemes.iter().find(|known| known.name == *scheme)?;
        (self.way_of(scheme, presented)? == *variant).then_some(scheme)
    }

    /// A credential of the scheme that nobody could object to, as its header has it.
    pub(crate) fn ordinary(&self, scheme: &Scheme, now: Timestamp) -> String {
        let text = self.secrets.get(&scheme.secret).unwrap_or_default();
        match scheme.kind {
            SchemeKind::SharedSecret => STANDARD.encode(text),
            SchemeKind::Jwt => self.signed(scheme, now),
            SchemeKind::Token => format!("{}{}", scheme.prefix, String::from_utf8_lossy(text)),
        }
    }

    fn signed(&self, scheme: &Scheme, now: Timestamp) -> String {
        let now = now.as_second();
        let expiry = now.saturating_add_unsigned(scheme.lifetime_seconds);
        let claims = json!({
            "iss": scheme.issuer, "aud": scheme.audience, "sub": scheme.subject, "iat": now, "exp": expiry,
        });
        let key = self.key(scheme);
        key.and_then(|key| key.token(&claims)).unwrap_or_default()
    }

    fn key(&self, scheme: &Scheme) -> Option<Key> {
        auth::key(scheme, self.secrets.key(&scheme.secret)?)
    }

    /// The one way in which a credential differs from an ordinary one, by the name that auth.yaml gives it.
    fn way_of(&self, scheme: &Scheme, presented: &Presented<'_, '_>) -> Option<String> {
        let carried = |name: &str| (presented.header)(name);
        if scheme.other_headers.iter().any(|name| carried(name).is_some()) {
            return None;
        }
        let parameter = scheme
            .parameter
            .as_deref()
            .and_then(|name| presented.params.text(name));
        if let Some(text) = parameter {
            let secret = self.secrets.get(&scheme.secret).unwrap_or_default();
            let way = match lenient_base64::decode(text.as_bytes()) {
                _ if text.as_bytes() == secret => "in-parameter",
                decoded if decoded == secret => "in-parameter-encoded",
                _ => "wrong-parameter",
            };
            return Some(way.to_owned());
        }
        match carried(&scheme.header) {
            None if self.proves_otherwise(scheme, presented) => Some("other-scheme".to_owned()),
            None => Some("missing".to_owned()),
            Some(value) if value.trim_ascii().is_empty() => Some("empty".to_owned()),
            Some(value) => match scheme.kind {
                SchemeKind::SharedSecret => Some(self.shared_secret(scheme, value).to_owned()),
                SchemeKind::Jwt => self
                    .jwt(scheme, value, presented.now.as_second())
                    .map(str::to_owned),
                SchemeKind::Token => self.token(scheme, value),
            },
        }
    }

    /// Whether the secret is proved in the way of another edition.
    fn proves_otherwise(&self, scheme: &Scheme, presented: &Presented<'_, '_>) -> bool {
        let all = self.all_schemes.iter();
        let mut others = all.filter(|other| other.secret == scheme.secret && other.header != scheme.header);
        others.any(|other| (presented.header)(&other.header).is_some())
    }

    fn shared_secret(&self, scheme: &Scheme, value: &[u8]) -> &'static str {
        let secret = self.secrets.get(&scheme.secret).unwrap_or_default();
        if value == secret {
            return "not-encoded";
        }
        match lenient_base64::decode(value) {
            decoded if decoded == secret => ORDINARY,
            decoded if secret.starts_with(&decoded) => "truncated",
            _ => "wrong-key",
        }
    }

    fn token(&self, scheme: &Scheme, value: &[u8]) -> Option<String> {
        let prefix = scheme.prefix.as_bytes();
        let token = value.strip_prefix(prefix)?;
        let secret = self.secrets.get(&scheme.secret)?;
        if token == secret {
            return Some(ORDINARY.to_owned());
        }
        if secret.starts_with(token) {
            return Some("truncated".to_owned());
        }
        let known = self.variants.iter().find(|variant| {
            let secret = variant.secret.as_deref().and_then(|name| self.secrets.get(name));
            variant.suits(scheme) && secret == Some(token)
        });
        Some(known.map_or_else(|| "wrong-key".to_owned(), |variant| variant.name.clone()))
    }

    fn jwt(&self, scheme: &Scheme, token: &[u8], now: i64) -> Option<&'static str> {
        let token = std::str::from_utf8(token).ok()?;
        let (message, signed) = token.rsplit_once('.')?;
        let (header, claims) = message.split_once('.')?;
        let (header, claims) = (object(header)?, object(claims)?);
        let mut ways = claimed(scheme, &claims, now);
        let key = self.key(scheme)?;
        let algorithm = header.get("alg").and_then(Value::as_str)?;
        if algorithm == key.algorithm().name() {
            ways.extend(named(&key, &header));
            ways.extend(self.signature(scheme, &key, message, signed, is_long(&claims, now)));
        } else {
            ways.push(match algorithm {
                "none" => "alg-none",
                "HS256" => "public-key",
                _ => "other-algorithm",
            });
        }
        match ways.as_slice() {
            [] => Some(ORDINARY),
            [way] => Some(way),
            _ => None,
        }
    }

    /// What is unusual about the signature.
    fn signature(
        &self,
        scheme: &Scheme,
        key: &Key,
        message: &str,
        signature: &str,
        is_long: bool,
    ) -> Option<&'static str> {
        let Ok(signature) = URL_SAFE_NO_PAD.decode(signature) else {
            return Some("truncated");
        };
        let text = self.secrets.get(&scheme.secret).unwrap_or_default();
        if key.has_signed(message, &signature) {
            None
        } else if Key::new(text).has_signed(message, &signature) {
            Some("not-decoded")
        } else if key.signature_size() != Some(signature.len()) {
            Some("truncated")
        } else if is_long {
            Some("changed-claims")
        } else {
            Some("wrong-key")
        }
    }
}

/// Whether the token lives longer than any that callers make.
fn is_long(claims: &Map<String, Value>, now: i64) -> bool {
    let exp = claims.get("exp").and_then(Value::as_i64);
    exp.is_some_and(|exp| exp > now + LONG)
}

/// What is unusual about what a token calls its key.
fn named(key: &Key, header: &Map<String, Value>) -> Option<&'static str> {
    match (key.id(), header.get("kid").and_then(Value::as_str)) {
        (Some(_), None) => Some("no-key-id"),
        (Some(id), Some(other)) if id != other => Some("unknown-key-id"),
        _ => None,
    }
}

/// What is unusual about the claims.
fn claimed(scheme: &Scheme, claims: &Map<String, Value>, now: i64) -> Vec<&'static str> {
    let leeway = i64::try_from(scheme.leeway_seconds).unwrap_or_default();
    let time = |name: &str| claims.get(name).and_then(Value::as_i64);
    let mut ways = Vec::new();
    match claims.get("iss").and_then(Value::as_str) {
        None => ways.push("no-issuer"),
        issuer if issuer != scheme.issuer.as_deref() => ways.push("wrong-issuer"),
        _ => {}
    }
    match time("exp") {
        None => ways.push("no-expiry"),
        Some(exp) if exp <= now - leeway => ways.push("expired"),
        Some(exp) if exp <= now => ways.push("within-leeway"),
        _ => {}
    }
    if time("nbf").is_some_and(|nbf| nbf > now + leeway) {
        ways.push("premature");
    }
    if time("iat").is_some_and(|iat| iat > now + 2) {
        ways.push("issued-later");
    }
    match (
        claims.get("aud").and_then(Value::as_str),
        scheme.audience.as_deref(),
    ) {
        (None, Some(_)) if claims.get("aud").is_some_and(Value::is_array) => ways.push("several-audiences"),
        (None, Some(_)) => ways.push("no-audience"),
        (Some(_), None) => ways.push("with-audience"),
        (given, wanted) if given != wanted => ways.push("wrong-audience"),
        _ => {}
    }
    ways.extend(subject(scheme, claims));
    ways
}

fn subject(scheme: &Scheme, claims: &Map<String, Value>) -> Option<&'static str> {
    let wanted = scheme.subject.as_deref()?;
    match claims.get("sub").and_then(Value::as_str) {
        None => Some("no-subject"),
        Some(given) => (given != wanted).then_some("wrong-subject"),
    }
}

fn object(text: &str) -> Option<Map<String, Value>> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}
