//! What is no instance is told apart before anything is judged; what is a poor one is judged.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::support::command::{Serving, run};
use crate::support::{answer, impostor, proxy};

/// The most requests that it may take.
const REQUESTS: usize = 10;

/// What a run says of a server that answers so, and the number of requests that it took.
async fn judged(
    serving: &Arc<Serving>,
    more: &[&str],
    answer: impl Fn(&str) -> String + Send + Sync + 'static,
) -> (i32, String, usize) {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let url = impostor(move |request| {
        count.fetch_add(1, Ordering::SeqCst);
        answer(request)
    })
    .await;
    let (code, said) = judged_at(serving, more, url).await;
    (code, said, asked.load(Ordering::SeqCst))
}

async fn judged_at(serving: &Arc<Serving>, more: &[&str], url: String) -> (i32, String) {
    let serving = Arc::clone(serving);
    let mut arguments = ["run", "--target", "target.yaml", "--cases", "1", "--url", &url]
        .map(str::to_owned)
        .to_vec();
    arguments.extend(more.iter().map(|it| (*it).to_owned()));
    let judge = move || {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let (code, said, fault) = run(serving.path(), &arguments);
        (code, said + &fault)
    };
    tokio::task::spawn_blocking(judge).await.unwrap()
}

/// A server whose target file does not say by which edition it is judged, so that its release is asked for as well.
fn serving() -> Arc<Serving> {
    let serving = Serving::start("17.9");
    let text = std::fs::read_to_string(serving.target()).unwrap();
    // Nor where its state shows, which no other server does.
    let is_kept = |line: &&str| !line.starts_with("edition:") && !line.starts_with("state:");
    let lines: Vec<&str> = text.lines().filter(is_kept).collect();
    assert_eq!(lines.len() + 2, text.lines().count(), "{text}");
    std::fs::write(serving.target(), lines.join("\n")).unwrap();
    Arc::new(serving)
}

fn path(request: &str) -> &str {
    request
        .split(' ')
        .nth(1)
        .unwrap_or_default()
        .split('?')
        .next()
        .unwrap_or_default()
}

fn html(status: &str, title: &str) -> String {
    answer(
        status,
        "text/html; charset=utf-8",
        &format!("<!DOCTYPE html><html><head><title>{title}</title></head></html>"),
    )
}

fn redirect(to: &str) -> String {
    format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n")
}

type Foreign = (&'static str, fn(&str) -> String, &'static [&'static str]);

/// What it is, how it answers, and what is said of it.
const FOREIGN: [Foreign; 13] = [
    (
        "a web page",
        |_| html("200 OK", "Grafana"),
        &["web page (“Grafana”)", "the URL of the instance itself"],
    ),
    (
        "a static site",
        |request| match request.starts_with("GET ") {
            true => html("404 Not Found", "404 Not Found"),
            false => html("405 Not Allowed", "405 Not Allowed"),
        },
        &["answers 404 with a web page", "the path below which it is"],
    ),
    (
        "a login",
        |_| redirect("/users/sign_in"),
        &["redirects to a login (/users/sign_in)"],
    ),
    (
        "another scheme or host",
        |request| redirect(&format!("https://gitlab.example{}", path(request))),
        &["give https://gitlab.example as the URL"],
    ),
    (
        "an echo",
        |request| {
            let echo = serde_json::json!({"url": path(request), "headers": request.lines().skip(1).collect::<Vec<_>>()});
            answer("200 OK", "application/json", &echo.to_string())
        },
        &["repeats what it is sent"],
    ),
    (
        "an echo as text",
        |request| answer("200 OK", "text/plain", request),
        &["repeats what it is sent"],
    ),
    (
        "what has nothing",
        |_| answer("404 Not Found", "text/plain", "404 page not found"),
        &[
            "answers 404 to whatever it is asked",
            "the path below which it is",
        ],
    ),
    (
        "GraphQL",
        |_| {
            answer(
                "400 Bad Request",
                "application/json",
                r#"{"errors":[{"message":"Must provide query string."}]}"#,
            )
        },
        &["answers as GraphQL does"],
    ),
    (
        "another API that has none of the paths",
        |_| answer("404 Not Found", "application/json", r#"{"detail":"Not Found"}"#),
        &["as another API", r#"{"detail":"Not Found"}"#],
    ),
    (
        "another API that answers everything",
        |_| {
            answer(
                "200 OK",
                "application/json",
                r#"{"cluster":"a","tagline":"You Know, for Search"}"#,
            )
        },
        &["with nothing that the API has"],
    ),
    (
        "a store of objects",
        |_| {
            answer(
                "403 Forbidden",
                "application/xml",
                "<Error><Code>AccessDenied</Code></Error>",
            )
        },
        &["something that is no JSON", "AccessDenied"],
    ),
    (
        "a proxy without a server",
        |_| html("502 Bad Gateway", "502 Bad Gateway"),
        &["page of a proxy"],
    ),
    (
        "a login page",
        |_| html("401 Unauthorized", "Authorization Required"),
        &["asks for a login", "Authorization Required"],
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_instance_is_named_within_ten_requests() {
    let serving = serving();
    for (name, answer, parts) in FOREIGN {
        let (code, said, requests) = judged(&serving, &[], answer).await;
        assert_eq!(code, 3, "{name}: {said}");
        assert!(requests <= REQUESTS, "{name}: {requests} requests");
        assert!(parts.iter().all(|part| said.contains(part)), "{name}: {said}");
        let (code, said, _) = judged(&serving, &["--anyway", "--run", "instance.check"], answer).await;
        assert_eq!(code, 1, "{name}: {said}");
        assert!(said.contains("it is judged anyway"), "{name}: {said}");
    }
}

type Poor = (&'static str, fn(&str) -> String);

fn lacking() -> String {
    answer("404 Not Found", "text/html", "<h1>Cannot do that</h1>")
}

/// Implementations of little, or bad ones.
const POOR: [Poor; 6] = [
    ("one that has a single operation", |request| match path(request) {
        "/api/v4/internal/allowed" => answer("200 OK", "application/json", r#"{"status":true}"#),
        _ => lacking(),
    }),
    (
        "one that has a single operation and breaks in it",
        |request| match path(request) {
            "/api/v4/internal/kubernetes/agent_info" => html("500 Internal Server Error", "Oops"),
            _ => lacking(),
        },
    ),
    ("one that answers everything alike", |_| {
        answer("200 OK", "application/json", r#"{"status":true}"#)
    }),
    ("one that answers nothing", |_| {
        answer("200 OK", "application/json", "{}")
    }),
    ("one that knows nobody", |_| {
        answer(
            "401 Unauthorized",
            "application/json",
            r#"{"message":"401 Unauthorized"}"#,
        )
    }),
    ("one that is broken", |_| {
        answer(
            "500 Internal Server Error",
            "application/json",
            r#"{"message":"500 Internal Server Error"}"#,
        )
    }),
];

#[tokio::test(flavor = "multi_thread")]
async fn what_is_a_poor_instance_is_judged() {
    let serving = serving();
    for (name, answer) in POOR {
        let (code, said, _) = judged(&serving, &["--run", "*/example"], answer).await;
        assert_eq!(code, 1, "{name}: {said}");
        assert!(said.contains("\ndoes not conform"), "{name}: {said}");
    }
}

/// A profile that is claimed and not there is a failure of the server, not of the URL.
#[tokio::test(flavor = "multi_thread")]
async fn what_lacks_all_that_is_asked_for_and_has_the_rest_is_judged() {
    let serving = serving();
    let url = proxy(format!("http://{}", serving.address()), |request, passing| {
        if path(request).contains("/error_tracking/") {
            (passing.status, passing.body) = (404, r#"{"error":"404 Not Found"}"#.to_owned());
        }
    })
    .await;
    let (code, said) = judged_at(&serving, &["--profile", "opstrace"], url).await;
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("none of them is there"), "{said}");
}
