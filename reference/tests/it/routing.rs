//! Paths, methods and headers.

use labproof_spec::Edition;
use serde_json::json;

use crate::support::{Seen, Target};

#[tokio::test]
async fn unknown_paths_and_wrong_methods_are_not_found_without_a_credential() {
    let target = Target::newest().await;
    let expected = json!({"error": "404 Not Found"});
    for (method, path) in [
        ("GET", "/api/v4/internal/allowed"),
        ("POST", "/api/v4/internal/check"),
        ("GET", "/api/v4/internal/two_factor_recovery_codes"),
        ("PATCH", "/api/v4/internal/check"),
        ("GET", "/api/v4/internal/nothing"),
        ("GET", "/api/v4"),
        ("TRACE", "/api/v4/internal/check"),
        ("OPTIONS", "/api/v4/internal/nothing"),
        ("GET", "/-/nothing"),
    ] {
        let request = target
            .client
            .request(method.parse().unwrap(), format!("{}{path}", target.url));
        Seen::of(request).await.is(404, expected.clone());
    }
}

#[tokio::test]
async fn editions_serve_what_they_document() {
    for (edition, path, status) in [
        (Edition::new(12, 4), "/api/v4/internal/personal_access_token", 404),
        (
            Edition::new(13, 10),
            "/api/v4/internal/personal_access_token",
            401,
        ),
    ] {
        let target = Target::start(edition).await;
        assert_eq!(
            Seen::of(target.client.post(format!("{}{path}", target.url)))
                .await
                .status,
            status,
            "{edition}"
        );
    }
    for (edition, status) in [(Edition::new(16, 3), 404), (Edition::new(17, 9), 401)] {
        let target = Target::start(edition).await;
        let url = format!("{}/api/v4/internal/authorized_certs", target.url);
        assert_eq!(Seen::of(target.client.get(url)).await.status, status, "{edition}");
    }
}

#[tokio::test]
async fn slashes_and_a_format_do_not_matter() {
    let target = Target::newest().await;
    let credentials = target.credentials(target.operation("instance.check"));
    for path in [
        "/internal/check/",
        "//internal/check",
        "/internal/check.json",
        "/internal/check.xml",
    ] {
        let url = format!("{}/api/v4{path}", target.url);
        let seen = Seen::of(target.client.get(url).headers(credentials.clone())).await;
        assert_eq!(seen.status, 200, "{path}");
        assert_eq!(seen.headers["content-type"], "application/json", "{path}");
    }
}

#[tokio::test]
async fn a_head_asks_what_a_get_does_and_options_tell_the_methods() {
    let target = Target::newest().await;
    let credentials = target.credentials(target.operation("instance.check"));
    let ask = async |method: &str, path: &str, known: bool| {
        let url = format!("{}/api/v4/internal/{path}", target.url);
        let mut request = target.client.request(method.parse().unwrap(), url);
        if known {
            request = request.headers(credentials.clone());
        }
        let answer = request.send().await.unwrap();
        let allow = answer
            .headers()
            .get("allow")
            .map(|it| it.to_str().unwrap().to_owned());
        (answer.status().as_u16(), allow.unwrap_or_default())
    };
    assert_eq!(ask("HEAD", "check", true).await, (200, String::new()));
    assert_eq!(ask("HEAD", "check", false).await, (401, String::new()));
    assert_eq!(ask("HEAD", "pre_receive", true).await, (404, String::new()));
    assert_eq!(
        ask("OPTIONS", "check", true).await,
        (204, "OPTIONS, GET, HEAD".to_owned())
    );
    assert_eq!(
        ask("OPTIONS", "pre_receive", true).await,
        (204, "OPTIONS, POST".to_owned())
    );
    assert_eq!(ask("OPTIONS", "check", false).await, (401, String::new()));
}

#[tokio::test]
async fn a_post_may_stand_for_another_method() {
    let target = Target::newest().await;
    for (path, meant, status) in [("check", "GET", 200), ("pre_receive", "GET", 404)] {
        let url = format!("{}/api/v4/internal/{path}", target.url);
        let request = target.client.post(url).header("x-http-method-override", meant);
        let request = request.headers(target.credentials(target.operation("instance.check")));
        assert_eq!(Seen::of(request).await.status, status, "{path}");
    }
}

#[tokio::test]
async fn every_answer_is_json_that_no_browser_frames_or_sniffs() {
    let target = Target::newest().await;
    for seen in [
        target.call("instance.check", json!({})).await,
        target.call("git.pre_receive", json!({})).await,
        Seen::of(target.client.get(format!("{}/api/v4/nothing", target.url))).await,
        Seen::of(target.bare_request("git.allowed", &json!({}))).await,
    ] {
        assert_eq!(seen.headers["content-type"], "application/json");
        assert_eq!(seen.headers["x-frame-options"], "SAMEORIGIN");
        assert_eq!(seen.headers["x-content-type-options"], "nosniff");
    }
}

#[tokio::test]
async fn below_the_path_of_scim_a_wrong_method_is_told_apart() {
    let target = Target::newest().await;
    let url = |path: &str| format!("{}/api/scim/v2/{path}", target.url);
    let wrong = || target.client.put(url("application/Users"));
    let known = target.credentials(target.operation("scim.instance.list"));
    let told = Seen::of(wrong().headers(known)).await;
    assert_eq!(told.headers["allow"], "OPTIONS, GET, POST, HEAD");
    assert_eq!(told.headers["content-type"], "application/scim+json");
    told.is(405, json!({"error": "405 Not Allowed"}));
    let unknown = Seen::of(wrong()).await;
    unknown.is(401, json!({"message": "401 Unauthorized"}));
    let wrong = Seen::of(target.client.post(url("groups/test_group/Users/1"))).await;
    assert_eq!(
        (wrong.status, &wrong.headers["allow"]),
        (405, &"OPTIONS, GET, PATCH, DELETE, HEAD".parse().unwrap())
    );
    let unknown = target.client.get(url("application/Nobodies")).send().await;
    assert_eq!(unknown.unwrap().status(), 302);
}
