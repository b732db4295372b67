//! The files that a run leaves behind: that they are there, whole, and without secrets.

use crate::support;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, Mutex};

use crate::support::command::{Serving, expect, folder, labproof, run};
use labproof_harness::Event;
use labproof_harness::formats::json;
use serde_json::Value;

const FILES: [&str; 6] = [
    "badge.json",
    "events.ndjson",
    "report.html",
    "report.json",
    "report.md",
    "report.xml",
];

/// A run of one operation of the reference server.
const RUN: [&str; 5] = ["run", "--edition", "17.9", "--run", "instance.check"];

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn fits_its_schema(report: &str) {
    let schema: Value = serde_json::from_str(json::SCHEMA).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let report: Value = serde_json::from_str(report).unwrap();
    let faults: Vec<String> = validator
        .iter_errors(&report)
        .map(|fault| format!("{}: {fault}", fault.instance_path()))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_folder_gets_every_report_and_what_happened() {
    let folder = folder();
    let arguments = [&RUN[..], &["--report-dir", "out/reports"]].concat();
    expect(folder.path(), &arguments, 0, &["judged in part"]);
    let reports = folder.path().join("out/reports");
    assert_eq!(names(&reports), FILES);

    let text = read(&reports.join("report.json"));
    fits_its_schema(&text);

    let events = read(&reports.join("events.ndjson"));
    let events: Vec<Event> = events
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert!(matches!(events.first(), Some(Event::Begun(_))));
    assert!(events.iter().any(|event| matches!(event, Event::Judged(_))));
    let Some(Event::Ended(last)) = events.last() else {
        panic!("{:?}", events.last());
    };
    assert_eq!(**last, json::read(&text).unwrap());
}

/// What a server answered is its operator's business, whoever else may look into the folder.
#[cfg(unix)]
#[test]
fn what_tells_of_answers_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder();
    let path = folder.path();
    let reports = path.join("reports");
    std::fs::create_dir(&reports).unwrap();
    // What lies there from another time does not stay readable.
    for name in ["events.ndjson", "report.json"] {
        std::fs::write(reports.join(name), "before").unwrap();
    }
    let arguments = [
        "--report-dir",
        "reports",
        "--report-json",
        "another.json",
        "--shard",
        "1/1",
    ];
    expect(path, &[&RUN[..], &arguments].concat(), 0, &[]);
    expect(
        path,
        &["compare", "another.json", "another.json", "--output", "compared"],
        0,
        &[],
    );
    expect(
        path,
        &["report", "merge", "another.json", "--output", "merged.json"],
        0,
        &[],
    );
    let mut written: Vec<_> = FILES.iter().map(|name| reports.join(name)).collect();
    written.extend(["another.json", "compared", "merged.json"].map(|name| path.join(name)));
    for file in written {
        let mode = std::fs::metadata(&file).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{}", file.display());
    }
}

#[test]
fn each_format_has_a_flag_a_variable_and_a_default() {
    let folder = folder();
    std::fs::write(
        folder.path().join("labproof.toml"),
        "[run]\nreport-badge = 'badge.json'\nreport-html = 'not-this.html'\nreport-markdown = 'report.md'\n",
    )
    .unwrap();
    let status = labproof(folder.path(), &RUN)
        .args(["--report-json", "report.json", "--report-junit", "report.xml"])
        .env("LABPROOF_REPORT_HTML", "report.html")
        .env("LABPROOF_REPORT_DIR", "")
        .output()
        .unwrap()
        .status;
    assert_eq!(status.code(), Some(0));
    let mut wanted: Vec<&str> = FILES
        .into_iter()
        .filter(|name| *name != "events.ndjson")
        .collect();
    wanted.insert(1, "labproof.toml");
    assert_eq!(names(folder.path()), wanted);
    assert!(read(&folder.path().join("report.xml")).starts_with("<?xml"));
    assert!(read(&folder.path().join("report.md")).starts_with("## labproof"));
    assert!(read(&folder.path().join("report.html")).starts_with("<!"));
    assert!(read(&folder.path().join("badge.json")).contains("schemaVersion"));
}

#[test]
fn what_cannot_be_written_is_told_before_anything_is_judged() {
    let folder = folder();
    std::fs::write(folder.path().join("file"), "").unwrap();
    let refused = |more: &[&'static str], part: &str| {
        let (code, said, fault) = run(folder.path(), &[&RUN[..], more].concat());
        assert_eq!((code, said.as_str()), (2, ""), "{fault}");
        assert!(fault.contains(part), "{fault}");
    };
    refused(&["--report-json", "none/a.json"], "cannot write none/a.json");
    refused(&["--report-html", "."], "cannot write .");
    refused(
        &["--report-dir", "file/reports"],
        "cannot make the folder file/reports",
    );
    let claim = ["--target", "file", "--claim", "none/claim.yaml"];
    std::fs::write(folder.path().join("file"), IMPLEMENTATION).unwrap();
    refused(&claim, "cannot write none/claim.yaml");
    #[cfg(target_os = "linux")]
    refused(
        &["--report-json", "/dev/full"],
        "cannot write /dev/full: No space left",
    );
}

const IMPLEMENTATION: &str = "implementation: { project: a, version: '1', contact: [a@example.com] }\n";

/// Whoever reads nothing would take that for good news.
#[cfg(target_os = "linux")]
#[test]
fn a_verdict_that_cannot_be_told_is_no_success_and_takes_no_report_away() {
    let folder = folder();
    let output = labproof(folder.path(), &RUN)
        .args(["--report-json", "report.json"])
        .stdout(std::fs::File::options().write(true).open("/dev/full").unwrap())
        .output()
        .unwrap();
    let fault = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{fault}");
    assert!(
        fault.contains("cannot write to standard output: No space left"),
        "{fault}"
    );
    fits_its_schema(&read(&folder.path().join("report.json")));
}

#[test]
fn no_report_of_an_earlier_run_stays() {
    let mut serving = Serving::start("17.9");
    let arguments = [
        "run",
        "--target",
        "target.yaml",
        "--run",
        "instance.check",
        "--report-dir",
        "reports",
    ];
    expect(serving.path(), &arguments, 0, &["judged in part"]);
    serving.stop();
    expect(serving.path(), &arguments, 3, &["cannot reach"]);
    let reports = serving.path().join("reports");
    let text = read(&reports.join("report.json"));
    fits_its_schema(&text);
    let report = json::read(&text).unwrap();
    assert!(report.interrupted.unwrap().contains("cannot reach"));
    assert!(report.editions.is_empty());
    for name in FILES
        .into_iter()
        .filter(|name| *name != "badge.json" && *name != "events.ndjson")
    {
        assert!(read(&reports.join(name)).contains("cannot reach"), "{name}");
    }
    assert!(read(&reports.join("badge.json")).contains("could not be judged"));
    assert_eq!(read(&reports.join("events.ndjson")), "");
}

/// What is left out is said where it is missing, and a secret is masked before anything is cut: half of one is known by
/// nobody.
#[tokio::test(flavor = "multi_thread")]
async fn of_a_long_answer_the_beginning_is_kept_unless_more_is_asked_for() {
    const KEPT: usize = 16 * 1024;
    let serving = Serving::start("17.9");
    let secret = read(&serving.path().join(".labproof/.gitlab_shell_secret"));
    let secret = secret.trim().to_owned();
    let begin = r#"{"pad":""#;
    let body = format!(
        "{begin}{}{secret}{}\"}}",
        "a".repeat(KEPT - begin.len() - 4),
        "b".repeat(100_000)
    );
    let url = format!("http://{}", serving.address());
    let url = support::proxy(url, move |_, passing| passing.body.clone_from(&body)).await;
    let path = serving.path().to_owned();
    let report = move |more: &[&str]| {
        let arguments = [
            "run",
            "--target",
            "target.yaml",
            "--run",
            "instance.check/redis",
            "--report-json",
            "a.json",
        ];
        let (code, said, fault) = run(&path, &[&arguments[..], &["--url", &url], more].concat());
        assert_eq!(code, 1, "{said}{fault}");
        let text = read(&path.join("a.json"));
        fits_its_schema(&text);
        let report = json::read(&text).unwrap();
        let mut findings = report.editions[0].requirements.iter().flat_map(|it| &it.findings);
        findings
            .next()
            .unwrap()
            .breach
            .exchange
            .clone()
            .unwrap()
            .answer
            .text
    };
    tokio::task::spawn_blocking(move || {
        let kept = report(&[]);
        let (text, mark) = kept.split_once('\n').unwrap();
        assert_eq!(text.len(), KEPT);
        assert!(text.ends_with("aaa[sec"), "{}", &text[KEPT - 20..]);
        assert!(
            mark.contains("cut here: 16384 of 1") && mark.contains("--answer-bytes"),
            "{mark}"
        );
        assert!(report(&["--answer-bytes", "200000"]).ends_with("bbb\"}"));
    })
    .await
    .unwrap();
}

/// The strings that an answer gives as tokens and codes.
fn answered(body: &str) -> Vec<String> {
    let Ok(body) = serde_json::from_str::<Value>(body) else {
        return Vec::new();
    };
    let single = ["token", "lfs_token"]
        .into_iter()
        .filter_map(|name| body.get(name));
    let codes = body.get("recovery_codes").and_then(Value::as_array);
    let all = single.chain(codes.into_iter().flatten());
    all.filter_map(|value| value.as_str().map(str::to_owned))
        .collect()
}

/// A server that does much wrong, and tells its clients' secret as well.
#[tokio::test(flavor = "multi_thread")]
async fn no_report_has_a_secret_and_every_report_has_the_ids() {
    let serving = Serving::start("17.9");
    let secrets: Vec<String> = names(&serving.path().join(".labproof"))
        .iter()
        .map(|name| {
            read(&serving.path().join(".labproof").join(name))
                .trim()
                .to_owned()
        })
        .collect();
    assert!(secrets.len() > 1 && secrets.iter().all(|secret| secret.len() > 8));
    let (told, tokens) = (secrets.clone(), Arc::new(Mutex::new(BTreeSet::new())));
    let seen = Arc::clone(&tokens);
    let url = support::proxy(
        format!("http://{}", serving.address()),
        move |request, passing| {
            // What the reference server gives to who asks for a fixture is no answer of the API.
            if !request.contains("/-/labproof/") {
                seen.lock().unwrap().extend(answered(&passing.body));
                passing.body = passing
                    .body
                    .replace("\"success\":true", &format!("\"success\":\"{}\"", told[0]))
                    .replace("\"repository_http_path\"", "\"path\"")
                    .replace("401 Unauthorized", &told[told.len() - 1]);
            }
        },
    )
    .await;
    let path = serving.path().to_owned();
    let (code, said, errors) = tokio::task::spawn_blocking(move || {
        let mut arguments = vec![
            "run",
            "--target",
            "target.yaml",
            "--url",
            &url,
            "--report-dir",
            "reports",
            "-vv",
        ];
        for operation in [
            "ssh.personal_access_token",
            "ssh.two_factor_recovery_codes",
            "git.lfs_authenticate",
        ] {
            arguments.extend(["--run", operation]);
        }
        run(&path, &arguments)
    })
    .await
    .unwrap();
    assert_eq!(code, 1, "{said}{errors}");
    let tokens = tokens.lock().unwrap();
    assert!(tokens.len() > 20, "only {} tokens were answered", tokens.len());
    let reports = serving.path().join("reports");
    fits_its_schema(&read(&reports.join("report.json")));
    let mut texts: Vec<(String, String)> = FILES
        .iter()
        .map(|name| ((*name).to_owned(), read(&reports.join(name))))
        .collect();
    texts.push(("the terminal".to_owned(), said + &errors));
    for (name, text) in &texts {
        let leaked: Vec<&String> = secrets
            .iter()
            .chain(tokens.iter())
            .filter(|secret| text.contains(secret.as_str()))
            .collect();
        assert!(leaked.is_empty(), "{name} has {leaked:?}");
        if name != "badge.json" {
            assert!(
                text.contains("key_id=") && text.contains("[token]"),
                "{name} lacks the ids"
            );
        }
    }
}
