//! Every documented example and every distinct refusal, as the reference server answers them.
//!
//! What differs from server to server is replaced by its word in brackets, as the documents annotate it, so
//! the same files judge a live target: there every member that a snapshot has must be there, of the same type,
//! and equal where it is no word in brackets.

use crate::support;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use labproof_harness::Snapshot;
use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots")
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
        no_file_is_left_over(snapshots);
        as_recorded(snapshots);
    } else {
        let differences: Vec<String> = snapshots.iter().flat_map(fits).collect();
        assert!(differences.is_empty(), "{}", differences.join("\n"));
    }
}

fn as_recorded(snapshots: &[Snapshot]) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for snapshot in snapshots {
        settings.set_snapshot_path(folder().join(snapshot.edition.to_string()));
        let content = serde_json::to_string_pretty(&snapshot.content).unwrap();
        settings.bind(|| insta::assert_snapshot!(name(snapshot), content));
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

/// A file that no answer belongs to any more would look like coverage.
fn no_file_is_left_over(snapshots: &[Snapshot]) {
    let taken: BTreeSet<PathBuf> = snapshots
        .iter()
        .map(|snapshot| {
            folder()
                .join(snapshot.edition.to_string())
                .join(format!("{}.snap", name(snapshot)))
        })
        .collect();
    let mut left_over = Vec::new();
    for edition in support::spec().editions() {
        let Ok(files) = std::fs::read_dir(folder().join(edition.to_string())) else {
            continue;
        };
        let files = files.map(|file| file.unwrap().path());
        left_over.extend(
            files.filter(|file| file.extension().is_some_and(|end| end == "snap") && !taken.contains(file)),
        );
    }
    assert!(
        left_over.is_empty(),
        "no answer belongs to these; delete them: {left_over:#?}"
    );
}

/// How an answer of another server differs from the recorded one, in shape or in what is not its own.
fn fits(snapshot: &Snapshot) -> Vec<String> {
    let path = folder()
        .join(snapshot.edition.to_string())
        .join(format!("{}.snap", name(snapshot)));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let recorded = text.splitn(3, "---\n").nth(2).unwrap_or_default();
    let recorded: Value =
        serde_json::from_str(recorded).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let world = labproof_reference::World::documented().unwrap();
    let spec = labproof::bundle::spec().map_err(|failure| failure.error).unwrap();
    let ours = world.fixtures(&spec.api(snapshot.edition));
    let ours = ours
        .values()
        .flat_map(|fields| fields.values())
        .filter_map(Value::as_str)
        .filter(|text| text.len() > 2);
    let mut comparison = Comparison {
        ours: ours.map(str::to_owned).collect(),
        snapshot,
        differences: Vec::new(),
    };
    comparison.compare(&recorded, &snapshot.content, "");
    comparison.differences
}

/// Members of two answers side by side.
struct Comparison<'a> {
    /// Values that only our world has.
    ours: Vec<String>,
    snapshot: &'a Snapshot,
    differences: Vec<String>,
}

impl Comparison<'_> {
    fn compare(&mut self, recorded: &Value, actual: &Value, place: &str) {
        match (recorded, actual) {
            (Value::Object(recorded), Value::Object(actual)) => {
                for (key, member) in recorded {
                    let place = format!("{place}/{key}");
                    match actual.get(key) {
                        Some(other) => self.compare(member, other, &place),
                        None if self.is_optional(&place) => {}
                        None => self.differs(&place, "nothing", member),
                    }
                }
            }
            (Value::Array(recorded), Value::Array(actual)) => {
                for (index, (item, other)) in recorded.iter().zip(actual).enumerate() {
                    self.compare(item, other, &format!("{place}/{index}"));
                }
            }
            (Value::String(text), Value::String(_))
                if self.ours.iter().any(|ours| text.contains(ours.as_str())) => {}
            (recorded, actual) if recorded != actual => self.differs(place, &actual.to_string(), recorded),
            _ => {}
        }
    }

    fn is_optional(&self, place: &str) -> bool {
        let step = |step: &str| {
            if step.parse::<usize>().is_ok() {
                "*".to_owned()
            } else {
                step.to_owned()
            }
        };
        let general: Vec<String> = place.trim_start_matches("/body").split('/').map(step).collect();
        self.snapshot.optional.contains(&general.join("/"))
    }

    fn differs(&mut self, place: &str, actual: &str, recorded: &Value) {
        let Snapshot { edition, .. } = self.snapshot;
        self.differences.push(format!(
            "{edition} {}{place}: {actual}, recorded is {recorded}",
            name(self.snapshot)
        ));
    }
}
