//! The templates for CI systems: they are YAML, and the command takes what they give it.

use crate::support;
use crate::support::command::{folder, labproof};
use serde_json::Value;

const GITLAB: &str = include_str!("../../ci/gitlab-ci.yml");
const GITHUB: &str = include_str!("../../ci/github-workflow.yml");

fn parsed(text: &str) -> Value {
    serde_saphyr::from_str(text).unwrap()
}

/// Every text in a document.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Object(members) => members.values().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

/// The arguments of each call of the command, variables filled in as the CI system would.
fn calls(document: &Value) -> Vec<Vec<String>> {
    let mut calls = Vec::new();
    for text in texts(document) {
        for line in text.replace("\\\n", " ").lines() {
            let line = line.split("||").next().unwrap().trim();
            if let Some(arguments) = line.strip_prefix("labproof ") {
                calls.push(arguments.split_whitespace().map(filled).collect());
            }
        }
    }
    calls
}

fn filled(word: &str) -> String {
    [
        ("\"", ""),
        ("$CI_NODE_INDEX", "2"),
        ("$CI_NODE_TOTAL", "4"),
        ("$CI_PIPELINE_ID", "1000"),
        ("$GITHUB_RUN_ID", "1000"),
    ]
    .iter()
    .fold(word.to_owned(), |word, (variable, value)| {
        word.replace(variable, value)
    })
}

/// GitHub puts these in before the shell sees the line; they have blanks in them.
fn github() -> Value {
    let filled = GITHUB
        .replace("${{ matrix.shard }}", "2")
        .replace("${{ strategy.job-total }}", "4");
    parsed(&filled)
}

#[test]
fn the_command_takes_what_the_templates_give_it() {
    for (name, document) in [
        ("gitlab-ci.yml", parsed(GITLAB)),
        ("github-workflow.yml", github()),
    ] {
        let calls = calls(&document);
        let folder = folder();
        for arguments in &calls {
            let output = labproof(folder.path(), &[])
                .args(arguments)
                .arg("--help")
                .output()
                .unwrap();
            let help = String::from_utf8(output.stdout).unwrap();
            let fault = String::from_utf8(output.stderr).unwrap();
            assert!(output.status.success(), "{name}: {arguments:?}: {fault}");
            for flag in arguments.iter().filter(|word| word.starts_with("--")) {
                assert!(help.contains(&format!("{flag} ")), "{name}: no {flag} in {help}");
            }
        }
        let has = |words: &[&str]| {
            calls
                .iter()
                .any(|call| words.iter().all(|word| call.iter().any(|given| given == word)))
        };
        assert!(
            has(&["run", "--target", "--report-dir", "--shard", "2/4"]),
            "{calls:?}"
        );
        assert!(
            has(&["report", "merge", "labproof-report-*/events.ndjson"]),
            "{calls:?}"
        );
    }
}

#[test]
fn reports_are_kept_whatever_the_verdict() {
    let gitlab = parsed(GITLAB);
    for job in ["labproof:judge", "labproof:report"] {
        let artifacts = &gitlab[job]["artifacts"];
        assert_eq!(artifacts["when"], "always", "{job}");
        assert!(artifacts["reports"]["junit"].is_string(), "{job}");
    }
    assert_eq!(gitlab["labproof:judge"]["parallel"], 4);
    let github = github();
    assert!(github["on"].is_object(), "`on` is a word here");
    for job in ["judge", "report"] {
        let steps = github["jobs"][job]["steps"].as_array().unwrap();
        let uploads = |step: &&Value| {
            step["uses"]
                .as_str()
                .is_some_and(|uses| uses.starts_with("actions/upload-artifact"))
        };
        assert_eq!(steps.iter().find(uploads).unwrap()["if"], "always()", "{job}");
    }
    let summary = texts(&github)
        .iter()
        .any(|text| text.contains("--report-markdown \"$GITHUB_STEP_SUMMARY\""));
    assert!(summary, "the summary of the job shows no report");
}

/// The parts of a run, as the templates make and merge them.
#[test]
fn what_the_first_job_leaves_the_second_puts_together() {
    let serving = support::command::Serving::start("17.9");
    let path = serving.path();
    let mut merge = vec!["report".to_owned(), "merge".to_owned()];
    for index in 1..=2 {
        let (shard, reports) = (format!("{index}/2"), format!("labproof-report-{index}"));
        let arguments = [
            "run",
            "--target",
            "target.yaml",
            "--seed",
            "1000",
            "--run",
            "git.allowed/*",
        ];
        let part = ["--report-dir", reports.as_str(), "--shard", shard.as_str()];
        support::command::expect(path, &[&arguments[..], &part].concat(), 0, &["judged in part"]);
        merge.push(format!("{reports}/events.ndjson"));
    }
    merge.extend(["--report-dir".to_owned(), "labproof-report".to_owned()]);
    let merge: Vec<&str> = merge.iter().map(String::as_str).collect();
    support::command::expect(path, &merge, 0, &["1 operation", "0 fail"]);
    assert!(path.join("labproof-report/report.html").exists());
    assert!(path.join("labproof-report/report.xml").exists());
}
