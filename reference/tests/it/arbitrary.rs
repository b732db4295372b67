//! Whatever bytes arrive, an answer comes, and it is not that we broke.

use std::time::Duration;

use labproof_spec::Edition;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::runtime::Runtime;
use tokio::time::timeout;

use crate::signing::token;
use crate::support::{Target, shell_claims};

const PATIENCE: Duration = Duration::from_secs(10);

#[derive(Clone, Debug)]
struct Raw {
    method: String,
    path: String,
    headers: Vec<(String, Vec<u8>)>,
    content_type: String,
    body: Vec<u8>,
    chunked: bool,
    authenticated: bool,
}

fn raw() -> impl Strategy<Value = Raw> {
    let method = prop_oneof![
        3 => Just("POST".to_owned()),
        2 => Just("GET".to_owned()),
        1 => "[A-Z!#$%&'*+.^_`|~-]{1,12}",
    ];
    let known = prop::sample::select(vec![
        "allowed",
        "lfs_authenticate",
        "pre_receive",
        "post_receive",
        "authorized_keys",
        "authorized_certs",
        "discover",
        "check",
        "two_factor_recovery_codes",
        "personal_access_token",
    ]);
    let known_path = (known, "[a-z_=&%\\[\\]0-9+;/?]{0,40}")
        .prop_map(|(name, query)| format!("/api/v4/internal/{name}?{query}"));
    let path = prop_oneof![4 => known_path, 1 => "/[!-~]{0,60}", 1 => "[*/]"];
    let content_type = prop_oneof![
        Just("application/json".to_owned()),
        Just("application/x-www-form-urlencoded".to_owned()),
        Just("multipart/form-data; boundary=b".to_owned()),
        "[!-~]{0,30}",
    ];
    let body = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..200),
        "[\\[\\]{}\":,a-z0-9\\\\ .-]{0,200}".prop_map(String::into_bytes),
        "([a-z_]{1,10}(\\[[a-z]{0,3}\\]){0,3}=[ -~]{0,20}&){0,6}".prop_map(String::into_bytes),
        "(--b\r\n[ -~]{0,30}\r\n\r\n[ -~]{0,20}\r\n){0,4}--b--".prop_map(String::into_bytes),
        typed_json(),
    ];
    let headers = prop::collection::vec(
        ("[a-z][a-z-]{0,20}", prop::collection::vec(0x20_u8..=0x7e, 0..30)),
        0..4,
    );
    (
        method,
        path,
        headers,
        content_type,
        body,
        any::<bool>(),
        prop::bool::weighted(0.8),
    )
        .prop_map(
            |(method, path, headers, content_type, body, chunked, authenticated)| Raw {
                method,
                path,
                headers,
                content_type,
                body,
                chunked,
                authenticated,
            },
        )
}

/// The parameters clients send, with values of any type.
fn typed_json() -> impl Strategy<Value = Vec<u8>> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        any::<i64>().prop_map(|n| n.to_string()),
        any::<u64>().prop_map(|n| n.to_string()),
        any::<f64>()
            .prop_filter("JSON has none", |f| f.is_finite())
            .prop_map(|f| format!("{f:e}")),
        any::<String>().prop_map(|text| serde_json::to_string(&text).unwrap()),
        Just("[]".to_owned()),
        Just("[1,[2],{\"a\":3}]".to_owned()),
        Just("{\"a\":{}}".to_owned()),
    ];
    let name = prop::sample::select(vec![
        "key_id",
        "user_id",
        "username",
        "identifier",
        "krb5principal",
        "project",
        "gl_repository",
        "protocol",
        "action",
        "changes",
        "env",
        "check_ip",
        "namespace_path",
        "push_options",
        "gitaly_client_context_bin",
        "name",
        "scopes",
        "expires_at",
        "secret_token",
        "format",
    ]);
    prop::collection::vec((name, leaf), 0..12).prop_map(|pairs| {
        let members: Vec<String> = pairs
            .into_iter()
            .map(|(name, value)| format!("\"{name}\":{value}"))
            .collect();
        format!("{{{}}}", members.join(",")).into_bytes()
    })
}

/// Headers that frame the message are ours to set.
fn frames(name: &str) -> bool {
    matches!(
        name,
        "content-length"
            | "transfer-encoding"
            | "connection"
            | "upgrade"
            | "expect"
            | "host"
            | "te"
            | "trailer"
    )
}

fn bytes(raw: &Raw, target: &Target) -> Vec<u8> {
    let mut bytes = format!(
        "{} {} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n",
        raw.method, raw.path
    )
    .into_bytes();
    if raw.authenticated {
        let jwt = token(&shell_claims(), target.secrets.get("shell").unwrap());
        bytes.extend(format!("Gitlab-Shell-Api-Request: {jwt}\r\n").into_bytes());
    }
    for (name, value) in raw.headers.iter().filter(|(name, _)| !frames(name)) {
        bytes.extend(name.as_bytes());
        bytes.extend(b": ");
        bytes.extend(value);
        bytes.extend(b"\r\n");
    }
    bytes.extend(format!("Content-Type: {}\r\n", raw.content_type).into_bytes());
    if raw.chunked {
        bytes.extend(b"Transfer-Encoding: chunked\r\n\r\n");
        for chunk in raw.body.chunks(50) {
            bytes.extend(format!("{:x}\r\n", chunk.len()).into_bytes());
            bytes.extend(chunk);
            bytes.extend(b"\r\n");
        }
        bytes.extend(b"0\r\n\r\n");
    } else {
        bytes.extend(format!("Content-Length: {}\r\n\r\n", raw.body.len()).into_bytes());
        bytes.extend(&raw.body);
    }
    bytes
}

async fn answer(target: &Target, bytes: &[u8]) -> Vec<u8> {
    let address = target.url.trim_start_matches("http://");
    let exchange = async {
        let mut connection = TcpStream::connect(address).await.unwrap();
        // A server that has heard enough may close before everything is sent.
        let _ = connection.write_all(bytes).await;
        let mut answer = Vec::new();
        let _ = connection.read_to_end(&mut answer).await;
        answer
    };
    timeout(PATIENCE, exchange).await.expect("no answer came")
}

fn status(answer: &[u8]) -> Option<u16> {
    std::str::from_utf8(answer.get(9..12)?).ok()?.parse().ok()
}

fn check(cases: u32, strategy: impl Strategy<Value = Raw>) {
    let runtime = Runtime::new().unwrap();
    let targets: Vec<Target> = runtime.block_on(async {
        vec![
            Target::start(Edition::new(16, 3)).await,
            Target::start(Edition::new(17, 9)).await,
        ]
    });
    let mut runner = TestRunner::new(Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    });
    let result = runner.run(&(0..targets.len(), strategy), |(target, raw)| {
        let target = &targets[target];
        let answer = runtime.block_on(answer(target, &bytes(&raw, target)));
        let status = status(&answer);
        prop_assert!(
            status.is_some_and(|status| (200..500).contains(&status)),
            "{:?}",
            String::from_utf8_lossy(&answer)
        );
        Ok(())
    });
    if let Err(failure) = result {
        panic!("{failure}");
    }
    let unbroken = runtime.block_on(targets[0].call("instance.check", serde_json::json!({})));
    assert_eq!(unbroken.status, 200);
}

#[test]
fn any_method_path_header_and_body_is_answered_with_less_than_500() {
    check(800, raw());
}

#[test]
fn known_parameters_of_any_type_are_answered_with_less_than_500() {
    let strategy = (raw(), typed_json()).prop_map(|(raw, body)| Raw {
        method: if raw.path.contains("discover") || raw.path.contains("authorized") {
            "GET"
        } else {
            "POST"
        }
        .to_owned(),
        content_type: "application/json".to_owned(),
        authenticated: true,
        body,
        ..raw
    });
    check(600, strategy);
}

#[tokio::test]
async fn a_body_too_large_to_wait_for_is_refused_at_once() {
    let target = Target::newest().await;
    let head = b"POST /api/v4/internal/allowed HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 99999999999\r\n\r\n";
    assert_eq!(status(&answer(&target, head).await), Some(413));
}

#[tokio::test]
async fn bytes_that_are_no_request_at_all_do_no_harm() {
    let target = Target::newest().await;
    for bytes in [
        &b"GET\r\n\r\n"[..],
        b"\x16\x03\x01\x02\x00\x01\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
    ] {
        let answer = answer(&target, bytes).await;
        assert!(
            answer.is_empty() || status(&answer) == Some(400),
            "{:?}",
            String::from_utf8_lossy(&answer)
        );
    }
    let broken_chunk = b"POST /api/v4/internal/allowed HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n";
    assert_eq!(status(&answer(&target, broken_chunk).await), Some(400));
    assert_eq!(
        target.call("instance.check", serde_json::json!({})).await.status,
        200
    );
}
