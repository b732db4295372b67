//! How parameters travel, and what is refused before anybody asks who calls.

use reqwest::Body;
use serde_json::json;

use crate::support::{Seen, Target};

const ALLOWED: &str = "/api/v4/internal/allowed";

#[tokio::test]
async fn form_json_multipart_and_query_say_the_same() {
    let target = Target::newest().await;
    let credentials = target.credentials(target.operation("git.allowed"));
    let key = target.fixture("member", "key_id");
    let form = format!("key_id={key}&project=harbor/charts&action=git-upload-pack&protocol=ssh&changes=_any");
    let json =
        json!({"key_id": key, "project": "harbor/charts", "action": "git-upload-pack", "protocol": "ssh"});
    let digits = json!({"key_id": key.to_string(), "project": "harbor/charts", "action": "git-upload-pack", "protocol": "ssh"});
    let multipart: String = form
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| {
            format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        })
        .collect();
    let post = || {
        target
            .client
            .post(format!("{}{ALLOWED}", target.url))
            .headers(credentials.clone())
    };
    let seen = [
        Seen::of(
            post()
                .header("content-type", "application/x-www-form-urlencoded")
                .body(form.clone()),
        )
        .await,
        Seen::of(post().body(form.clone())).await,
        Seen::of(post().json(&json)).await,
        Seen::of(post().json(&digits)).await,
        Seen::of(
            post()
                .header("content-type", "multipart/form-data; boundary=b")
                .body(format!("{multipart}--b--")),
        )
        .await,
        Seen::of(
            target
                .client
                .post(format!("{}{ALLOWED}?{form}", target.url))
                .headers(credentials.clone()),
        )
        .await,
    ];
    for other in &seen {
        assert_eq!((other.status, &other.body), (200, &seen[0].body));
    }
}

#[tokio::test]
async fn a_get_may_announce_a_body_it_does_not_have() {
    let target = Target::newest().await;
    let request = target
        .request("ssh.discover", &json!({"key_id": 7}))
        .header("content-type", "application/json");
    assert_eq!(Seen::of(request).await.status, 200);
}

#[tokio::test]
async fn malformed_json_and_unknown_types_are_refused_before_the_credential() {
    let target = Target::newest().await;
    let post = |content_type: &str, body: &'static str| {
        target
            .client
            .post(format!("{}{ALLOWED}", target.url))
            .header("content-type", content_type)
            .body(body)
    };
    Seen::of(post("application/json", "{"))
        .await
        .is(400, json!({"error": "Invalid JSON format"}));
    Seen::of(post("text/plain; charset=utf-8", "a")).await.is(
        415,
        json!({"error": "The provided content-type 'text/plain' is not supported."}),
    );
    let xml = target.client.post(format!("{}{ALLOWED}?format=xml", target.url));
    Seen::of(xml).await.is(
        406,
        json!({"error": "The requested format 'xml' is not supported."}),
    );
}

#[tokio::test]
async fn a_body_of_ten_mebibytes_is_the_most_chunked_or_not() {
    const LIMIT: usize = 10 * 1024 * 1024;
    let target = Target::newest().await;
    let post = |body: Body| {
        target
            .client
            .post(format!("{}{ALLOWED}", target.url))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body)
    };
    let chunked = |bytes: usize| {
        let pieces = [vec![b'a'; bytes / 2], vec![b'a'; bytes - bytes / 2]];
        Body::wrap_stream(futures_util::stream::iter(pieces.map(Ok::<_, std::io::Error>)))
    };
    let too_large = json!({"message": "413 Request Entity Too Large"});
    Seen::of(post(vec![b'a'; LIMIT + 1].into()))
        .await
        .is(413, too_large.clone());
    Seen::of(post(chunked(LIMIT + 1))).await.is(413, too_large);
    assert_eq!(Seen::of(post(vec![b'a'; LIMIT].into())).await.status, 401);
    assert_eq!(Seen::of(post(chunked(LIMIT))).await.status, 401);
}
