//! In which way a credential is bad, or good though unusual; and a good one to take its place.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use labproof_spec::{ORDINARY, Scheme, SchemeKind, Variant};
use serde_json::json;

use super::{Change, Mutant};
use crate::auth;
use crate::jwt::Key;
use crate::lenient_base64;
use crate::request::Params;

/// What a request proves itself with.
#[derive(Clone, Copy)]
pub(crate) struct Presented<'h, 'p> {
    pub(crate) header: &'h dyn Fn(&str) -> Option<&'h [u8]>,
    pub(crate) params: &'p Params,
    pub(crate) now: Timestamp,
}

impl Mutant {
    /// The good credentials that stand for what came, where that is to be let in: of which schemes they are, and what
    /// their headers have.
    pub(crate) fn lets_in(&self, presented: &Presented<'_, '_>) -> Vec<(&Scheme, String)> {
        let is_let_in = |scheme: &&Scheme| match self.change() {
            Change::LetIn {
                scheme: name,
                variant,
            } => scheme.name == *name && self.is(scheme, variant, presented),
            Change::LetEverybodyIn => self.way_of(scheme, presented).as_deref() != Some(ORDINARY),
            _ => false,
        };
        let let_in = self.schemes.iter().filter(is_let_in);
        let_in
            .map(|scheme| (scheme, self.ordinary(scheme, presented.now)))
            .collect()
    }

    /// The headers that nobody looks at where a credential is let in: those of what was sent in its place.
    pub(crate) fn overlooks(&self) -> impl Iterator<Item = &str> {
        let sends = match self.change() {
            Change::LetIn { variant, .. } => self.documented(variant).map_or(&[][..], |known| &known.sends),
            _ => &[],
        };
        let schemes = sends
            .iter()
            .filter_map(|sent| self.known(sent.scheme.as_deref()?));
        schemes.map(|scheme| scheme.header.as_str())
    }

    /// The scheme by which a good credential is to be refused.
    pub(crate) fn shuts_out(&self, presented: &Presented<'_, '_>) -> Option<&Scheme> {
        let Change::Refuse { scheme, variant } = self.change() else {
            return None;
        };
        let scheme = self.schemes.iter().find(|known| known.name == *scheme)?;
        self.is(scheme, variant, presented).then_some(scheme)
    }

    fn documented(&self, variant: &str) -> Option<&Variant> {
        self.variants.iter().find(|known| known.name == variant)
    }

    fn known(&self, scheme: &str) -> Option<&Scheme> {
        self.all_schemes.iter().find(|known| known.name == scheme)
    }

    /// Whether a credential of the scheme is presented that differs from an ordinary one in this way.
    fn is(&self, scheme: &Scheme, variant: &str, presented: &Presented<'_, '_>) -> bool {
        match self.documented(variant) {
            Some(known) if !known.sends.is_empty() => known.sends.iter().all(|sent| {
                let other = sent.scheme.as_deref().and_then(|name| self.known(name));
                let way = sent.variant.as_deref().unwrap_or(ORDINARY);
                self.is(other.unwrap_or(scheme), way, presented)
            }),
            Some(Variant {
                header: Some(header),
                prefix,
                ..
            }) => {
                let (header, prefix) = (header.clone(), prefix.clone());
                let elsewhere = Scheme {
                    header,
                    prefix,
                    ..scheme.clone()
                };
                self.way_in_header(&elsewhere, presented).as_deref() == Some(ORDINARY)
            }
            _ => {
                let in_parameter = self.way_in_parameter(scheme, presented);
                in_parameter == Some(variant)
                    || self.way_in_header(scheme, presented).as_deref() == Some(variant)
            }
        }
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

    pub(super) fn key(&self, scheme: &Scheme) -> Option<Key> {
        auth::key(scheme, self.secrets.key(&scheme.secret)?)
    }

    /// The one way in which a credential differs from an ordinary one, by the name that auth.yaml gives it.
    fn way_of(&self, scheme: &Scheme, presented: &Presented<'_, '_>) -> Option<String> {
        let in_parameter = self.way_in_parameter(scheme, presented).map(str::to_owned);
        in_parameter.or_else(|| self.way_in_header(scheme, presented))
    }

    fn way_in_parameter(&self, scheme: &Scheme, presented: &Presented<'_, '_>) -> Option<&'static str> {
        let text = presented.params.text(scheme.parameter.as_deref()?)?;
        let secret = self.secrets.get(&scheme.secret).unwrap_or_default();
        Some(match lenient_base64::decode(text.as_bytes()) {
            _ if text.as_bytes() == secret => "in-parameter",
            decoded if decoded == secret => "in-parameter-encoded",
            _ => "wrong-parameter",
        })
    }

    fn way_in_header(&self, scheme: &Scheme, presented: &Presented<'_, '_>) -> Option<String> {
        let carried = |name: &str| (presented.header)(name);
        if scheme.other_headers.iter().any(|name| carried(name).is_some()) {
            return None;
        }
        let Some(value) = carried(&scheme.header) else {
            let way = if self.proves_otherwise(scheme, presented) {
                "other-scheme"
            } else {
                "missing"
            };
            return Some(way.to_owned());
        };
        if value.trim_ascii().is_empty() {
            return Some("empty".to_owned());
        }
        let value = value.strip_prefix(scheme.prefix.as_bytes())?;
        match scheme.kind {
            SchemeKind::SharedSecret => self.shared_secret(scheme, value),
            SchemeKind::Jwt => self.jwt(scheme, value, presented.now.as_second()),
            SchemeKind::Token => self.secret(scheme, value),
        }
    }

    /// Whether the secret is proved in the way of another edition.
    fn proves_otherwise(&self, scheme: &Scheme, presented: &Presented<'_, '_>) -> bool {
        let all = self.all_schemes.iter();
        let mut others = all.filter(|other| {
            other.secret == scheme.secret && other.kind != scheme.kind && other.header != scheme.header
        });
        others.any(|other| (presented.header)(&other.header).is_some())
    }

    fn shared_secret(&self, scheme: &Scheme, value: &[u8]) -> Option<String> {
        let secret = self.secrets.get(&scheme.secret)?;
        let decoded = lenient_base64::decode(value);
        if value == secret {
            Some("not-encoded".to_owned())
        } else if lenient_base64::decode(&decoded) == secret {
            Some("encoded-twice".to_owned())
        } else {
            self.secret(scheme, &decoded)
        }
    }

    /// In which way a text is not the secret of the scheme.
    fn secret(&self, scheme: &Scheme, text: &[u8]) -> Option<String> {
        let secret = self.secrets.get(&scheme.secret)?;
        if text == secret {
            return Some(ORDINARY.to_owned());
        }
        let another = self.variants.iter().find(|variant| {
            let secret = variant.secret.as_deref().and_then(|name| self.secrets.get(name));
            variant.suits(scheme) && secret == Some(text)
        });
        let way = another.map(|variant| variant.name.as_str());
        let way = way.or_else(|| nearly(text, secret)).unwrap_or("wrong-key");
        Some(way.to_owned())
    }
}

/// In which way a text is nearly another.
pub(super) fn nearly(text: &[u8], other: &[u8]) -> Option<&'static str> {
    let ways = [
        ("other-case", text.eq_ignore_ascii_case(other)),
        ("truncated", other.starts_with(text)),
        ("second-half", other.ends_with(text)),
        ("followed", text.starts_with(other)),
        ("preceded", text.ends_with(other)),
    ];
    ways.into_iter().find_map(|(way, is_it)| is_it.then_some(way))
}
