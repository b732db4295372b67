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
    Seen::of(target.client.post(format!("{}{ALLOWED}", target.url)).body("a=1"))
        .await
        .is(
            415,
            json!({"error": "The provided content-type '' is not supported."}),
        );
    let xml = target.client.post(format!("{}{ALLOWED}?format=xml", target.url));
    Seen::of(xml).await.is(
        406,
        json!({"error": "The requested format 'xml' is not supported."}),
    );
}

#[tokio::test]
async fn what_is_no_text_is_refused_in_plain_words() {
    let target = Target::newest().await;
    let url = format!("{}{ALLOWED}", target.url);
    let form = |body: &'static [u8]| {
        let post = target.client.post(&url);
        post.header("content-type", "application/x-www-form-urlencoded")
            .body(body)
    };
    for request in [
        form(b"a=%ff"),
        form(b"a=%00"),
        target.client.post(format!("{url}?a=%ZZ")),
        target
            .client
            .post(&url)
            .header("content-type", "application/json")
            .body(r#"{"a": NaN}"#),
    ] {
        let answer = request.send().await.unwrap();
        assert_eq!(
            (answer.status().as_u16(), &answer.headers()["content-type"]),
            (400, &"text/plain".parse().unwrap())
        );
        assert_eq!(answer.text().await.unwrap(), "Bad Request");
    }
}

#[tokio::test]
async fn json_that_nobody_reads_has_to_be_json_all_the_same() {
    let target = Target::newest().await;
    let get = |content_type: &str, body: &'static str| {
        let request = target.request("ssh.discover", &json!({"key_id": 7}));
        request.header("content-type", content_type).body(body)
    };
    assert_eq!(
        Seen::of(get("application/json", r#"{"key_id": 400}"#)).await.body["id"],
        7
    );
    assert_eq!(Seen::of(get("text/plain", "{")).await.status, 200);
    Seen::of(get("application/json", "{"))
        .await
        .is(400, json!({"error": "Invalid JSON format"}));
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
