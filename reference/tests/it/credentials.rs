//! Who is let in: every operation of every edition against the same list of credentials.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jiff::Timestamp;
use labproof_spec::{Edition, Scheme, SchemeKind};
use reqwest::header::HeaderName;
use serde_json::{Value, json};

use crate::signing::{signed_with, token};
use crate::support::{Seen, Target, claims, editions, shell_claims};

/// The values of a scheme's header that must not be accepted.
fn bad(target: &Target, scheme: &Scheme) -> Vec<(&'static str, Option<String>)> {
    let good = target.credential(scheme);
    let mut bad = vec![
        ("none", None),
        ("empty", Some(String::new())),
        ("truncated", Some(good[..good.len() - 1].to_owned())),
        ("another", Some(STANDARD.encode("another"))),
        (
            "another, as its kind begins",
            Some(format!("{}another", scheme.prefix)),
        ),
    ];
    let secret = target.secrets.key(&scheme.secret).unwrap();
    match scheme.kind {
        SchemeKind::SharedSecret => bad.extend([
            ("not encoded", Some(target.secret(&scheme.secret))),
            ("a token", Some(token(&shell_claims(), secret))),
        ]),
        SchemeKind::Jwt => bad.extend(bad_tokens(target, scheme)),
        SchemeKind::Token if scheme.prefix.is_empty() => {}
        SchemeKind::Token => bad.push(("no prefix", Some(target.secret(&scheme.secret)))),
    }
    bad
}

fn bad_tokens(target: &Target, scheme: &Scheme) -> Vec<(&'static str, Option<String>)> {
    let now = Timestamp::now().as_second();
    let secret = target.secrets.key(&scheme.secret).unwrap();
    let with_claim = |claim: &str, value: Value| {
        let mut claims = claims(scheme);
        claims[claim] = value;
        Some(target.signed(scheme, &claims))
    };
    let signed_with_384 = signed_with("HS384", &claims(scheme), secret);
    let unsigned = format!(
        "{}.{}.",
        URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#),
        URL_SAFE_NO_PAD.encode(claims(scheme).to_string())
    );
    vec![
        ("a key unknown", Some(token(&claims(scheme), b"another"))),
        ("another algorithm", Some(signed_with_384)),
        ("no algorithm", Some(unsigned)),
        ("another issuer", with_claim("iss", json!("somebody"))),
        ("no issuer", with_claim("iss", json!(null))),
        ("expired", with_claim("exp", json!(now - 120))),
        ("not yet valid", with_claim("nbf", json!(now + 120))),
        ("the older scheme", Some(STANDARD.encode(secret))),
    ]
}

#[tokio::test]
async fn bad_credentials_are_refused_everywhere_and_change_nothing() {
    let params = json!({
        "key_id": 11, "gl_repository": "project-3", "name": "a", "scopes": ["api"], "id": "1234",
        "target_id": "321", "add_on_name": "code_suggestions", "group_path": "test_group",
        "reason": "storage exclusions look at it before the caller",
    });
    for edition in editions() {
        let target = Target::start(edition).await;
        let before = target.fingerprint().await;
        for operation in &target.api.operations {
            for scheme in &operation.schemes {
                for (name, value) in bad(&target, scheme) {
                    let mut credentials = target.credentials(operation);
                    credentials.remove(&scheme.header);
                    if let Some(value) = value {
                        let header: HeaderName = scheme.header.parse().unwrap();
                        credentials.insert(header, value.parse().unwrap());
                    }
                    let request = target.bare_request(&operation.slug, &params);
                    let seen = Seen::of(request.headers(credentials)).await;
                    assert_eq!(
                        (seen.status, &seen.body),
                        (scheme.refusal.status, &scheme.refusal.body),
                        "{edition} {}: {} {name}",
                        operation.slug,
                        scheme.name
                    );
                }
            }
        }
        assert_eq!(target.fingerprint().await, before, "{edition}");
    }
}

#[tokio::test]
async fn lawful_tokens_are_accepted() {
    let target = Target::newest().await;
    let now = Timestamp::now().as_second();
    for claims in [
        json!({"iss": "gitlab-shell"}),
        json!({"iss": "gitlab-shell", "iat": now + 10, "exp": now + 70}),
        json!({"iss": "gitlab-shell", "exp": now - 30}),
        json!({"iss": "gitlab-shell", "nbf": now - 5, "exp": now + 60, "aud": ["gitlab"], "gl_id": "user-1"}),
    ] {
        let request = target.bare_request("instance.check", &json!({}));
        let request = request.header(
            "Gitlab-Shell-Api-Request",
            token(&claims, target.secrets.get("shell").unwrap()),
        );
        assert_eq!(Seen::of(request).await.status, 200, "{claims}");
    }
}

#[tokio::test]
async fn two_credentials_are_none() {
    let target = Target::newest().await;
    let good = token(&shell_claims(), target.secrets.get("shell").unwrap());
    let request = target.bare_request("instance.check", &json!({}));
    let request = request
        .header("Gitlab-Shell-Api-Request", &good)
        .header("Gitlab-Shell-Api-Request", &good);
    assert_eq!(Seen::of(request).await.status, 401);
}

#[tokio::test]
async fn the_older_scheme_takes_the_secret_as_a_parameter() {
    let target = Target::start(Edition::new(13, 10)).await;
    let secret = target.secret("shell");
    let request = target.bare_request("ssh.discover", &json!({"key_id": 7, "secret_token": secret}));
    assert_eq!(Seen::of(request).await.body["username"], "rubi");
    let request = target.bare_request(
        "git.pre_receive",
        &json!({"gl_repository": "project-7", "secret_token": secret}),
    );
    assert_eq!(Seen::of(request).await.status, 200);
    // In newer editions it means nothing.
    let target = Target::newest().await;
    let secret = target.secret("shell");
    let request = target.bare_request("ssh.discover", &json!({"key_id": 7, "secret_token": secret}));
    assert_eq!(Seen::of(request).await.status, 401);
}
