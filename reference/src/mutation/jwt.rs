//! In which way a JSON Web Token is bad, or good though unusual.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use labproof_spec::{ORDINARY, Scheme};
use serde_json::{Map, Value};

use super::Mutant;
use super::credential::nearly;
use crate::jwt::Key;

/// Beyond the lifetime of any token that callers make, in seconds.
const LONG: i64 = 3600;

impl Mutant {
    /// The one way in which a token differs from an ordinary one.
    pub(super) fn jwt(&self, scheme: &Scheme, token: &[u8], now: i64) -> Option<String> {
        let token = std::str::from_utf8(token).ok()?;
        let (message, signed) = token.rsplit_once('.')?;
        let (header, claims) = message.split_once('.')?;
        let (header, claims) = (object(header)?, object(claims)?);
        let mut ways = claimed(scheme, &claims, now);
        let key = self.key(scheme)?;
        let algorithm = header.get("alg").and_then(Value::as_str)?;
        if algorithm == key.algorithm().name() {
            ways.extend(named(&key, &header).map(str::to_owned));
            ways.extend(self.signature(scheme, &key, message, signed, is_long(&claims, now)));
        } else {
            let is_empty = || {
                URL_SAFE_NO_PAD
                    .decode(signed)
                    .is_ok_and(|it| Key::new(b"").has_signed(message, &it))
            };
            let way = match algorithm {
                "none" => "alg-none",
                "HS256" if is_empty() => "empty-key",
                "HS256" => "public-key",
                _ => "other-algorithm",
            };
            ways.push(way.to_owned());
        }
        match ways.as_slice() {
            [] => Some(ORDINARY.to_owned()),
            [way] => Some(way.clone()),
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
    ) -> Option<String> {
        let Ok(signature) = URL_SAFE_NO_PAD.decode(signature) else {
            return Some("truncated".to_owned());
        };
        if key.has_signed(message, &signature) {
            return None;
        }
        let way = match self.signer(scheme, message, &signature) {
            Some(way) => way,
            None if key.signature_size() != Some(signature.len()) => "truncated",
            None if is_long => "changed-claims",
            None => "wrong-key",
        };
        Some(way.to_owned())
    }

    /// The way in which the secret that has signed is not the right one.
    fn signer(&self, scheme: &Scheme, message: &str, signature: &[u8]) -> Option<&str> {
        let text = self.secrets.get(&scheme.secret)?;
        let of_others = self.variants.iter().filter(|variant| variant.suits(scheme));
        let of_others = of_others.filter_map(|variant| {
            let key = self.secrets.key(variant.secret.as_deref()?)?;
            Some((variant.name.as_str(), key.to_vec()))
        });
        let own = [
            ("not-decoded", text.to_vec()),
            ("other-case", in_the_other_case(text)),
            ("empty-key", Vec::new()),
        ];
        let mut keys = own.into_iter().chain(of_others);
        keys.find_map(|(way, key)| Key::new(&key).has_signed(message, signature).then_some(way))
    }
}

fn in_the_other_case(text: &[u8]) -> Vec<u8> {
    let other = |byte: &u8| {
        if byte.is_ascii_lowercase() {
            byte.to_ascii_uppercase()
        } else {
            byte.to_ascii_lowercase()
        }
    };
    text.iter().map(other).collect()
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
fn claimed(scheme: &Scheme, claims: &Map<String, Value>, now: i64) -> Vec<String> {
    let texts = [
        text("issuer", claims.get("iss"), scheme.issuer.as_deref()),
        text("audience", claims.get("aud"), scheme.audience.as_deref()),
        text("subject", claims.get("sub"), scheme.subject.as_deref()),
    ];
    let times = times(scheme, claims, now).into_iter().map(str::to_owned);
    texts.into_iter().flatten().chain(times).collect()
}

fn times(scheme: &Scheme, claims: &Map<String, Value>, now: i64) -> Vec<&'static str> {
    let leeway = i64::try_from(scheme.leeway_seconds).unwrap_or_default();
    let time = |name: &str| claims.get(name).and_then(Value::as_i64);
    let mut ways = Vec::new();
    match time("exp") {
        None => ways.push("no-expiry"),
        Some(exp) if exp <= now - leeway => ways.push("expired"),
        Some(exp) if exp <= now => ways.push("within-leeway"),
        _ => {}
    }
    match time("nbf") {
        Some(nbf) if nbf > now + leeway => ways.push("premature"),
        Some(nbf) if nbf > now => ways.push("premature-within-leeway"),
        _ => {}
    }
    if time("iat").is_some_and(|iat| iat > now + 2) {
        ways.push("issued-later");
    }
    ways
}

/// What is unusual about a claim that has to be a text.
fn text(name: &str, claim: Option<&Value>, wanted: Option<&str>) -> Option<String> {
    let claim = claim.filter(|claim| !claim.is_null());
    let Some(wanted) = wanted else {
        return claim.map(|_| format!("with-{name}"));
    };
    match claim {
        None => Some(format!("no-{name}")),
        Some(Value::Array(_)) => Some(format!("several-{name}s")),
        Some(Value::String(given)) if given == wanted => None,
        Some(Value::String(given)) => Some(match nearly(given.as_bytes(), wanted.as_bytes()) {
            Some(way) => format!("{name}-{way}"),
            None => format!("wrong-{name}"),
        }),
        Some(_) => Some(format!("wrong-{name}")),
    }
}

fn object(text: &str) -> Option<Map<String, Value>> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}
