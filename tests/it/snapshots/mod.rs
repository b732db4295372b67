//! Every documented example and every distinct refusal, as the reference server answers them.
//!
//! An edition has a file only where its answer is not that of the newest older edition that has one. What differs
//! from server to server is replaced by its word in brackets, as the documents annotate it, so the same files judge
//! a live target: there every member that a snapshot has must be there, of the same type, and equal where it is no
//! word in brackets.

mod answers;
mod comparison;

use std::io::Write as _;

use labproof_harness::Snapshot;

use crate::support;
pub(crate) use answers::Answers;
use answers::{Surplus, folder};

/// What the files record.
pub(crate) fn recorded() -> Answers {
    Answers::recorded(support::spec().editions())
}

fn name(snapshot: &Snapshot) -> String {
    format!("{}@{}", snapshot.operation, snapshot.case)
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_are_as_recorded() {
    let judged = support::judged().await;
    let snapshots = &judged.snapshots;
    assert!(!snapshots.is_empty(), "{}", support::told(&judged.report));
    if judged.is_embedded {
        every_name_is_taken_once(snapshots);
        let answers = answers(snapshots);
        every_example_is_answered(&answers);
        as_recorded(snapshots, &answers);
        no_file_is_surplus(recorded().surplus(&answers));
    } else {
        let recorded = recorded();
        let differences: Vec<String> = snapshots
            .iter()
            .flat_map(|snapshot| match recorded.of(snapshot.edition, &name(snapshot)) {
                Some(recorded) => comparison::differences(snapshot, recorded),
                None => vec![format!("{} {}: not recorded", snapshot.edition, name(snapshot))],
            })
            .collect();
        assert!(differences.is_empty(), "{}", differences.join("\n"));
    }
}

fn every_name_is_taken_once(snapshots: &[Snapshot]) {
    let names = support::counted(
        snapshots
            .iter()
            .map(|snapshot| (snapshot.edition, name(snapshot))),
    );
    let twice: Vec<_> = names.iter().filter(|(_, count)| **count > 1).collect();
    assert!(twice.is_empty(), "several answers share a name: {twice:?}");
}

fn text(snapshot: &Snapshot) -> String {
    serde_json::to_string_pretty(&snapshot.content).unwrap()
}

fn answers(snapshots: &[Snapshot]) -> Answers {
    let mut answers = Answers::default();
    for snapshot in snapshots {
        answers.add(snapshot.edition, name(snapshot), text(snapshot));
    }
    answers
}

/// The file of an older edition stands for later ones, so it does not show that they answer at all.
fn every_example_is_answered(answers: &Answers) {
    let missing: Vec<String> = support::examples()
        .into_iter()
        .filter(|(edition, name)| answers.own(*edition, name).is_none())
        .map(|(edition, name)| format!("{edition} {name}"))
        .collect();
    assert!(missing.is_empty(), "no answer to these examples: {missing:#?}");
}

/// Compares what has a file or needs one; all else is as in an older edition, which has one.
fn as_recorded(snapshots: &[Snapshot], answers: &Answers) {
    let (recorded, changes) = (recorded(), answers.changes());
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for snapshot in snapshots {
        let (edition, name) = (snapshot.edition, name(snapshot));
        if recorded.own(edition, &name).is_some() || changes.own(edition, &name).is_some() {
            settings.set_snapshot_path(folder().join(edition.to_string()));
            settings.bind(|| insta::assert_snapshot!(name, text(snapshot)));
        }
    }
}

/// What no answer needs would look like coverage. Whoever has the snapshots written has these deleted as well.
fn no_file_is_surplus(surplus: Vec<Surplus>) {
    let update = std::env::var("INSTA_UPDATE").unwrap_or_default();
    if ["always", "force"].contains(&update.as_str()) {
        for file in surplus {
            std::fs::remove_file(file.path()).unwrap();
            // Unlike what is printed, it is seen where the test passes.
            let line = format!("deleted {file}\n");
            std::io::stderr().write_all(line.as_bytes()).unwrap();
        }
        return;
    }
    let lines: Vec<String> = surplus.iter().map(ToString::to_string).collect();
    assert!(
        lines.is_empty(),
        "no answer needs these files; delete them, or have INSTA_UPDATE=always do it:\n{}",
        lines.join("\n")
    );
}
