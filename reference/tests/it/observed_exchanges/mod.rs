//! What a running GitLab answered: the reference server answers the same (`observed/exchanges`, whose format the README
//! beside it describes).

mod likeness;
mod line;
mod stage;

use std::fs;
use std::path::Path;

use futures_util::future::join_all;
use labproof_spec::{Edition, InstanceKind};

use self::line::Exchange;
use self::stage::Stage;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/observed/exchanges");
/// The release that answered.
const EDITION: Edition = Edition::new(18, 9);

/// What differs, what differs for a reason, and how many exchanges there are.
#[derive(Default)]
struct Played {
    all: usize,
    differences: Vec<String>,
    known: usize,
}

/// The lines of a file in their order, each kind of instance on a server of its own.
async fn play(path: &Path) -> Played {
    let mut played = Played::default();
    let mut stages: Vec<(InstanceKind, Stage)> = Vec::new();
    for (at, line) in fs::read_to_string(path).unwrap().lines().enumerate() {
        let place = format!("{}:{}", path.file_name().unwrap().display(), at + 1);
        let exchange: Exchange =
            serde_json::from_str(line).unwrap_or_else(|error| panic!("{place}: {error}"));
        let found = stages.iter().position(|(kind, _)| *kind == exchange.instance);
        let found = match found {
            Some(found) => found,
            None => {
                let stage = Stage::of(&exchange.instance).await;
                stages.push((exchange.instance.clone(), stage));
                stages.len() - 1
            }
        };
        let difference = stages[found].1.difference(&exchange).await;
        played.all += 1;
        let Exchange { operation, case, .. } = &exchange;
        match (difference, &exchange.differs) {
            (None, None) => {}
            (Some(_), Some(_)) => played.known += 1,
            (Some(difference), None) => played
                .differences
                .push(format!("{place} {operation}: {case}\n    GitLab {difference}")),
            (None, Some(reason)) => played.differences.push(format!(
                "{place} {operation}: {case}\n    is the same, though it is said to differ: {reason}"
            )),
        }
    }
    played
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_a_running_gitlab_answered_is_answered_here() {
    let files = fs::read_dir(FOLDER).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = files.collect();
    files.sort();
    let all = join_all(files.iter().map(|path| play(path))).await;
    let differences: Vec<&String> = all.iter().flat_map(|played| &played.differences).collect();
    let exchanges: usize = all.iter().map(|played| played.all).sum();
    assert!(
        differences.is_empty(),
        "{} of {exchanges} differ:\n{}",
        differences.len(),
        differences
            .iter()
            .map(|it| it.as_str())
            .collect::<Vec<_>>()
            .join("\n")
    );
    let known: usize = all.iter().map(|played| played.known).sum();
    assert!(
        known * 100 <= exchanges,
        "{known} of {exchanges} differ for a reason"
    );
}
