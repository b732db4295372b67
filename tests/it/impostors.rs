//! Servers that are no instance: none of them passes a `must`, and what else passes there is listed.
//!
//! The lists are in `snapshots/impostors`. Each line of them was read: its sentence is true of that server.

use crate::support;
use std::path::Path;
use std::sync::Arc;

use crate::support::{answer, impostor};
use labproof::bundle;
use labproof::embedded::Embedded;
use labproof_harness::{Quiet, Report, Selection, SuiteError, Verdict};
use labproof_spec::{Edition, Level};
use tokio::sync::Mutex;

/// Judges an impostor as if it were the reference server: same secrets, same fixtures.
async fn judge(url: &str, edition: Edition, anyway: bool) -> Result<Report, SuiteError> {
    let mut embedded = Embedded::start(&[edition])
        .await
        .unwrap_or_else(|failure| panic!("{:#}", failure.error));
    let mut servers = embedded.servers();
    servers[0].url = url.to_owned();
    // An impostor shows no state, so nothing is left to prove that it changed.
    servers[0].state = None;
    let mut plan = support::plan(servers, Selection::default());
    plan.cases = 4;
    plan.anyway = anyway;
    let features = bundle::features().unwrap_or_else(|failure| panic!("{:#}", failure.error));
    let report = labproof_harness::run(support::spec(), &features, plan, Arc::new(Quiet)).await;
    embedded.stop().await;
    report.map(|(report, _)| report)
}

/// One at a time: while scenarios are played, panics of this whole process are silent.
static ONE_AT_A_TIME: Mutex<()> = Mutex::const_new(());

/// No `must` passes in any edition; everything else that passes is as listed.
async fn refuses(name: &str, url: &str) {
    let _alone = ONE_AT_A_TIME.lock().await;
    let mut passing = Vec::new();
    for edition in support::spec().editions() {
        let report = judge(url, edition, true)
            .await
            .unwrap_or_else(|error| panic!("{error}"));
        let passes = report.editions[0]
            .requirements
            .iter()
            .filter(|requirement| requirement.verdict == Verdict::Pass && requirement.findings.is_empty());
        for report in passes {
            let requirement = &report.requirement;
            passing.push((
                edition,
                requirement.level,
                requirement.id.clone(),
                requirement.sentence.clone(),
            ));
        }
    }
    let musts: Vec<_> = passing
        .iter()
        .filter(|(_, level, _, _)| *level == Level::Must)
        .collect();
    assert!(musts.is_empty(), "these hold of {name} by accident: {musts:#?}");
    let lines: Vec<String> = passing
        .iter()
        .map(|(edition, level, id, sentence)| format!("{edition} {id} ({level}): {sentence}"))
        .collect();
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path(Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots/impostors"));
    settings.bind(|| insta::assert_snapshot!(name, lines.join("\n")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mock_that_always_answers_an_empty_object() {
    let url = impostor(|_| answer("200 OK", "application/json", "{}")).await;
    refuses("empty-object", &url).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mock_that_always_answers_null() {
    let url = impostor(|_| answer("200 OK", "application/json", "null")).await;
    refuses("null", &url).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_says_yes_to_everybody() {
    let url = impostor(|_| answer("204 No Content", "application/json", "")).await;
    refuses("no-content", &url).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_always_answers_401() {
    let url = impostor(|_| {
        answer(
            "401 Unauthorized",
            "application/json",
            r#"{"message":"401 Unauthorized"}"#,
        )
    })
    .await;
    refuses("unauthorized", &url).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_always_answers_404() {
    let url = impostor(|_| {
        answer(
            "404 Not Found",
            "application/json",
            r#"{"error":"404 Not Found"}"#,
        )
    })
    .await;
    refuses("not-found", &url).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_of_static_files() {
    let page = "<!DOCTYPE html><title>Index of /</title><h1>Index of /</h1>";
    let url = impostor(move |request| {
        if request.starts_with("GET ") {
            answer("200 OK", "text/html", page)
        } else {
            answer("405 Method Not Allowed", "text/html", page)
        }
    })
    .await;
    refuses("static-files", &url).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_the_instance_is_told_apart_at_once() {
    let _alone = ONE_AT_A_TIME.lock().await;
    let redirect = "HTTP/1.1 302 Found\r\nLocation: https://gitlab.example/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    let proxy = answer(
        "502 Bad Gateway",
        "text/html",
        "<html><h1>502 Bad Gateway</h1><hr>nginx</html>",
    );
    let tls = answer(
        "400 Bad Request",
        "text/html",
        "<h1>The plain HTTP request was sent to HTTPS port</h1>",
    );
    for (answer, part) in [
        (redirect.to_owned(), "redirects to https://gitlab.example/"),
        (proxy, "page of a proxy"),
        (tls, "speaks TLS"),
    ] {
        let url = impostor(move |_| answer.clone()).await;
        let error = judge(&url, support::spec().newest(), false)
            .await
            .unwrap_err()
            .to_string();
        assert!(error.contains(part), "{error}");
    }
}
