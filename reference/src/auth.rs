//! Who may call at all: the two schemes by which GitLab Shell and Gitaly prove themselves.
//!
//! A guard is made once per operation, its key with it. A refusal never says what was wrong.

use jiff::Timestamp;
use labproof_spec::{Scheme, SchemeKind};
use subtle::ConstantTimeEq;

use crate::answer::ApiError;
use crate::jwt::Verifier;
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
    SharedSecret {
        secret: Vec<u8>,
        parameter: Option<String>,
    },
    /// A token signed with the secret.
    Jwt(Box<Verifier>),
}

impl Guard {
    pub(crate) fn new(scheme: &Scheme, secrets: &Secrets) -> Self {
        let secret = secrets.shell();
        let kind = match scheme.kind {
            SchemeKind::SharedSecret => Kind::SharedSecret {
                secret: secret.to_vec(),
                parameter: scheme.parameter.clone(),
            },
            SchemeKind::Jwt => Kind::Jwt(Box::new(Verifier::new(
                secret,
                scheme.issuer.as_deref(),
                scheme.leeway_seconds,
            ))),
        };
        Self {
            header: scheme.header.clone(),
            kind,
        }
    }

    /// The header that carries the credential.
    pub(crate) fn header(&self) -> &str {
        &self.header
    }

    /// Whether the caller may go on, given the value of that header.
    pub(crate) fn check(
        &self,
        header: Option<&[u8]>,
        params: &Params,
        now: Timestamp,
    ) -> Result<(), ApiError> {
        let known = match &self.kind {
            Kind::SharedSecret { secret, parameter } => {
                let parameter = parameter.as_deref().and_then(|name| params.given(name));
                match (parameter, header) {
                    // The parameter wins, even if it is wrong or no text.
                    (Some(value), _) => value
                        .as_str()
                        .is_some_and(|text| is_secret_or_base64(text, secret)),
                    (None, Some(header)) => equal(&lenient_base64::decode(header), secret),
                    (None, None) => false,
                }
            }
            Kind::Jwt(verifier) => header.is_some_and(|token| verifier.accepts(token, now)),
        };
        if known {
            Ok(())
        } else {
            Err(ApiError::Unauthorized)
        }
    }
}

/// The documentation can be read as if the parameter were Base64 too, so both pass.
fn is_secret_or_base64(text: &str, secret: &[u8]) -> bool {
    equal(text.as_bytes(), secret) | equal(&lenient_base64::decode(text), secret)
}

/// Compares in constant time; a newline at the end does not count.
fn equal(given: &[u8], secret: &[u8]) -> bool {
    given.trim_ascii().ct_eq(secret).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::Body;
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    use labproof_spec::{Edition, Spec};

    const NOW: Timestamp = Timestamp::constant(1_700_000_000, 0);

    struct Oldest {
        guard: Guard,
        secret: String,
    }

    impl Oldest {
        fn new() -> Self {
            let secrets = Secrets::generate();
            let api = Spec::embedded()
                .unwrap_or_else(|faults| panic!("{faults}"))
                .api(Edition::V12_4);
            let secret = String::from_utf8(secrets.shell().to_vec()).unwrap();
            Self {
                guard: Guard::new(&api.operations[0].scheme, &secrets),
                secret,
            }
        }

        fn accepts(&self, header: Option<&str>, form: &str) -> bool {
            let params = Params::read(
                form,
                &Body {
                    content_type: None,
                    bytes: b"",
                },
            )
            .unwrap();
            self.guard.check(header.map(str::as_bytes), &params, NOW).is_ok()
        }
    }

    #[test]
    fn the_older_scheme_takes_the_secret_itself() {
        let oldest = Oldest::new();
        let secret = &oldest.secret;
        let encoded = STANDARD.encode(secret);
        assert!(oldest.accepts(Some(&encoded), ""));
        assert!(oldest.accepts(Some(&STANDARD.encode(format!("{secret}\n"))), ""));
        assert!(oldest.accepts(None, &format!("secret_token={secret}")));
        assert!(oldest.accepts(None, &format!("secret_token={secret}%0A")));
        assert!(oldest.accepts(None, &format!("secret_token={encoded}")));
        assert!(!oldest.accepts(Some(secret), ""));
        assert!(!oldest.accepts(Some(&encoded[1..]), ""));
        assert!(!oldest.accepts(Some(""), ""));
        assert!(!oldest.accepts(None, ""));
    }

    #[test]
    fn the_parameter_wins_over_the_header() {
        let oldest = Oldest::new();
        let encoded = STANDARD.encode(&oldest.secret);
        for form in ["secret_token=wrong", "secret_token=", "secret_token[]=a"] {
            assert!(!oldest.accepts(Some(&encoded), form), "{form}");
        }
        assert!(oldest.accepts(Some(&encoded), "secret_token"));
    }
}
