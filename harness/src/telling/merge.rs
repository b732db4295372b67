//! The parts of a run that was spread over several machines, put together again.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use labproof_spec::Spec;

use crate::running::events::Event;
use crate::running::expected::ExpectedFailures;
use crate::running::profile_standing;
use crate::running::report::{Report, RequirementReport};
use crate::telling::formats::json::{self, ReadError};

/// What is said of a run whose diary stops.
const WITHOUT_A_WORD: &str = "the run ended without saying so";

/// One part, and what to call it.
#[derive(Clone, Debug)]
pub struct Part {
    name: String,
    report: Report,
}

/// Why parts do not make a whole: every reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergeFaults(Vec<String>);

impl fmt::Display for MergeFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n  "))
    }
}

impl std::error::Error for MergeFaults {}

impl Part {
    /// Reads a report, or the events of a run; those of a run that died make as much of a report as there was.
    ///
    /// # Errors
    ///
    /// Where the text is neither.
    pub fn read(name: &str, text: &str) -> Result<Self, ReadError> {
        let report = match text.trim_start().starts_with("{\"event\"") {
            true => told(text)?,
            false => json::read(text)?,
        };
        let name = name.to_owned();
        Ok(Self { name, report })
    }

    /// Puts the parts of one run together.
    ///
    /// # Errors
    ///
    /// Where a part is missing or there twice, or the parts are of different runs; each is named.
    pub fn merge(
        parts: Vec<Self>,
        spec: &Spec,
        expected: Option<&ExpectedFailures>,
    ) -> Result<Report, MergeFaults> {
        let faults = faults(&parts);
        if !faults.is_empty() {
            return Err(MergeFaults(faults));
        }
        let mut parts = parts.into_iter();
        let Some(first) = parts.next() else {
            return Err(MergeFaults(vec!["no part was given".to_owned()]));
        };
        let mut whole = first.report;
        interruption(&first.name, &mut whole);
        for mut part in parts {
            interruption(&part.name, &mut part.report);
            unite(&mut whole, part.report);
        }
        finish(&mut whole, spec, expected);
        Ok(whole)
    }
}

/// The report of a run by what it wrote down while it went on.
fn told(text: &str) -> Result<Report, ReadError> {
    let mut report: Option<Report> = None;
    let mut has_ended = false;
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    for (index, line) in lines.iter().enumerate() {
        let event: Event = match serde_json::from_str(line) {
            Ok(event) => event,
            // Whoever is killed while writing leaves half a line.
            Err(_) if index > 0 && index + 1 == lines.len() => break,
            Err(error) => return Err(ReadError::NotAReport(error)),
        };
        has_ended = matches!(event, Event::Ended(_));
        match (&mut report, event) {
            (Some(report), event) => report.take(event),
            (None, Event::Begun(begun)) => report = Some(*begun),
            (None, _) => {}
        }
    }
    let nothing = || serde::de::Error::custom("the events do not begin with the run's beginning");
    let mut report = report.ok_or_else(|| ReadError::NotAReport(nothing()))?;
    if !has_ended {
        report.interrupted = Some(WITHOUT_A_WORD.to_owned());
    }
    Ok(report)
}

/// Says of which part a run ended early.
fn interruption(name: &str, report: &mut Report) {
    report.interrupted = report
        .interrupted
        .take()
        .map(|reason| format!("{name}: {reason}"));
}

fn faults(parts: &[Part]) -> Vec<String> {
    let mut faults = Vec::new();
    let Some(first) = parts.first() else {
        return faults;
    };
    let mut seen: BTreeMap<u32, &str> = BTreeMap::new();
    for part in parts {
        let Some(shard) = part.report.shard else {
            faults.push(format!(
                "{}: is no part of a run (--shard) but a whole one",
                part.name
            ));
            continue;
        };
        if let Some(other) = seen.insert(shard.index, &part.name) {
            let (index, count) = (shard.index, shard.count);
            faults.push(format!(
                "{other} and {}: are both part {index}/{count}",
                part.name
            ));
        }
        for what in differences(&first.report, &part.report) {
            faults.push(format!("{} and {}: differ in {what}", first.name, part.name));
        }
    }
    let count = first.report.shard.map_or(0, |shard| shard.count);
    let missing: Vec<String> = (1..=count)
        .filter(|index| !seen.contains_key(index))
        .map(|index| format!("{index}/{count}"))
        .collect();
    if !missing.is_empty() {
        faults.push(format!("missing: part {}", missing.join(", ")));
    }
    faults
}

/// What shows that two parts are of different runs.
fn differences(one: &Report, other: &Report) -> Vec<String> {
    let mut found = Vec::new();
    let mut compare = |what: &str, one: String, other: String| {
        if one != other {
            found.push(format!("{what} ({one}, {other})"));
        }
    };
    let count = |report: &Report| report.shard.map_or(0, |shard| shard.count).to_string();
    compare("the number of parts", count(one), count(other));
    compare(
        "the version of labproof",
        one.labproof.clone(),
        other.labproof.clone(),
    );
    compare("the seed", one.seed.to_string(), other.seed.to_string());
    compare(
        "the number of cases",
        one.cases.to_string(),
        other.cases.to_string(),
    );
    compare("strictness", one.strict.to_string(), other.strict.to_string());
    compare("editions or targets", servers(one), servers(other));
    let chosen = |report: &Report| report.shard.is_some_and(|shard| shard.of_a_selection);
    let selected = |report: &Report| -> Vec<String> {
        let requirements = report.editions.iter().flat_map(|it| &it.requirements);
        requirements.map(|it| it.requirement.id.clone()).collect()
    };
    if chosen(one) != chosen(other) || selected(one) != selected(other) {
        found.push("the requirements that were selected".to_owned());
    }
    found
}

fn servers(report: &Report) -> String {
    let editions = report.editions.iter();
    let told: Vec<String> = editions
        .map(|it| format!("{} of {}", it.edition, it.target))
        .collect();
    told.join(" and ")
}

/// Adds one part to those before it.
fn unite(whole: &mut Report, part: Report) {
    whole.began = std::mem::take(&mut whole.began).min(part.began);
    // The parts ran side by side.
    whole.seconds = whole.seconds.max(part.seconds);
    for note in part.notes {
        if !whole.notes.contains(&note) {
            whole.notes.push(note);
        }
    }
    for entry in part.stale {
        if !whole.stale.contains(&entry) {
            whole.stale.push(entry);
        }
    }
    whole.interrupted = match (whole.interrupted.take(), part.interrupted) {
        (Some(one), Some(other)) => Some(format!("{one}; {other}")),
        (one, other) => one.or(other),
    };
    for (edition, more) in whole.editions.iter_mut().zip(part.editions) {
        edition.judged.add(&more.judged);
        for (one, other) in edition.requirements.iter_mut().zip(more.requirements) {
            unite_one(one, other);
        }
    }
}

/// The worst wins, and what nobody judged says nothing.
fn unite_one(one: &mut RequirementReport, other: RequirementReport) {
    one.verdict = match (one.checks.is_empty(), other.checks.is_empty()) {
        (false, false) => one.verdict.max(other.verdict),
        (true, false) => other.verdict,
        (_, true) => one.verdict,
    };
    // A check that every part makes, such as whether there is anything at all, is told once.
    let known: BTreeSet<String> = one.checks.keys().cloned().collect();
    let findings = other.findings.into_iter();
    one.findings
        .extend(findings.filter(|finding| !known.contains(&finding.check)));
    for (check, verdict) in other.checks {
        let worst = one.checks.entry(check).or_insert(verdict);
        *worst = (*worst).max(verdict);
    }
    for (check, seconds) in other.seconds {
        one.seconds.entry(check).or_insert(seconds);
    }
    one.reasons.extend(other.reasons);
    one.evidence = one.evidence.take().or(other.evidence);
}

/// What a run does at its end.
fn finish(whole: &mut Report, spec: &Spec, expected: Option<&ExpectedFailures>) {
    let was_chosen = whole.shard.take().is_some_and(|shard| shard.of_a_selection);
    // Whoever stopped early left a reason behind and no check.
    let mut requirements = whole.editions.iter().flat_map(|it| &it.requirements);
    let was_stopped = requirements.any(|it| it.checks.is_empty() && !it.reasons.is_empty());
    whole.partial = was_chosen || was_stopped;
    let in_full = !whole.partial && whole.interrupted.is_none();
    if in_full {
        whole
            .editions
            .iter_mut()
            .for_each(profile_standing::mark_unjudged);
    }
    if let Some(expected) = expected {
        expected.apply(whole, spec, in_full);
    }
    profile_standing::conclude(whole);
}
