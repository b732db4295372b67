//! Who may call at all: the two schemes by which GitLab Shell and Gitaly prove themselves.
//!
//! A guard is made once per operation, its key with it. A refusal never says what was wrong.

use jiff::Timestamp;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use labproof_spec::{Scheme, SchemeKind};
use serde_json::{Map, Value};
use subtle::ConstantTimeEq;

use crate::answer::ApiError;
use crate::lenient_base64;
use crate::request::Params;
use crate::secrets::Secrets;

/// Checks the credential of a request.
pub(crate) struct Guard {
    header: String,
    kind: Kind,
}

enum Kind {
    /// The secret itself: Base64 in the header, or as it is in a parameter.
    SharedSecret { secret: Vec<u8>, parameter: Option<String> },
    /// A token signed with the secret.
    Jwt { key: Box<DecodingKey>, validation: Box<Validation>, issuer: Option<String>, leeway_seconds: i64 },
}

impl Guard {
    pub(crate) fn new(scheme: &Scheme, secrets: &Secrets) -> Self {
        let secret = secrets.shell();
        let kind = match scheme.kind {
            SchemeKind::SharedSecret => {
                Kind::SharedSecret { secret: secret.to_vec(), parameter: scheme.parameter.clone() }
            }
            SchemeKind::Jwt => Kind::Jwt {
                key: Box::new(DecodingKey::from_secret(secret)),
                validation: Box::new(signature_only()),
                issuer: scheme.issuer.clone(),
                leeway_seconds: i64::try_from(scheme.leeway_seconds).unwrap_or(i64::MAX),
            },
        };
        Self { header: scheme.header.clone(), kind }
    }

    /// The header that carries the credential.
    pub(crate) fn header(&self) -> &str {
        &self.header
    }

    /// Whether the caller may go on, given the value of that header.
    pub(crate) fn check(&self, header: Option<&[u8]>, params: &Params, now: Timestamp) -> Result<(), ApiError> {
        let known = match &self.kind {
            Kind::SharedSecret { secret, parameter } => {
                let parameter = parameter.as_deref().and_then(|name| params.given(name));
                match (parameter, header) {
                    // The parameter wins, even if it is wrong or no text.
                    (Some(value), _) => value.as_str().is_some_and(|text| is_secret_or_base64(text, secret)),
                    (None, Some(header)) => equal(&lenient_base64::decode(header), secret),
                    (None, None) => false,
                }
            }
            Kind::Jwt { key, validation, issuer, leeway_seconds } => header
                .and_then(|token| jsonwebtoken::decode::<Claims>(token, key, validation).ok())
                .is_some_and(|token| hold(&token.claims, issuer.as_deref(), *leeway_seconds, now)),
        };
        if known { Ok(()) } else { Err(ApiError::Unauthorized) }
    }
}

/// The library checks algorithm and signature; the claims are checked here, for its rules are not Rails'.
fn signature_only() -> Validation {
    let mut validation = Validation::new(Algorithm::HS256);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_nbf = false;
    validation.validate_aud = false;
    validation
}

/// The documentation can be read as if the parameter were Base64 too, so both pass.
fn is_secret_or_base64(text: &str, secret: &[u8]) -> bool {
    let raw = equal(text.trim_end_matches('\n').as_bytes(), secret);
    raw | equal(&lenient_base64::decode(text), secret)
}

fn equal(given: &[u8], secret: &[u8]) -> bool {
    given.trim_ascii().ct_eq(secret).into()
}

/// The claims of a token. `iat` and `aud` do not matter; a claim that is there is checked, even if it is null.
type Claims = Map<String, Value>;

fn hold(claims: &Claims, issuer: Option<&str>, leeway_seconds: i64, now: Timestamp) -> bool {
    let now = now.as_second();
    let checks = |name: &str, holds: &dyn Fn(i64) -> bool| {
        // A claim that is no number fails, whichever way it would be compared.
        claims.get(name).is_none_or(|claim| whole(claim).is_some_and(holds))
    };
    issuer.is_none_or(|issuer| claims.get("iss").is_some_and(|claim| claim == issuer))
        && checks("exp", &|exp| exp > now.saturating_sub(leeway_seconds))
        && checks("nbf", &|nbf| nbf <= now.saturating_add(leeway_seconds))
}

/// The number as Ruby's `to_i` has it: null is 0, fractions are cut off, text counts as far as it is digits.
fn whole(claim: &Value) -> Option<i64> {
    match claim {
        Value::Null => Some(0),
        Value::Number(number) => number.as_i64().or_else(|| number.as_f64().map(|float| float as i64)),
        Value::String(text) => {
            let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
            Some(text[..digits].parse().unwrap_or(0))
        }
        Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::Body;
    use base64::Engine;
    use jsonwebtoken::{EncodingKey, Header};
    use labproof_spec::{Edition, Spec};
    use serde_json::json;

    const NOW: Timestamp = Timestamp::constant(1_700_000_000, 0);

    fn guard(edition: Edition, secrets: &Secrets) -> Guard {
        let api = Spec::embedded().unwrap_or_else(|faults| panic!("{faults}")).api(edition);
        Guard::new(&api.operations[0].scheme, secrets)
    }

    fn params(form: &str) -> Params {
        Params::read(form, &Body { content_type: None, bytes: b"" }).unwrap()
    }

    fn signed(algorithm: Algorithm, claims: &Value, key: &[u8]) -> String {
        jsonwebtoken::encode(&Header::new(algorithm), claims, &EncodingKey::from_secret(key)).unwrap()
    }

    fn accepts(claims: Value) -> bool {
        let secrets = Secrets::generate();
        let token = signed(Algorithm::HS256, &claims, secrets.shell());
        guard(Edition::V17_9, &secrets).check(Some(token.as_bytes()), &Params::default(), NOW).is_ok()
    }

    #[test]
    fn a_token_holds_from_nbf_to_exp_with_a_minute_to_spare() {
        let now = NOW.as_second();
        assert!(accepts(json!({"iss": "gitlab-shell"})));
        assert!(accepts(json!({"iss": "gitlab-shell", "iat": now + 10, "exp": now + 60, "aud": "other"})));
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
        assert!(accepts(json!({"iss": "gitlab-shell", "exp": (now + 1).to_string()})));
        assert!(accepts(json!({"iss": "gitlab-shell", "exp": 1e300})));
        for exp in [json!([]), json!({}), json!(true), json!("soon"), json!(-1)] {
            assert!(!accepts(json!({"iss": "gitlab-shell", "exp": exp})), "{exp}");
        }
    }

    #[test]
    fn only_the_right_issuer_is_accepted() {
        for issuer in [json!(null), json!("gitlab-kas"), json!("GitLab-Shell"), json!(["gitlab-shell"]), json!(1)] {
            assert!(!accepts(json!({ "iss": issuer })), "{issuer}");
        }
        assert!(!accepts(json!({})));
        assert!(!accepts(json!(["gitlab-shell"])));
    }

    #[test]
    fn only_the_right_key_and_algorithm_are_accepted() {
        let secrets = Secrets::generate();
        let guard = guard(Edition::V17_9, &secrets);
        let check = |token: Option<&str>| guard.check(token.map(str::as_bytes), &Params::default(), NOW).is_ok();
        let claims = json!({"iss": "gitlab-shell"});
        let good = signed(Algorithm::HS256, &claims, secrets.shell());
        assert!(check(Some(&good)));
        assert!(!check(None));
        assert!(!check(Some("")));
        assert!(!check(Some(&signed(Algorithm::HS512, &claims, secrets.shell()))));
        assert!(!check(Some(&signed(Algorithm::HS256, &claims, b"another"))));
        assert!(!check(Some(&good[..good.len() - 1])));
        assert!(!check(good.rsplit_once('.').map(|(unsigned, _)| unsigned)));
        let text = base64::engine::general_purpose::URL_SAFE_NO_PAD;
        let none = format!("{}.{}.", text.encode(r#"{"alg":"none"}"#), text.encode(claims.to_string()));
        assert!(!check(Some(&none)));
        assert!(!check(std::str::from_utf8(secrets.shell()).ok()));
    }

    #[test]
    fn the_older_scheme_takes_the_secret_itself() {
        let secrets = Secrets::generate();
        let guard = guard(Edition::V13_10, &secrets);
        let secret = std::str::from_utf8(secrets.shell()).unwrap();
        let encoded = base64::engine::general_purpose::STANDARD.encode(secret);
        let check = |header: Option<&str>, form: &str| guard.check(header.map(str::as_bytes), &params(form), NOW).is_ok();
        assert!(check(Some(&encoded), ""));
        assert!(check(Some(&base64::engine::general_purpose::STANDARD.encode(format!("{secret}\n"))), ""));
        assert!(!check(Some(secret), ""));
        assert!(!check(None, ""));
        assert!(check(None, &format!("secret_token={secret}")));
        assert!(check(None, &format!("secret_token={secret}%0A")));
        assert!(check(None, &format!("secret_token={encoded}")));
    }

    #[test]
    fn the_parameter_wins_over_the_header() {
        let secrets = Secrets::generate();
        let guard = guard(Edition::V12_4, &secrets);
        let encoded = base64::engine::general_purpose::STANDARD.encode(secrets.shell());
        for form in ["secret_token=wrong", "secret_token=", "secret_token[]=a"] {
            assert!(guard.check(Some(encoded.as_bytes()), &params(form), NOW).is_err(), "{form}");
        }
        assert!(guard.check(Some(encoded.as_bytes()), &params("secret_token"), NOW).is_ok());
    }
}
