//! Mutants that somebody thought of: logic that no document can tell.

use labproof::Failure;
use labproof_reference::mutation::Mutation;
use labproof_spec::{Editions, Level, Spec};
use serde::Deserialize;

use super::Mutant;

/// The name and the text of each file.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/mutants.rs"));
const LAWFUL: &str = include_str!("../../lawful.yaml");

/// One entry of a file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// What it is called, after the operation.
    name: String,
    /// The editions it is served in; all of the named requirement where absent.
    editions: Option<String>,
    /// What is wrong, in a sentence.
    what: String,
    /// The requirements that it breaks.
    breaks: Vec<String>,
    #[serde(flatten)]
    mutation: Mutation,
}

/// What breaks a `must` or a `should`.
pub(super) fn mutants(spec: &Spec) -> Result<Vec<Mutant>, Failure> {
    let files = FILES
        .iter()
        .map(|(name, text)| (format!("proof/mutants/{name}"), *text));
    all(spec, files, &|level| level > Level::May)
}

/// What turns round a `may`, and nothing else.
pub(super) fn lawful(spec: &Spec) -> Result<Vec<Mutant>, Failure> {
    let file = ("proof/lawful.yaml".to_owned(), LAWFUL);
    all(spec, [file], &|level| level == Level::May)
}

fn all<'f>(
    spec: &Spec,
    files: impl IntoIterator<Item = (String, &'f str)>,
    has_level: &dyn Fn(Level) -> bool,
) -> Result<Vec<Mutant>, Failure> {
    let mut faults = Vec::new();
    let mut mutants = Vec::new();
    for (path, text) in files {
        match read(text) {
            Ok(entries) => {
                for entry in entries {
                    let editions = spec.read_editions(entry.editions.as_deref().unwrap_or(".."));
                    let editions = match editions {
                        Ok(editions) => editions,
                        Err(fault) => {
                            faults.push(format!("{path}: {}: editions: {fault}", entry.name));
                            continue;
                        }
                    };
                    let served = served(spec, &entry, &editions);
                    if served.is_empty() {
                        faults.push(format!(
                            "{path}: {}: no edition has the operation and what it breaks",
                            entry.name
                        ));
                    }
                    if served.iter().any(|mutant| !has_level(mutant.level)) {
                        faults.push(format!(
                            "{path}: {}: breaks a requirement of another level",
                            entry.name
                        ));
                    }
                    mutants.extend(served);
                }
            }
            Err(fault) => faults.push(format!("{path}: {fault}")),
        }
    }
    if faults.is_empty() {
        Ok(mutants)
    } else {
        Err(Failure::usage(anyhow::anyhow!("{}", faults.join("\n"))))
    }
}

fn read(text: &str) -> Result<Vec<Entry>, serde_saphyr::Error> {
    serde_saphyr::from_str(text)
}

/// The mutant in each of its editions.
fn served(spec: &Spec, entry: &Entry, editions: &Editions) -> Vec<Mutant> {
    let mut mutants = Vec::new();
    for edition in spec.editions().filter(|edition| editions.contains(*edition)) {
        let api = spec.api(edition);
        if !api
            .operations
            .iter()
            .any(|it| it.slug == entry.mutation.operation)
        {
            continue;
        }
        let requirements = api.operations.iter().flat_map(|it| &it.requirements);
        let broken: Vec<_> = requirements.filter(|it| entry.breaks.contains(&it.id)).collect();
        let Some(level) = broken.iter().map(|it| it.level).max() else {
            continue;
        };
        let operation = entry.mutation.operation.clone();
        mutants.push(Mutant {
            id: format!("{edition}/{operation}/by-hand/{}", entry.name),
            edition,
            operation,
            level,
            names: entry
                .breaks
                .iter()
                .filter(|id| broken.iter().any(|it| it.id == **id))
                .cloned()
                .collect(),
            what: entry.what.clone(),
            by_hand: true,
            security: false,
            is_interaction: false,
            mutation: entry.mutation.clone(),
        });
    }
    mutants
}
