//! Expected failures and claims, as a user meets them.

use crate::support::command::{Serving, expect, folder, run};
use crate::support::spec;
use labproof_harness::ExpectedFailures;
use labproof_spec::EditionKind;

/// What a server of edition 16.3 lacks when it is judged by 17.9.
const LACKING: &str = "git.allowed/project-and-root-namespace";

/// A run that finds that at the URL of such a server, with more arguments.
fn lacking<'a>(url: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let arguments = ["run", "--target", "target.yaml", "--url", url, "--run", LACKING];
    [&arguments[..], more].concat()
}

#[test]
fn a_failure_that_is_listed_does_not_count_until_its_day_is_over() {
    let serving = Serving::start("17.9");
    let (_older, url) = serving.beside("16.3");
    let path = serving.path();
    let list = |text: &str| std::fs::write(path.join("known.yaml"), text).unwrap();
    let arguments = lacking(
        &url,
        &[
            "--strict",
            "--expected-failures",
            "known.yaml",
            "--report-json",
            "report.json",
        ],
    );
    list(&format!(
        "- requirement: {LACKING}\n  reason: an older server\n  expires: 9999-01-01\n"
    ));
    expect(path, &arguments, 0, &["1 expected-failure", "0 warning"]);
    let report = std::fs::read_to_string(path.join("report.json")).unwrap();
    assert!(report.contains("an older server"), "{report}");
    list(&format!(
        "- requirement: {LACKING}\n  reason: an older server\n  expires: 2000-01-01\n"
    ));
    expect(
        path,
        &arguments,
        1,
        &["stale expectation: known.yaml:1", "until 2000-01-01", "1 warning"],
    );
    list("- requirement: git.allowed/*\n  reason: an older server\n  editions: \"..16.3\"\n");
    expect(path, &arguments, 1, &["1 warning"]);
}

#[test]
fn an_entry_that_is_not_needed_is_told() {
    let folder = folder();
    let path = folder.path();
    let list = |text: &str| std::fs::write(path.join("known.yaml"), text).unwrap();
    let arguments = [
        "run",
        "--edition",
        "17.9",
        "--run",
        "instance.check/redis",
        "--expected-failures",
        "known.yaml",
    ];
    list("- { requirement: instance.check/redis, reason: once broken }\n");
    expect(
        path,
        &arguments,
        4,
        &[
            "known.yaml:1 `instance.check/redis` holds in edition 17.9; remove it",
            "1 unexpected-pass",
        ],
    );
    list("- { requirement: instance.chick/*, reason: a slip }\n");
    expect(
        path,
        &arguments,
        4,
        &["`instance.chick/*` matches no requirement"],
    );
    // What this run leaves out may well fail.
    list(
        "- { requirement: instance.check/*, reason: some of it }\n- { requirement: git.*, reason: elsewhere }\n",
    );
    expect(path, &arguments, 0, &["nothing found, judged in part"]);
    list("- { requirement: instance.check/redis }\n- { requirement: 1, reason: x }\n");
    expect(
        path,
        &arguments,
        2,
        &[
            "known.yaml: line 1: \"reason\" is a required",
            "line 2: `requirement`",
        ],
    );
    expect(
        path,
        &["run", "--expected-failures", "absent.yaml"],
        2,
        &["absent.yaml", "give an existing file to --expected-failures"],
    );
}

#[test]
fn a_baseline_is_made_and_pruned_from_reports() {
    let serving = Serving::start("17.9");
    let (_older, url) = serving.beside("16.3");
    let path = serving.path();
    run(path, &lacking(&url, &["--strict", "--report-json", "old.json"]));
    let baseline = |verb| ["baseline", verb, "old.json", "--expected-failures", "known.yaml"];
    expect(path, &baseline("prune"), 2, &["known.yaml"]);
    expect(
        path,
        &baseline("update"),
        0,
        &[&format!("added `{LACKING}`, edition 17.9"), "1 added"],
    );
    expect(path, &baseline("update"), 0, &["nothing to add"]);
    expect(path, &baseline("prune"), 0, &["nothing to remove"]);
    expect(
        path,
        &lacking(&url, &["--strict", "--expected-failures", "known.yaml"]),
        0,
        &["give the entries in line 3 a reason", "1 expected-failure"],
    );
    let text = std::fs::read_to_string(path.join("known.yaml")).unwrap();
    let more = format!("{text}# typing\n- {{ requirement: no/thing, reason: x }}\n");
    std::fs::write(path.join("known.yaml"), more).unwrap();
    expect(
        path,
        &baseline("prune"),
        0,
        &["removed `no/thing` (line 7): no requirement is called so"],
    );
    let pruned = std::fs::read_to_string(path.join("known.yaml")).unwrap();
    assert_eq!(pruned, format!("{text}# typing\n"));
}

/// Nobody here has a GitLab of each edition, so that this is all that can be kept true of the list without one.
#[test]
fn what_gitlab_is_known_to_break_is_documented_and_says_where_it_was_read() {
    let text = include_str!("../../expected-failures/gitlab.yaml");
    let expected =
        ExpectedFailures::parse("gitlab.yaml", text, spec()).unwrap_or_else(|faults| panic!("{faults}"));
    let source = regex::Regex::new(r"\((ee/)?(lib|app)/[a-z_/]+\.rb").unwrap();
    for entry in expected.entries() {
        assert!(
            source.is_match(&entry.reason),
            "line {}: {}",
            entry.line,
            entry.reason
        );
        for edition in spec()
            .editions()
            .filter(|edition| entry.editions.contains(*edition))
        {
            let mut operations = spec().api(edition).operations.clone().into_iter();
            let is_known = operations.any(|it| it.requirements.iter().any(|it| entry.matches(edition, it)));
            assert!(is_known, "line {}: nothing in edition {edition}", entry.line);
        }
        // A served edition says what GitLab does, so there is nothing to expect of it.
        let mut served = spec().edition_entries().iter();
        let served = served.find(|it| it.kind == EditionKind::Served && entry.editions.contains(it.edition));
        assert!(served.is_none(), "line {}: {served:?}", entry.line);
    }
    assert!(expected.entries().len() > 10, "the list is not empty");
}

#[test]
fn a_claim_says_who_what_and_how_to_check_it() {
    let serving = Serving::start("17.9");
    let path = serving.path();
    let arguments = |target: &'static str| {
        let more = [
            "--profile",
            "geo",
            "--seed",
            "7",
            "--cases",
            "2",
            "--claim",
            "claim.yaml",
        ];
        [&["run", "--target", target][..], &more].concat()
    };
    expect(
        path,
        &arguments("target.yaml"),
        2,
        &["target.yaml: --claim needs `implementation` to say project and version and contact"],
    );
    expect(
        path,
        &["run", "--claim", "claim.yaml"],
        2,
        &["give that with --target"],
    );
    assert!(!path.join("claim.yaml").exists());
    let about = "implementation: { organization: Example, project: example server, version: \"1.2\", contact: [ops@example.com] }\nurl:";
    serving.changed("named.yaml", "url:", about);
    expect(path, &arguments("named.yaml"), 0, &["conforms"]);
    let claim = std::fs::read_to_string(path.join("claim.yaml")).unwrap();
    for part in [
        "kind: ConformanceClaim",
        "project: example server",
        "outcome: conforms",
        "name: geo",
        "labproof run --target named.yaml --profile geo --seed 7 --cases 2",
    ] {
        assert!(claim.contains(part), "`{part}` is not in {claim}");
    }
}

#[test]
fn a_claim_hides_no_failure_however_well_known() {
    let serving = Serving::start("17.9");
    let (_older, url) = serving.beside("16.3");
    let path = serving.path();
    let about =
        "implementation: { project: example server, version: \"1.2\", contact: [ops@example.com] }\nurl:";
    serving.changed("named.yaml", "url:", about);
    let mut arguments = lacking(&url, &["--strict", "--claim", "claim.yaml"]);
    arguments[2] = "named.yaml";
    expect(path, &arguments, 1, &["does not conform"]);
    let claim = std::fs::read_to_string(path.join("claim.yaml")).unwrap();
    assert!(
        claim.contains("outcome: does-not-conform") && claim.contains(LACKING),
        "{claim}"
    );
    std::fs::write(
        path.join("known.yaml"),
        format!("- {{ requirement: {LACKING}, reason: older }}\n"),
    )
    .unwrap();
    arguments.extend(["--expected-failures", "known.yaml"]);
    expect(path, &arguments, 0, &["1 expected-failure"]);
    let claim = std::fs::read_to_string(path.join("claim.yaml")).unwrap();
    assert!(
        claim.contains("expectedFailures:") && claim.contains("- older"),
        "{claim}"
    );
    assert!(claim.contains("outcome: judged-in-part"), "{claim}");
}
