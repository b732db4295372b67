//! The templates for CI systems: they are YAML, and the command takes what they give it.

use crate::support;
use crate::support::command::{folder, labproof};
use serde_json::Value;

const GITLAB: &str = include_str!("../../ci/gitlab-ci.yml");
const GITHUB: &str = include_str!("../../ci/github-workflow.yml");

/// What stands before the jobs of a run in parts, which are comments.
const IN_PARTS: &str = "# In parts, ";

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

/// A template as it is, and with the jobs of a run in parts instead of the one.
fn both_ways(template: &str) -> [Value; 2] {
    // GitHub puts these in before the shell sees the line; they have blanks in them.
    let filled = template
        .replace("${{ matrix.shard }}", "2")
        .replace("${{ strategy.job-total }}", "4");
    let (whole, parts) = filled.split_once(IN_PARTS).unwrap();
    let (_, jobs) = parts.split_once("\n#\n").unwrap();
    let jobs: Vec<&str> = jobs
        .lines()
        .map(|line| line.strip_prefix("# ").unwrap_or_default())
        .collect();
    let one = ["\nlabproof:\n", "\n  labproof:\n"];
    let head = one.iter().find_map(|job| whole.split_once(job)).unwrap().0;
    [parsed(whole), parsed(&format!("{head}\n{}\n", jobs.join("\n")))]
}

/// The commands of a template that install the program.
fn installations(document: &Value) -> Vec<&str> {
    let texts = texts(document).into_iter();
    texts.filter(|text| text.contains("cargo install")).collect()
}

#[test]
fn the_command_takes_what_the_templates_give_it() {
    for (name, template) in [("gitlab-ci.yml", GITLAB), ("github-workflow.yml", GITHUB)] {
        let [whole, parts] = both_ways(template);
        takes(name, &calls(&whole), &[&["run", "--target", "--report-dir"]]);
        let merge = ["report", "merge", "labproof-report-*/events.ndjson"];
        let part = [
            "run",
            "--target",
            "--seed",
            "1000",
            "--report-dir",
            "--shard",
            "2/4",
        ];
        takes(name, &calls(&parts), &[&part, &merge]);
    }
}

/// Every call parses, has no flag that the command lacks, and these words are in one of them.
fn takes(name: &str, calls: &[Vec<String>], words: &[&[&str]]) {
    let folder = folder();
    for arguments in calls {
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
    for words in words {
        let has = |call: &&Vec<String>| words.iter().all(|word| call.iter().any(|given| given == word));
        assert_eq!(
            calls.iter().filter(has).count(),
            1,
            "{name}: {words:?} in {calls:?}"
        );
    }
    assert_eq!(calls.len(), words.len(), "{name}: {calls:?}");
}

#[test]
fn the_program_is_built_in_one_job_from_a_release_of_a_place_to_fill_in() {
    for template in [GITLAB, GITHUB] {
        let release = format!("LABPROOF_RELEASE: v{} ", env!("CARGO_PKG_VERSION"));
        assert!(template.contains(&release), "{release}");
        assert!(template.contains("LABPROOF_REPOSITORY: \"\" "));
        for document in both_ways(template) {
            let [install] = &installations(&document)[..] else {
                panic!("not built once: {document}")
            };
            for part in [
                "--git \"${LABPROOF_REPOSITORY:?",
                "--tag \"$LABPROOF_RELEASE\" labproof",
            ] {
                assert!(install.contains(part), "{install}");
            }
        }
    }
}

#[test]
fn reports_are_kept_whatever_the_verdict() {
    let [whole, parts] = both_ways(GITLAB);
    assert_eq!(parts["labproof:judge"]["parallel"], 4);
    for job in [
        &whole["labproof"],
        &parts["labproof:judge"],
        &parts["labproof:report"],
    ] {
        assert_eq!(job["artifacts"]["when"], "always", "{job}");
        assert!(job["artifacts"]["reports"]["junit"].is_string(), "{job}");
    }
    let [whole, parts] = both_ways(GITHUB);
    assert!(whole["on"].is_object(), "`on` is a word here");
    for job in [
        &whole["jobs"]["labproof"],
        &parts["jobs"]["judge"],
        &parts["jobs"]["report"],
    ] {
        let uploads = |step: &&Value| {
            step["uses"]
                .as_str()
                .is_some_and(|uses| uses.starts_with("actions/upload-artifact"))
        };
        let steps = job["steps"].as_array().unwrap();
        assert_eq!(steps.iter().find(uploads).unwrap()["if"], "always()", "{job}");
    }
    for document in [whole, parts] {
        let summary = texts(&document)
            .iter()
            .any(|text| text.contains("--report-markdown \"$GITHUB_STEP_SUMMARY\""));
        assert!(summary, "the summary of the job shows no report");
    }
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
