//! Keeping a file of expected failures up to date without rewriting what people wrote into it.

use std::fmt::Write as _;

use labproof_spec::{Edition, Spec};

use super::{ExpectationFaults, ExpectedFailures, NO_REASON_YET, State, Use, state};
use crate::judging::verdict::Verdict;
use crate::running::report::Report;

/// The first lines of a new file.
const HEAD: &str = "# What the server is known not to do. Each entry: requirement (an id, or a pattern of ids), editions, reason,
# and if you like link and expires.
";

/// A file's new text, and what is new about it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Baseline {
    /// The whole text.
    pub text: String,
    /// What was added or removed, a line each.
    pub changes: Vec<String>,
}

/// Why a file cannot be brought up to date.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BaselineError {
    /// The file has faults as it is.
    #[error(transparent)]
    Faults(#[from] ExpectationFaults),
    /// Its lines cannot be told apart.
    #[error(
        "{0}: cannot be changed line by line; write every entry on lines of its own, each beginning with `- `"
    )]
    Layout(String),
}

impl Baseline {
    /// Adds an entry for every failure that no entry covers; what stands in the file stays as it is.
    ///
    /// # Errors
    ///
    /// Where the file has faults, or is not written an entry a line.
    pub fn update(file: &str, text: &str, report: &Report, spec: &Spec) -> Result<Self, BaselineError> {
        let expected = ExpectedFailures::parse(file, text, spec)?;
        let mut added = String::new();
        let mut changes = Vec::new();
        for (id, failed) in uncovered(&expected, report) {
            for range in ranges(&failed, spec) {
                let indent = indent(text);
                let _ = write!(
                    added,
                    "{indent}- requirement: {id}\n{indent}  editions: \"{range}\"\n{indent}  reason: \"{NO_REASON_YET}\"\n"
                );
                changes.push(format!("added `{id}`, edition {range}"));
            }
        }
        let text = match (text.trim().is_empty(), added.is_empty()) {
            (_, true) => text.to_owned(),
            (true, false) => format!("{HEAD}{added}"),
            (false, false) if text.ends_with('\n') => format!("{text}{added}"),
            (false, false) => format!("{text}\n{added}"),
        };
        let after = ExpectedFailures::parse(file, &text, spec);
        let count = expected.entries.len() + changes.len();
        match after {
            Ok(after) if after.entries.len() == count => Ok(Self { text, changes }),
            _ => Err(BaselineError::Layout(file.to_owned())),
        }
    }

    /// Removes every entry that is stale; what else stands in the file stays as it is.
    ///
    /// # Errors
    ///
    /// Where the file has faults, or is not written an entry a line.
    pub fn prune(file: &str, text: &str, report: &Report, spec: &Spec) -> Result<Self, BaselineError> {
        let expected = ExpectedFailures::parse(file, text, spec)?;
        // Whoever left checks out cannot say that a requirement holds.
        let uses = expected.uses(report, spec, !report.partial);
        let mut lines: Vec<Option<&str>> = text.split_inclusive('\n').map(Some).collect();
        let mut changes = Vec::new();
        let mut kept = Vec::new();
        for (entry, its) in expected.entries.iter().zip(uses) {
            let why = match its {
                Use::Needed | Use::Unjudged => {
                    kept.push(entry.requirement.to_string());
                    continue;
                }
                Use::Expired(last) => format!("its last day was {last}"),
                Use::Unknown => "no requirement is called so".to_owned(),
                Use::Idle(1) => "it holds".to_owned(),
                Use::Idle(count) => format!("the {count} requirements that it matches hold"),
            };
            blank(&mut lines, usize::try_from(entry.line).unwrap_or(usize::MAX));
            changes.push(format!(
                "removed `{}` (line {}): {why}",
                entry.requirement, entry.line
            ));
        }
        let text: String = lines.into_iter().flatten().collect();
        let after = ExpectedFailures::parse(file, &text, spec);
        let left = |after: &ExpectedFailures| -> Vec<String> {
            let entries = after.entries.iter();
            entries.map(|entry| entry.requirement.to_string()).collect()
        };
        match after {
            Ok(after) if left(&after) == kept => Ok(Self { text, changes }),
            _ => Err(BaselineError::Layout(file.to_owned())),
        }
    }
}

/// Every requirement with the editions in which it counts against the server and no entry covers it.
fn uncovered(expected: &ExpectedFailures, report: &Report) -> Vec<(String, Vec<Edition>)> {
    let mut failed: Vec<(String, Vec<Edition>)> = Vec::new();
    for edition in &report.editions {
        let found = edition.requirements.iter().filter(|it| {
            // A warning asks for no entry unless it counts.
            let counts = it.counts_against(report.strict) || it.verdict == Verdict::ExpectedFailure;
            counts && state(it) == State::Failed && !expected.covers(edition.edition, &it.requirement)
        });
        for requirement in found {
            let id = &requirement.requirement.id;
            match failed.iter_mut().find(|(other, _)| other == id) {
                Some((_, editions)) => editions.push(edition.edition),
                None => failed.push((id.clone(), vec![edition.edition])),
            }
        }
    }
    failed
}

/// The editions as unbroken ranges.
fn ranges(editions: &[Edition], spec: &Spec) -> Vec<String> {
    let mut ranges: Vec<(Edition, Edition)> = Vec::new();
    for edition in spec.editions().filter(|it| editions.contains(it)) {
        let before = spec.editions().rev().find(|it| *it < edition);
        match ranges.last_mut() {
            Some((_, last)) if Some(*last) == before => *last = edition,
            _ => ranges.push((edition, edition)),
        }
    }
    let told = ranges.into_iter().map(|(first, last)| match first == last {
        true => first.to_string(),
        false => format!("{first}..{last}"),
    });
    told.collect()
}

/// How far the entries of the file are indented.
fn indent(text: &str) -> &str {
    let first = text.lines().find(|line| line.trim_start().starts_with("- "));
    first.map_or("", |line| &line[..line.len() - line.trim_start().len()])
}

/// Takes out the entry that begins on this line or, where its dash stands alone, on the one before.
fn blank(lines: &mut [Option<&str>], number: usize) {
    let is_dash = |line: &Option<&str>| line.is_some_and(|line| line.trim_start().starts_with('-'));
    let Some(first) = (0..number.min(lines.len()))
        .rev()
        .find(|index| is_dash(&lines[*index]))
    else {
        return;
    };
    let depth = |line: &str| line.len() - line.trim_start().len();
    let dash = lines[first].map_or(0, depth);
    lines[first] = None;
    let mut end = first + 1;
    for (index, line) in lines.iter().enumerate().skip(first + 1) {
        let line = line.unwrap_or_default();
        let is_remark = line.trim_start().starts_with('#') && depth(line) <= dash;
        if line.trim().is_empty() || is_remark {
            continue;
        }
        if depth(line) <= dash {
            break;
        }
        // Empty lines and comments inside an entry are part of it, those after it are not.
        end = index + 1;
    }
    for line in &mut lines[first + 1..end] {
        *line = None;
    }
}
