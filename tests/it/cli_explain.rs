//! What `labproof explain` tells of each kind of thing.

use crate::support;
use crate::support::command::{expect, folder, run};
use labproof_spec::Spec;

/// What the command says of this has all the parts.
fn tells(id: &str, parts: &[&str]) {
    expect(folder().path(), &["explain", id], 0, parts);
}

#[test]
fn a_requirement_is_told_with_its_level_its_consumers_and_its_scenarios() {
    let feature = include_str!("../../features/git/allowed.feature");
    let editions = support::editions();
    let (oldest, newest) = (editions[0], editions[editions.len() - 1]);
    let mut lines = feature.lines();
    let line = lines
        .position(|line| line.trim().starts_with("Scenario: Member fetches: 200"))
        .unwrap()
        + 1;
    tells(
        "git.allowed/fetch-is-described",
        &[
            &format!("(must, editions {oldest}..{newest})"),
            "a breach is a failure",
            "POST /api/v4/internal/allowed",
            "gitlab-shell: Lets people reach their repositories over SSH",
            "Asks before every Git and LFS command.",
            "source: Internal API",
            "scenarios tagged @req:git.allowed/fetch-is-described",
            &format!("features/git/allowed.feature:{line} Member fetches: 200 with repository, user"),
        ],
    );
}

#[test]
fn a_derived_requirement_is_told_with_what_its_check_does() {
    tells(
        "ssh.discover/example",
        &[
            "the check `example`, which every operation gets",
            "compares status and body",
            "example `documented`: GET /api/v4/internal/discover?key_id=7",
        ],
    );
    tells(
        "ssh.discover/wrong-method",
        &["never counts", "or 405 with the header Allow"],
    );
}

#[test]
fn the_errata_of_a_requirement_are_told_in_full() {
    let spec = Spec::shipped().unwrap_or_else(|faults| panic!("{faults}"));
    let erratum = spec.errata().iter().find(|erratum| erratum.id == "E-87").unwrap();
    tells(
        "git.allowed/media-types",
        &[&erratum.title, &erratum.chosen, &erratum.reason, "E-87"],
    );
}

#[test]
fn a_profile_is_told_with_its_floor_and_what_it_needs() {
    let (name, needs) = ("geo", "instance.check");
    tells(
        name,
        &[
            "Mirrors an instance elsewhere",
            "60 of a hundred",
            &format!("edition {}: operations: 1", support::editions()[0]),
            needs,
        ],
    );
    tells(
        "kas",
        &[
            &format!("edition {}: needs nothing", support::editions()[0]),
            "kas.usage_metrics",
            "it sends the same numbers again",
        ],
    );
}

#[test]
fn everything_that_can_be_listed_can_be_explained() {
    let spec = Spec::shipped().unwrap_or_else(|faults| panic!("{faults}"));
    let operations = spec.operations().map(|(operation, _)| operation.to_owned());
    let all: Vec<String> = operations.chain(spec.profiles()).collect();
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    expect(folder().path(), &[&["explain"], &all[..]].concat(), 0, &all);
}

#[test]
fn one_that_nobody_knows_among_others_is_named_and_nothing_is_told() {
    let (code, told, fault) = run(folder().path(), &["explain", "git.allowed", "git.nothing"]);
    assert_eq!((code, told.as_str()), (2, ""));
    assert!(fault.contains("nothing is called `git.nothing`"), "{fault}");
}

#[test]
fn a_decision_is_told_with_the_rule_that_makes_it() {
    let folder = folder();
    let path = folder.path();
    let asked = [
        "explain",
        "decision",
        "--who",
        "member",
        "--action",
        "git-receive-pack",
        "--container",
        "archived",
    ];
    expect(
        path,
        &asked,
        0,
        &[
            "git.allowed in edition 18.9: refused with 401: You can't push code to an archived project.",
            "rule: archived-projects",
            "where state is archived",
            "source: GitLab source lib/gitlab/git_access.rb (evidence S)",
            "who: member: A developer of the private project.",
        ],
    );
    // In the words of another edition, and of another kind of instance.
    let words = "refused with 401: You are not allowed to push code to this project.";
    expect(path, &[&asked[..], &["--edition", "16.3"]].concat(), 0, &[words]);
    let unconfirmed = ["explain", "decision", "--who", "unconfirmed_user"];
    expect(path, &unconfirmed, 0, &["edition 18.9: granted"]);
    let confirming = ["--instance", "{settings: {email_confirmation: true}}"];
    let rule = "rule: unconfirmed-users";
    expect(path, &[&unconfirmed[..], &confirming].concat(), 0, &[rule]);
    // A line for each value of a part.
    let all = [
        "explain",
        "decision",
        "--who",
        "all",
        "--container",
        "design",
        "--protocol",
        "web",
    ];
    expect(
        path,
        &all,
        0,
        &[
            "reporter by key_id, git-upload-pack over web, design, _any, address none, form, beside nothing: granted (reporters-manage-designs)",
            "guest by key_id, git-upload-pack over web, design, _any, address none, form, beside nothing: refused with 401",
        ],
    );
    expect(
        path,
        &["explain", "decision", "--who", "king"],
        2,
        &["--who king: there is no such value; there are: banned_user,"],
    );
    expect(
        path,
        &["explain", "git.allowed", "--who", "owner"],
        2,
        &["ask for `labproof explain decision`"],
    );
}
