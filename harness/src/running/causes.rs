//! What is behind findings. One cause may break many requirements: it is told once, and what hangs on it is no finding of
//! its own.

use std::collections::{BTreeMap, BTreeSet};

use crate::judging::verdict::Verdict;
use crate::running::report::{EditionReport, Finding, RequirementReport};

/// The derived check that sends the documented request, on whose acceptance the others hang.
const EXAMPLE: &str = "example";

/// How the reason of what was not judged for that begins.
const SEE: &str = "not judged: the documented request itself fails, see ";

/// Of a requirement that only finds again that a documented request fails, takes what it found: it was not judged.
///
/// Scenarios of the same operation say something else each, so they stay as they are; and whatever lets somebody in is
/// told of, whatever else is wrong. To be done again whenever verdicts change.
pub(crate) fn settle(edition: &mut EditionReport) {
    let examples = failed_examples(edition);
    let depends = |it: &RequirementReport| -> Option<(String, Verdict)> {
        if it.is_insecure() || !matches!(it.verdict, Verdict::Fail | Verdict::Warning | Verdict::Flaky) {
            return None;
        }
        let operation = &it.requirement.operation;
        let is_derived = it
            .requirement
            .check
            .as_ref()
            .is_some_and(|check| check != EXAMPLE);
        let answered = it
            .findings
            .iter()
            .map(Finding::operation)
            .collect::<Option<BTreeSet<_>>>()?;
        let [answered] = answered.into_iter().collect::<Vec<_>>()[..] else {
            return None;
        };
        let (id, verdict, causes) = examples.get(answered)?;
        let is_theirs = (is_derived || answered != operation) && it.causes().is_subset(causes);
        is_theirs.then(|| (id.clone(), *verdict))
    };
    let dependent: Vec<_> = edition.requirements.iter().map(depends).collect();
    for (report, dependent) in edition.requirements.iter_mut().zip(dependent) {
        let Some((id, verdict)) = dependent else { continue };
        report.verdict = verdict;
        let complaints = report.checks.values_mut();
        complaints
            .filter(|it| **it >= Verdict::Warning)
            .for_each(|it| *it = Verdict::Untestable);
        report.findings.clear();
        report.reasons.insert(format!("{SEE}{id}"));
    }
}

/// By operation, the example that fails: its requirement, what becomes of those that hang on it, and its causes. What
/// hangs on an expected failure is expected as well.
fn failed_examples(edition: &EditionReport) -> BTreeMap<String, (String, Verdict, BTreeSet<String>)> {
    let requirements = edition.requirements.iter();
    let failed = requirements.filter(|it| it.requirement.check.as_deref() == Some(EXAMPLE));
    let failed = failed.filter_map(|it| {
        let verdict = match it.verdict {
            Verdict::Fail => Verdict::Untestable,
            Verdict::ExpectedFailure => Verdict::ExpectedFailure,
            _ => return None,
        };
        let known = (it.requirement.id.clone(), verdict, it.causes());
        Some((it.requirement.operation.clone(), known))
    });
    failed.collect()
}

impl RequirementReport {
    /// The requirement that says what is wrong, where this one only found that again.
    #[must_use]
    pub fn hangs_on(&self) -> Option<&str> {
        self.reasons.iter().find_map(|reason| reason.strip_prefix(SEE))
    }

    /// What is wrong, in words that are the same where several requirements find the same.
    pub(crate) fn causes(&self) -> BTreeSet<String> {
        if let Some(lack) = self.lack() {
            return BTreeSet::from([lack.to_owned()]);
        }
        let id = &self.requirement.id;
        if self.findings.is_empty() {
            let is_unjudged = matches!(self.verdict, Verdict::Untestable | Verdict::Error);
            let reasons = self.reasons.iter().filter(|_| is_unjudged);
            return reasons
                .map(|reason| reason.strip_prefix(SEE).unwrap_or(reason).to_owned())
                .collect();
        }
        let causes = self
            .findings
            .iter()
            .flat_map(|finding| match of_finding(finding) {
                Some(causes) => causes,
                None => BTreeSet::from([id.clone()]),
            });
        causes.collect()
    }
}

impl Finding {
    /// The operation that answered, or did not.
    fn operation(&self) -> Option<&String> {
        let answered = self.breach.exchange.as_ref().map(|exchange| &exchange.request);
        let sent = answered.or(self.breach.unanswered.as_ref());
        sent.map(|sent| &sent.operation)
    }
}

/// What is wrong with the operation that answered; nothing where that hangs on what was asked.
fn of_finding(finding: &Finding) -> Option<BTreeSet<String>> {
    let operation = finding.operation()?;
    let lines = finding.breach.actual.iter();
    let is_silent = finding.breach.unanswered.is_some();
    let of_line = |line: &String| {
        let cause = if is_silent {
            Some(line.clone())
        } else {
            of_answer(line)
        };
        cause.map(|cause| format!("{operation}: {cause}"))
    };
    let causes: BTreeSet<String> = lines.map(of_line).collect::<Option<_>>()?;
    (!causes.is_empty()).then_some(causes)
}

fn of_answer(line: &str) -> Option<String> {
    // A refusal may be the same fault again and again; whatever is granted is granted to somebody.
    if let Some(rest) = line.strip_prefix("status ") {
        let status: u16 = rest.split(|it: char| !it.is_ascii_digit()).next()?.parse().ok()?;
        return (status >= 300).then(|| line.to_owned());
    }
    if line.starts_with("the body is no JSON") {
        return Some(line.to_owned());
    }
    let (place, what) = line.strip_prefix("at ")?.split_once(": ")?;
    let required = what.strip_suffix(" is a required property");
    if let Some(name) = required.map(|name| name.trim_matches('"')) {
        let place = if place == "the top" { "" } else { place };
        return Some(format!("at {place}/{name}: nothing"));
    }
    let what = what.split(", documented is ").next().unwrap_or(what);
    Some(format!("at {place}: {what}"))
}
