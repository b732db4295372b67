//! JSON Web Tokens, read as Rails reads them.
//!
//! No library does: they prepare the key anew for each token, and their rules for claims are not those of Ruby's.
//! There a claim counts only if it is there, and then even if it is null.

mod key;
mod private_key;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

pub(crate) use self::key::Key;
pub(crate) use self::private_key::PrivateKey;

/// Accepts tokens with the right claims, signed with one key.
pub(crate) struct Verifier {
    key: Key,
    /// Who may have issued a token; anybody where empty.
    issuers: Vec<String>,
    leeway_seconds: i64,
    /// Whom a token may be for; anybody where empty.
    audiences: Vec<String>,
    /// What a token has to be about.
    subject: Option<String>,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    #[serde(default)]
    kid: Value,
}

/// The claims that matter. `iat` does not.
#[derive(Deserialize)]
struct Claims {
    #[serde(default)]
    iss: Value,
    #[serde(default, deserialize_with = "given")]
    exp: Option<Value>,
    #[serde(default, deserialize_with = "given")]
    nbf: Option<Value>,
    #[serde(default)]
    aud: Value,
    #[serde(default)]
    sub: Value,
}

fn given<'de, D: Deserializer<'de>>(claim: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(claim).map(Some)
}

impl Verifier {
    pub(crate) fn new(key: Key, leeway_seconds: u64) -> Self {
        Self {
            key,
            issuers: Vec::new(),
            leeway_seconds: i64::try_from(leeway_seconds).unwrap_or(i64::MAX),
            audiences: Vec::new(),
            subject: None,
        }
    }

    /// Accepts only tokens of one of these issuers.
    pub(crate) fn of<'i>(mut self, issuers: impl IntoIterator<Item = &'i String>) -> Self {
        self.issuers = issuers.into_iter().cloned().collect();
        self
    }

    /// Accepts only tokens that are for one of these audiences, among others perhaps.
    pub(crate) fn for_one_of<'a>(mut self, audiences: impl IntoIterator<Item = &'a String>) -> Self {
        self.audiences = audiences.into_iter().cloned().collect();
        self
    }

    /// Accepts only tokens about this subject.
    pub(crate) fn about(mut self, subject: Option<&String>) -> Self {
        self.subject = subject.cloned();
        self
    }

    /// Whether the token is good at this time.
    pub(crate) fn accepts(&self, token: &[u8], now: Timestamp) -> bool {
        let claims = std::str::from_utf8(token)
            .ok()
            .and_then(|token| self.signed_claims(token));
        claims.is_some_and(|claims| self.accepts_claims(&claims, now.as_second()))
    }

    /// The claims, if they are signed as they should be. What the token says about that decides nothing.
    fn signed_claims(&self, token: &str) -> Option<Claims> {
        let (message, signature) = token.rsplit_once('.')?;
        let (header, claims) = message.split_once('.')?;
        let header: Header = object(header)?;
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        let is_its_own = header.alg == self.key.algorithm().name()
            && self.key.id().is_none_or(|id| header.kid == *id)
            && self.key.has_signed(message, &signature);
        if is_its_own { object(claims) } else { None }
    }

    fn accepts_claims(&self, claims: &Claims, now: i64) -> bool {
        let earliest_end = now.saturating_sub(self.leeway_seconds);
        let latest_start = now.saturating_add(self.leeway_seconds);
        // A claim that is no number fails, whichever way it would be compared.
        let holds = |claim: &Option<Value>, compare: &dyn Fn(i64) -> bool| {
            claim
                .as_ref()
                .is_none_or(|claim| whole(claim).is_some_and(compare))
        };
        (self.issuers.is_empty() || self.issuers.iter().any(|issuer| claims.iss == **issuer))
            && holds(&claims.exp, &|exp| exp > earliest_end)
            && holds(&claims.nbf, &|nbf| nbf <= latest_start)
            && (self.audiences.is_empty() || self.audiences.iter().any(|it| names(&claims.aud, it)))
            && self
                .subject
                .as_ref()
                .is_none_or(|subject| claims.sub == **subject)
    }
}

/// Whether a claim is this text, or a list that has it.
fn names(claim: &Value, text: &str) -> bool {
    claim == text
        || claim
            .as_array()
            .is_some_and(|items| items.iter().any(|item| item == text))
}

/// An object in URL-safe Base64. A list would do for the members in order, so it is refused first.
fn object<T: DeserializeOwned>(text: &str) -> Option<T> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    bytes.trim_ascii_start().starts_with(b"{").then_some(())?;
    serde_json::from_slice(&bytes).ok()
}

/// The number as Ruby's `to_i` has it: null is 0, fractions are cut off, text counts as far as it is a number. What is
/// beyond our numbers is the greatest or the least of them, whichever claim it is.
fn whole(claim: &Value) -> Option<i64> {
    match claim {
        Value::Null => Some(0),
        Value::Number(number) => number
            .as_i64()
            .or_else(|| number.as_f64().map(|float| float as i64)),
        Value::String(text) => Some(leading_number(text)),
        Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

fn leading_number(text: &str) -> i64 {
    let text = text.trim_start();
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let digits = unsigned.chars().map_while(|digit| digit.to_digit(10));
    digits.fold(0_i64, |number, digit| {
        number.saturating_mul(10).saturating_add(sign * i64::from(digit))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const NOW: Timestamp = Timestamp::constant(1_700_000_000, 0);
    const SECRET: &[u8] = b"secret";

    fn signed(claims: &Value, key: &[u8]) -> String {
        Key::new(key).token(claims).unwrap()
    }

    fn accepts_token(token: impl AsRef<[u8]>) -> bool {
        Verifier::new(Key::new(SECRET), 60)
            .of(["gitlab-shell", "gitlab-sshd"].map(String::from).iter())
            .accepts(token.as_ref(), NOW)
    }

    fn accepts(claims: Value) -> bool {
        accepts_token(signed(&claims, SECRET))
    }

    #[test]
    fn a_token_holds_from_nbf_to_exp_with_a_minute_to_spare() {
        let now = NOW.as_second();
        assert!(accepts(json!({"iss": "gitlab-shell"})));
        assert!(accepts(
            json!({"iss": "gitlab-shell", "iat": now + 10, "exp": now + 60, "aud": "other"})
        ));
        assert!(accepts(json!({"iss": "gitlab-shell", "exp": now - 59})));
        assert!(!accepts(json!({"iss": "gitlab-shell", "exp": now - 60})));
        assert!(accepts(json!({"iss": "gitlab-shell", "nbf": now + 60})));
        assert!(!accepts(json!({"iss": "gitlab-shell", "nbf": now + 61})));
    }

    #[test]
    fn odd_claims_are_read_as_ruby_reads_them() {
        let now = NOW.as_second();
        assert!(!accepts(json!({"iss": "gitlab-shell", "exp": null})));
        assert!(accepts(json!({"iss": "gitlab-shell", "nbf": null})));
        assert!(accepts(
            json!({"iss": "gitlab-shell", "exp": (now + 1).to_string()})
        ));
        assert!(accepts(json!({"iss": "gitlab-shell", "exp": 1e300})));
        for exp in [json!([]), json!({}), json!(true), json!("soon"), json!(-1)] {
            assert!(!accepts(json!({"iss": "gitlab-shell", "exp": exp})), "{exp}");
        }
    }

    /// However many digits there are, what ends later than now is good, and what begins later is not.
    #[test]
    fn numbers_as_text_are_read_alike_in_both_claims() {
        let now = NOW.as_second().to_string();
        for later in [
            format!("{now}0"),
            "9".repeat(18),
            "9".repeat(40),
            format!(" +{now}0 s"),
        ] {
            assert!(
                accepts(json!({"iss": "gitlab-shell", "exp": later})),
                "exp {later}"
            );
            assert!(
                !accepts(json!({"iss": "gitlab-shell", "nbf": later})),
                "nbf {later}"
            );
        }
        for earlier in ["", "0", "soon", "-1", &format!("-{}", "9".repeat(40)), &now[..9]] {
            assert!(
                !accepts(json!({"iss": "gitlab-shell", "exp": earlier})),
                "exp {earlier}"
            );
            assert!(
                accepts(json!({"iss": "gitlab-shell", "nbf": earlier})),
                "nbf {earlier}"
            );
        }
    }

    #[test]
    fn only_the_right_issuer_is_accepted() {
        for issuer in [
            json!(null),
            json!("gitlab-kas"),
            json!("GitLab-Shell"),
            json!(["gitlab-shell"]),
            json!(1),
        ] {
            assert!(!accepts(json!({ "iss": issuer })), "{issuer}");
        }
        assert!(!accepts(json!({})));
        assert!(!accepts(json!(["gitlab-shell"])));
        assert!(!accepts(json!("gitlab-shell")));
    }

    #[test]
    fn only_the_right_key_and_algorithm_are_accepted() {
        let claims = json!({"iss": "gitlab-shell"});
        let good = signed(&claims, SECRET);
        assert!(accepts_token(&good));
        // A signature that would do, under the name of another algorithm.
        let claims_part = good.split('.').nth(1).unwrap();
        let header = URL_SAFE_NO_PAD.encode(r#"{"typ":"JWT","alg":"HS512"}"#);
        let message = format!("{header}.{claims_part}");
        let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, SECRET);
        let signature = URL_SAFE_NO_PAD.encode(ring::hmac::sign(&key, message.as_bytes()));
        assert!(!accepts_token(format!("{message}.{signature}")));
        assert!(!accepts_token(signed(&claims, b"another")));
        let unsigned = |header: &str| {
            format!(
                "{}.{}.",
                URL_SAFE_NO_PAD.encode(header),
                URL_SAFE_NO_PAD.encode(claims.to_string())
            )
        };
        for header in [r#"{"alg":"none"}"#, r#"{"alg":"HS256"}"#, r#"["HS256"]"#, "{}"] {
            assert!(!accepts_token(unsigned(header)), "{header}");
        }
    }

    #[test]
    fn a_private_key_signs_under_its_own_name_only() {
        let (pem, other) = (PrivateKey::generate().unwrap(), PrivateKey::generate().unwrap());
        let key = Key::private(pem.as_bytes()).unwrap();
        let claims = json!({"iss": "portal"});
        let verifier = Verifier::new(key.clone(), 0);
        let good = key.token(&claims).unwrap();
        assert!(verifier.accepts(good.as_bytes(), NOW));
        assert_ne!(
            key.token(&claims).unwrap(),
            good,
            "an ECDSA signature is never the same"
        );
        let other = Key::private(other.as_bytes()).unwrap().token(&claims).unwrap();
        let (message, _) = good.rsplit_once('.').unwrap();
        let (_, signature) = other.rsplit_once('.').unwrap();
        // The other one's token, and the other one's signature under the right name.
        assert!(!verifier.accepts(other.as_bytes(), NOW));
        assert!(!verifier.accepts(format!("{message}.{signature}").as_bytes(), NOW));
        let mut alone = json!({"typ": "JWT", "alg": "ES256"});
        for kid in [json!(null), json!(""), json!("another"), json!([key.id()])] {
            alone["kid"] = kid;
            let message = format!(
                "{}.{}",
                URL_SAFE_NO_PAD.encode(alone.to_string()),
                URL_SAFE_NO_PAD.encode(claims.to_string())
            );
            let Key::Private(private) = &key else {
                panic!("no private key")
            };
            let signature = URL_SAFE_NO_PAD.encode(private.sign(message.as_bytes()).unwrap());
            assert!(
                !verifier.accepts(format!("{message}.{signature}").as_bytes(), NOW),
                "{alone}"
            );
        }
    }

    #[test]
    fn what_is_no_private_key_is_not_read() {
        let pem = PrivateKey::generate().unwrap();
        assert!(Key::private(format!("\n {pem}").as_bytes()).is_some());
        assert!(Key::private(pem.replace('\n', "\r\n").as_bytes()).is_some());
        for text in [
            "",
            "secret",
            "-----BEGIN PRIVATE KEY-----",
            &pem.replace("PRIVATE", "PUBLIC"),
            &pem.replace("PRIVATE", "EC PRIVATE"),
            &pem[..100],
        ] {
            assert!(Key::private(text.as_bytes()).is_none(), "{text}");
        }
    }

    #[test]
    fn what_is_no_token_is_not_accepted() {
        let good = signed(&json!({"iss": "gitlab-shell"}), SECRET);
        let (unsigned, _) = good.rsplit_once('.').unwrap();
        for token in [
            "",
            ".",
            "..",
            "...",
            unsigned,
            &good[1..],
            &good[..good.len() - 1],
            &format!("{good}."),
            &format!("a.{good}"),
        ] {
            assert!(!accepts_token(token), "{token}");
        }
        assert!(!accepts_token(b"\xff.\xff.\xff"));
    }
}
