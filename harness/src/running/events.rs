//! What happens in a run, in order. A report is the sum of its events, so a run that ends anyhow leaves as much of
//! one as there was.

use labproof_spec::Edition;
use serde::{Deserialize, Serialize};

use crate::judging::verdict::Verdict;
use crate::running::report::{Evidence, Finding, Judged, Report};

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Event {
    /// What is going to be judged: a report in which nothing is judged yet.
    Begun(Box<Report>),
    /// One check of one requirement was made.
    Judged(Box<Judgement>),
    /// So much more was done in an edition.
    Done {
        /// The edition.
        edition: Edition,
        /// How much more.
        judged: Judged,
    },
    /// The run ended, and this is what it came to.
    Ended(Box<Report>),
}

/// What one check of one requirement came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Judgement {
    /// The edition it was made in.
    pub edition: Edition,
    /// The requirement's id.
    pub requirement: String,
    /// The check's name.
    pub check: String,
    /// What it came to.
    pub verdict: Verdict,
    /// How long it took, in seconds.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub seconds: f64,
    /// What was found, where something was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finding: Option<Finding>,
    /// Why it was not made, where it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What shows that the requirement holds, where it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Evidence>,
}

fn is_zero(seconds: &f64) -> bool {
    *seconds == 0.0
}

/// Hears every event as it happens.
pub trait Listener: Send {
    /// Takes one in. What it cannot do with it, it has to tell by itself.
    fn hear(&mut self, event: &Event);
}

impl Report {
    /// Adds what happened to what is known.
    pub fn take(&mut self, event: Event) {
        match event {
            Event::Begun(report) | Event::Ended(report) => *self = *report,
            Event::Judged(judgement) => self.judged(*judgement),
            Event::Done { edition, judged } => {
                if let Some(report) = self.editions.iter_mut().find(|report| report.edition == edition) {
                    report.judged.add(&judged);
                }
            }
        }
    }

    fn judged(&mut self, judgement: Judgement) {
        let edition = self
            .editions
            .iter_mut()
            .find(|report| report.edition == judgement.edition);
        let requirements = edition.map(|report| &mut report.requirements);
        let Some(report) = requirements.and_then(|all| {
            let mut all = all.iter_mut();
            all.find(|report| report.requirement.id == judgement.requirement)
        }) else {
            return;
        };
        report.verdict = if report.checks.is_empty() {
            judgement.verdict
        } else {
            report.verdict.max(judgement.verdict)
        };
        *report.seconds.entry(judgement.check.clone()).or_default() += judgement.seconds;
        let worst = report.checks.entry(judgement.check).or_insert(judgement.verdict);
        *worst = (*worst).max(judgement.verdict);
        report.reasons.extend(judgement.reason);
        report.findings.extend(judgement.finding);
        if report.evidence.is_none() {
            report.evidence = judgement.evidence;
        }
    }
}
