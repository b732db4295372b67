//! Who is let in: every operation of every edition against the same list of credentials.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jiff::Timestamp;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use labproof_spec::{Edition, Operation, SchemeKind};
use serde_json::{Value, json};

use crate::support::{Seen, Target, claims, token};

/// The header values that must not be accepted.
fn bad(target: &Target, operation: &Operation) -> Vec<(&'static str, Option<String>)> {
    let secret = target.secrets.shell();
    let (_, good) = target.credential(operation);
    let mut bad = vec![
        ("none", None),
        ("empty", Some(String::new())),
        ("truncated", Some(good[..good.len() - 1].to_owned())),
        ("another key", Some(STANDARD.encode("another"))),
        ("not encoded", Some(String::from_utf8(secret.to_vec()).unwrap())),
    ];
    if operation.scheme.kind == SchemeKind::SharedSecret {
        bad.push(("a token", Some(token(&claims(), secret))));
        return bad;
    }
    let now = Timestamp::now().as_second();
    let signed = |claims: Value| Some(token(&claims, secret));
    let with = |algorithm, key: &[u8]| {
        jsonwebtoken::encode(&Header::new(algorithm), &claims(), &EncodingKey::from_secret(key)).ok()
    };
    let unsigned = format!(
        "{}.{}.",
        URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#),
        URL_SAFE_NO_PAD.encode(claims().to_string())
    );
    bad.extend([
        ("a key unknown", with(Algorithm::HS256, b"another")),
        ("another algorithm", with(Algorithm::HS384, secret)),
        ("no algorithm", Some(unsigned)),
        (
            "another issuer",
            signed(json!({"iss": "gitlab-kas", "exp": now + 60})),
        ),
        ("no issuer", signed(json!({"exp": now + 60}))),
        (
            "expired",
            signed(json!({"iss": "gitlab-shell", "exp": now - 120})),
        ),
        (
            "not yet valid",
            signed(json!({"iss": "gitlab-shell", "nbf": now + 120})),
        ),
        ("the older scheme", Some(STANDARD.encode(secret))),
    ]);
    bad
}

#[tokio::test]
async fn bad_credentials_are_refused_everywhere_and_change_nothing() {
    for edition in Edition::ALL {
        let target = Target::start(edition).await;
        let before = target.fingerprint().await;
        for operation in &target.api.operations {
            for (name, value) in bad(&target, operation) {
                let params =
                    json!({"key_id": 11, "gl_repository": "project-3", "name": "a", "scopes": ["api"]});
                let mut request = target.bare_request(&operation.slug, &params);
                if let Some(value) = value {
                    request = request.header(&operation.scheme.header, value);
                }
                let seen = Seen::of(request).await;
                assert_eq!(
                    (seen.status, &seen.body),
                    (401, &json!({"message": "401 Unauthorized"})),
                    "{edition} {}: {name}",
                    operation.slug
                );
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
        let request = request.header("Gitlab-Shell-Api-Request", token(&claims, target.secrets.shell()));
        assert_eq!(Seen::of(request).await.status, 200, "{claims}");
    }
}

#[tokio::test]
async fn two_credentials_are_none() {
    let target = Target::newest().await;
    let good = token(&claims(), target.secrets.shell());
    let request = target.bare_request("instance.check", &json!({}));
    let request = request
        .header("Gitlab-Shell-Api-Request", &good)
        .header("Gitlab-Shell-Api-Request", &good);
    assert_eq!(Seen::of(request).await.status, 401);
}

#[tokio::test]
async fn the_older_scheme_takes_the_secret_as_a_parameter() {
    let target = Target::start(Edition::V13_10).await;
    let secret = String::from_utf8(target.secrets.shell().to_vec()).unwrap();
    let request = target.bare_request("ssh.discover", &json!({"key_id": 7, "secret_token": secret}));
    assert_eq!(Seen::of(request).await.body["username"], "rubi");
    let request = target.bare_request(
        "git.pre_receive",
        &json!({"gl_repository": "project-7", "secret_token": secret}),
    );
    assert_eq!(Seen::of(request).await.status, 200);
    // In newer editions it means nothing.
    let target = Target::newest().await;
    let secret = String::from_utf8(target.secrets.shell().to_vec()).unwrap();
    let request = target.bare_request("ssh.discover", &json!({"key_id": 7, "secret_token": secret}));
    assert_eq!(Seen::of(request).await.status, 401);
}
