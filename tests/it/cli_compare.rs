//! Reports of several runs: compared, and put together.

use std::path::Path;

use crate::support::command::{Serving, expect, folder, run};

const LACKING: &str = "git.allowed/project-and-root-namespace";

/// Runs with more arguments, and keeps the report.
fn judged(path: &Path, more: &[&str], report: &str) {
    let arguments = ["run", "--target", "target.yaml", "--report-json", report];
    run(path, &[&arguments[..], more].concat());
}

#[test]
fn a_regression_is_told_and_ends_with_1() {
    let serving = Serving::start("17.9");
    let path = serving.path();
    let chosen = ["--run", "git.allowed/project*", "--strict"];
    judged(path, &chosen, "good.json");
    let (_older, url) = serving.beside("16.3");
    judged(path, &[&chosen[..], &["--url", &url]].concat(), "bad.json");
    expect(
        path,
        &["compare", "good.json", "good.json"],
        0,
        &["no worse than before: 0 broken"],
    );
    expect(
        path,
        &["compare", "good.json", "bad.json"],
        1,
        &[
            &format!("BROKEN {LACKING} (should, edition 17.9): pass → warning"),
            "worse than before: 1 broken",
        ],
    );
    expect(
        path,
        &["compare", "bad.json", "good.json"],
        0,
        &[&format!("FIXED {LACKING}"), "0 broken, 1 fixed"],
    );
    for (format, part) in [
        ("markdown", "### Broken (1)"),
        ("html", "<h2 class=\"broken\">broken (1)</h2>"),
    ] {
        let arguments = [
            "compare",
            "good.json",
            "bad.json",
            "--format",
            format,
            "--output",
            "out",
        ];
        expect(path, &arguments, 1, &[]);
        let text = std::fs::read_to_string(path.join("out")).unwrap();
        assert!(text.contains(part) && text.contains(LACKING), "{text}");
    }
    // What was judged and is not any more is lost, too.
    judged(path, &[&chosen[..], &["--skip", LACKING]].concat(), "less.json");
    expect(
        path,
        &["compare", "good.json", "less.json"],
        1,
        &["pass → skipped"],
    );
    judged(path, &["--run", "git.allowed/project"], "part.json");
    expect(
        path,
        &["compare", "good.json", "part.json"],
        1,
        &["pass → not in the report"],
    );
    std::fs::write(path.join("none.json"), "{}").unwrap();
    expect(
        path,
        &["compare", "good.json", "none.json"],
        2,
        &["none.json", "not a report"],
    );
    expect(
        path,
        &["compare", "absent.json", "good.json"],
        2,
        &["absent.json"],
    );
}

/// The verdicts of a report, without what differs from run to run.
fn verdicts(path: &Path) -> Vec<(String, String)> {
    let report: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let editions = report["editions"].as_array().unwrap();
    let all = editions
        .iter()
        .flat_map(|edition| edition["requirements"].as_array().unwrap());
    let verdicts = all.map(|it| {
        (
            it["id"].to_string(),
            format!("{} {}", it["verdict"], it["checks"]),
        )
    });
    let mut told: Vec<(String, String)> = verdicts.collect();
    for edition in editions {
        told.push(("judged".to_owned(), edition["judged"]["scenarios"].to_string()));
        told.push(("profiles".to_owned(), edition["profiles"].to_string()));
    }
    told.push(("partial".to_owned(), report["partial"].to_string()));
    told
}

#[test]
fn the_parts_of_a_run_make_the_whole() {
    let folder = folder();
    let path = folder.path();
    // A server for each, since what one part did must not show in another.
    let chosen = ["run", "--edition", "13.10", "--seed", "5", "--cases", "2"];
    let with = |more: &[&str]| expect(path, &[&chosen[..], more].concat(), 0, &[]);
    with(&["--report-json", "whole.json"]);
    for part in ["1", "2", "3", "4"] {
        with(&["--shard", &format!("{part}/4"), "--report-dir", part]);
    }
    let merge = [
        "report",
        "merge",
        "1/report.json",
        "2/report.json",
        "3/report.json",
    ];
    expect(path, &merge, 2, &["missing: part 4/4"]);
    expect(
        path,
        &[&merge[..], &["1/report.json"]].concat(),
        2,
        &["are both part 1/4", "missing: part 4/4"],
    );
    expect(
        path,
        &["report", "merge", "whole.json"],
        2,
        &["whole.json: is no part of a run"],
    );
    let all = [
        &merge[..],
        &[
            "4/events.ndjson",
            "--output",
            "merged.json",
            "--report-markdown",
            "merged.md",
        ],
    ]
    .concat();
    expect(path, &all, 0, &["conforms", "seed 5"]);
    assert_eq!(
        verdicts(&path.join("merged.json")),
        verdicts(&path.join("whole.json"))
    );
    assert!(
        std::fs::read_to_string(path.join("merged.md"))
            .unwrap()
            .contains("labproof: conforms")
    );

    // A part that was killed in the middle of a line.
    let events = std::fs::read_to_string(path.join("4/events.ndjson")).unwrap();
    let lines: Vec<&str> = events.lines().collect();
    let (first, cut) = (lines[..3].join("\n"), &lines[3][..20]);
    std::fs::write(path.join("died.ndjson"), format!("{first}\n{cut}")).unwrap();
    let died = [&merge[..], &["died.ndjson"]].concat();
    expect(
        path,
        &died,
        3,
        &["ended early: died.ndjson: the run ended without saying so"],
    );
    let other = [
        "run",
        "--edition",
        "13.10",
        "--cases",
        "3",
        "--shard",
        "4/4",
        "--report-json",
        "other.json",
    ];
    expect(path, &other, 0, &[]);
    let mixed = [&merge[..], &["other.json"]].concat();
    expect(
        path,
        &mixed,
        2,
        &["differ in the seed (5, ", "differ in the number of cases (2, 3)"],
    );
}

/// Nobody can say of a selection that its server conforms, however it was spread.
#[test]
fn the_parts_of_a_selection_stay_a_selection() {
    let folder = folder();
    let path = folder.path();
    for part in ["1", "2"] {
        let shard = format!("{part}/2");
        let report = format!("{part}.json");
        let selection = [
            "run",
            "--edition",
            "17.9",
            "--run",
            "instance.check",
            "--seed",
            "5",
        ];
        let part = ["--shard", &shard, "--report-json", &report];
        expect(path, &[&selection[..], &part].concat(), 0, &["judged in part"]);
    }
    expect(
        path,
        &["report", "merge", "1.json", "2.json"],
        0,
        &["nothing found, judged in part"],
    );
}
