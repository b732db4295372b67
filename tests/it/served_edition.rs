//! What a release of GitLab answers, as an edition of its own: chosen by the release that a server says it is, and told
//! apart from what is documented.

use std::path::Path;

use serde_json::Value;

use crate::support::command::{Serving, expect, run};

/// A run of one operation that GitLab has moved since it was documented.
fn moved<'a>(target: &'a Path, more: &[&'a str]) -> Vec<&'a str> {
    let target = target.to_str().unwrap();
    let arguments = [
        "run",
        "--target",
        target,
        "--run",
        "kas.agent_info/*",
        "--cases",
        "1",
    ];
    [&arguments[..], more].concat()
}

/// The target file of a server, without its edition.
fn without_edition(serving: &Serving, edition: &str) -> std::path::PathBuf {
    serving.changed("unnamed.yaml", &format!("edition: \"{edition}\"\n"), "")
}

#[test]
fn a_server_is_judged_by_the_edition_that_speaks_for_the_release_it_says_it_is() {
    for (release, edition, why) in [
        (
            "18.9",
            "18.9",
            "says 18.9.0, and this is the newest served edition that is not newer",
        ),
        (
            "16.3",
            "16.3",
            "says 16.3.0, and this is the newest documented edition that is not newer",
        ),
        (
            "13.10",
            "13.10",
            "says 13.10.0, and this is the newest documented edition that is not newer",
        ),
    ] {
        let serving = Serving::start(release);
        let target = without_edition(&serving, release);
        let place = format!("note: edition {edition}: /gitlab_version of GET /api/v4/internal/check {why}");
        expect(
            serving.path(),
            &moved(&target, &[]),
            0,
            &[&place, &format!("edition {edition} http")],
        );
    }
}

#[test]
fn a_server_that_does_not_tell_its_release_is_judged_by_the_newest_documented_edition() {
    let serving = Serving::start("18.9");
    let target = without_edition(&serving, "18.9");
    let text = std::fs::read_to_string(&target).unwrap();
    std::fs::write(
        serving.path().join("wrong"),
        "another secret, with enough characters",
    )
    .unwrap();
    let shell = text
        .lines()
        .find(|line| line.contains("gitlab_shell_secret"))
        .unwrap();
    std::fs::write(&target, text.replace(shell, "    file: wrong")).unwrap();
    let told = "edition 17.9, the newest documented one, since the server does not tell its release";
    let why = "(GET /api/v4/internal/check answers 401); name another with --edition";
    expect(serving.path(), &moved(&target, &[]), 1, &[told, why]);
}

#[test]
fn what_gitlab_does_and_what_is_documented_are_told_apart() {
    let serving = Serving::start("18.9");
    let target = without_edition(&serving, "18.9");
    // As served: kept, though documented otherwise.
    let (code, said, fault) = run(serving.path(), &moved(&target, &["--report-json", "served.json"]));
    assert_eq!(code, 0, "{said}{fault}");
    let beside = said.lines().find(|line| line.contains("beside GitLab:")).unwrap();
    assert!(
        beside.contains(" as GitLab does and not as documented (E-08, E-92)"),
        "{beside}"
    );
    assert!(beside.ends_with(" 0 against what GitLab does"), "{beside}");
    let report: Value =
        serde_json::from_str(&std::fs::read_to_string(serving.path().join("served.json")).unwrap()).unwrap();
    let edition = &report["editions"][0];
    assert_eq!(edition["kind"], "served");
    let requirements = edition["requirements"].as_array().unwrap();
    let credentials = requirements
        .iter()
        .find(|it| it["id"] == "kas.agent_info/credentials")
        .unwrap();
    assert_eq!(credentials["partings"][0]["erratum"], "E-92");
    assert_eq!(credentials["partings"][0]["edition"], "18.9");
    // As documented: broken, though GitLab itself does so.
    expect(
        serving.path(),
        &moved(&target, &["--edition", "17.9"]),
        1,
        &[
            "GitLab:   GitLab 18.9 itself does otherwise: `agents/agentk/agent_info`",
            "of what is broken GitLab itself does otherwise (E-08, E-92)",
        ],
    );
    // What an older server does is against what GitLab does.
    let (_older, url) = serving.beside("17.9");
    expect(
        serving.path(),
        &moved(&target, &["--edition", "18.9", "--url", &url]),
        1,
        &["GitLab:   GitLab 18.9 itself keeps this, though it is documented otherwise: "],
    );
}
