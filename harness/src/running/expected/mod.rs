//! Expected failures: what a server is known not to do, kept in a file outside the suite, and true at any time.
//!
//! A list of known failures is worth something only while it is right, so whatever in it is not is told: an entry
//! that covers nothing, one whose day is over, and one whose requirement holds.

mod baseline;
mod reading;

use std::collections::BTreeMap;

use jiff::civil::Date;
use labproof_spec::{Edition, Editions, Requirement, Spec};

use crate::judging::verdict::Verdict;
use crate::running::glob::Glob;
use crate::running::report::{EditionReport, Report, RequirementReport};

pub use baseline::{Baseline, BaselineError};
pub use reading::ExpectationFaults;

/// The reason of an entry that nobody has given one yet.
pub(crate) const NO_REASON_YET: &str = "…";

/// A file of expected failures.
#[derive(Clone, Debug)]
pub struct ExpectedFailures {
    file: String,
    entries: Vec<ExpectedFailure>,
    today: Date,
}

/// One entry of it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ExpectedFailure {
    /// The line on which it begins.
    pub line: u64,
    /// The requirement, or a pattern of several.
    pub requirement: Glob,
    /// The editions it is about.
    pub editions: Editions,
    /// Why it fails.
    pub reason: String,
    /// Where that can be read.
    pub link: Option<String>,
    /// The last day on which it counts.
    expires: Option<Date>,
}

/// What an entry is good for, as far as a report can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    /// Something it matches fails.
    Needed,
    /// Nobody can tell: something it matches was not judged, or not in full.
    Unjudged,
    /// Its day is over.
    Expired(Date),
    /// No document of its editions has such a requirement.
    Unknown,
    /// All that it matches holds, so many requirements.
    Idle(usize),
}

/// What became of a requirement, whether or not expectations were applied to it already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Failed,
    Held,
    Unjudged,
}

impl ExpectedFailure {
    /// Whether it is about the requirement in this edition.
    #[must_use]
    pub fn matches(&self, edition: Edition, requirement: &Requirement) -> bool {
        self.editions.contains(edition) && self.requirement.matches(requirement)
    }

    fn is_over(&self, today: Date) -> Option<Date> {
        self.expires.filter(|last| *last < today)
    }

    /// The reason as a report tells it.
    fn told(&self) -> String {
        match &self.link {
            Some(link) => format!("{} ({link})", self.reason),
            None => self.reason.clone(),
        }
    }
}

impl ExpectedFailures {
    /// The entries, in the order of the file.
    #[must_use]
    pub fn entries(&self) -> &[ExpectedFailure] {
        &self.entries
    }

    /// The entries that cover a requirement today.
    fn covering(
        &self,
        edition: Edition,
        requirement: &Requirement,
    ) -> impl Iterator<Item = &ExpectedFailure> {
        let valid = self
            .entries
            .iter()
            .filter(|entry| entry.is_over(self.today).is_none());
        valid.filter(move |entry| entry.matches(edition, requirement))
    }

    /// Whether a failure of the requirement would be an expected one.
    pub(crate) fn covers(&self, edition: Edition, requirement: &Requirement) -> bool {
        self.covering(edition, requirement).next().is_some()
    }

    /// Changes the verdicts of what an entry speaks of, and lists the entries that are stale.
    ///
    /// `in_full` says that every requirement which was judged at all was judged by all of its checks: in a part of a
    /// run, what holds may still fail in another part. Whoever calls this settles the report afterwards.
    pub(crate) fn apply(&self, report: &mut Report, spec: &Spec, in_full: bool) {
        let uses = self.uses(report, spec, in_full);
        for edition in &mut report.editions {
            for requirement in &mut edition.requirements {
                self.one(edition.edition, requirement, in_full);
            }
        }
        let stale = self.entries.iter().zip(uses);
        report.stale = stale
            .filter_map(|(entry, its)| Some((entry, complaint(entry, its, report, spec)?)))
            .map(|(entry, what)| format!("{} {what}", self.place(entry)))
            .collect();
        let note = self.unreasoned().filter(|note| !report.notes.contains(note));
        report.notes.extend(note);
    }

    fn one(&self, edition: Edition, report: &mut RequirementReport, in_full: bool) {
        let covering = self.covering(edition, &report.requirement);
        match state(report) {
            State::Failed if !report.is_remark() => {
                let reasons: Vec<String> = covering.map(ExpectedFailure::told).collect();
                if !reasons.is_empty() {
                    report.verdict = Verdict::ExpectedFailure;
                    report.reasons.extend(reasons);
                }
            }
            State::Held if in_full => {
                let mut exact = covering.filter(|entry| entry.requirement.is_exact());
                if let Some(entry) = exact.next() {
                    report.verdict = Verdict::UnexpectedPass;
                    report.reasons.insert(format!(
                        "{} expects it to fail ({}), and it holds; remove that entry or narrow its `editions`",
                        self.place(entry),
                        entry.told()
                    ));
                }
            }
            State::Failed | State::Held | State::Unjudged => {}
        }
    }

    /// What each entry is good for, in the order of the file.
    fn uses(&self, report: &Report, spec: &Spec, in_full: bool) -> Vec<Use> {
        let known: Vec<(Edition, Vec<Requirement>)> = spec
            .editions()
            .map(|edition| {
                let api = spec.api(edition);
                let requirements = api.operations.iter().flat_map(|it| &it.requirements);
                (edition, requirements.cloned().collect())
            })
            .collect();
        let found: BTreeMap<(Edition, &str), State> = report
            .editions
            .iter()
            .flat_map(|edition| edition.requirements.iter().map(move |it| (edition.edition, it)))
            .map(|(edition, it)| ((edition, it.requirement.id.as_str()), state(it)))
            .collect();
        let entries = self.entries.iter();
        entries
            .map(|entry| {
                let its = known.iter().flat_map(|(edition, requirements)| {
                    let its = requirements.iter().filter(|it| entry.matches(*edition, it));
                    its.map(|it| (*edition, it.id.as_str()))
                });
                self.use_of(entry, its.collect(), report, &found, in_full)
            })
            .collect()
    }

    fn use_of(
        &self,
        entry: &ExpectedFailure,
        its: Vec<(Edition, &str)>,
        report: &Report,
        found: &BTreeMap<(Edition, &str), State>,
        in_full: bool,
    ) -> Use {
        if let Some(last) = entry.is_over(self.today) {
            return Use::Expired(last);
        }
        if its.is_empty() {
            return Use::Unknown;
        }
        let has_edition = |edition| report.editions.iter().any(|report| report.edition == edition);
        let states: Vec<State> = its
            .into_iter()
            .filter(|(edition, _)| has_edition(*edition))
            .map(|it| found.get(&it).copied().unwrap_or(State::Unjudged))
            .collect();
        if states.contains(&State::Failed) {
            Use::Needed
        } else if !in_full || states.is_empty() || states.contains(&State::Unjudged) {
            Use::Unjudged
        } else {
            Use::Idle(states.len())
        }
    }

    /// The entry's file, line and pattern.
    fn place(&self, entry: &ExpectedFailure) -> String {
        format!("{}:{} `{}`", self.file, entry.line, entry.requirement)
    }

    fn unreasoned(&self) -> Option<String> {
        let without = self.entries.iter().filter(|entry| entry.reason == NO_REASON_YET);
        let lines: Vec<String> = without.map(|entry| entry.line.to_string()).collect();
        let lines = (!lines.is_empty()).then(|| lines.join(", "))?;
        Some(format!(
            "{}: give the entries in line {lines} a reason in place of “{NO_REASON_YET}”",
            self.file
        ))
    }
}

/// What is wrong with an entry, and what to do about it.
fn complaint(entry: &ExpectedFailure, its: Use, report: &Report, spec: &Spec) -> Option<String> {
    Some(match its {
        Use::Expired(last) => format!(
            "was to hold until {last} and covers nothing any more; repair what it names, extend `expires`, or remove it"
        ),
        Use::Unknown => format!(
            "matches no requirement of {}; correct it (`labproof list requirements` names them all) or remove it",
            editions(
                spec.editions()
                    .filter(|edition| entry.editions.contains(*edition))
            )
        ),
        Use::Idle(count) if !entry.requirement.is_exact() => {
            format!(
                "matches {count} requirements, and none of them fails; remove it, or narrow its `editions`"
            )
        }
        Use::Idle(_) | Use::Needed | Use::Unjudged => {
            let held: Vec<Edition> = report
                .editions
                .iter()
                .filter(|it| holds(entry, it))
                .map(|it| it.edition)
                .collect();
            if held.is_empty() {
                return None;
            }
            format!(
                "holds in {}; remove it, or narrow its `editions`",
                editions(held.into_iter())
            )
        }
    })
}

/// Whether what the entry names by its id passed against expectation.
fn holds(entry: &ExpectedFailure, report: &EditionReport) -> bool {
    let mut passed = report
        .requirements
        .iter()
        .filter(|it| it.verdict == Verdict::UnexpectedPass);
    entry.requirement.is_exact() && passed.any(|it| entry.matches(report.edition, &it.requirement))
}

fn state(report: &RequirementReport) -> State {
    match report.verdict {
        Verdict::Fail | Verdict::Warning | Verdict::Flaky | Verdict::ExpectedFailure => State::Failed,
        // What is tolerated either way does not hold either, where there is something to say against it.
        Verdict::Pass if report.is_remark() => State::Failed,
        Verdict::Pass | Verdict::UnexpectedPass => State::Held,
        Verdict::NotApplicable | Verdict::Skipped | Verdict::Untestable | Verdict::Error => State::Unjudged,
    }
}

/// Editions in words, be it one or several.
fn editions(editions: impl Iterator<Item = Edition>) -> String {
    let labels: Vec<String> = editions.map(|edition| edition.to_string()).collect();
    match labels.as_slice() {
        [only] => format!("edition {only}"),
        several => format!("the editions {}", several.join(", ")),
    }
}

#[cfg(test)]
mod tests;
