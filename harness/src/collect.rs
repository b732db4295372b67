//! From outcomes of checks to the report.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use labproof_spec::{Edition, Level, Requirement};

use crate::curl;
use crate::redact;
use crate::report::{EditionReport, Finding, Judged, ProfileReport, Report, RequirementReport, Standing};
use crate::scenarios::Played;
use crate::selection::Selection;
use crate::snapshot::Snapshot;
use crate::subject::Subject;
use crate::suite::{ByHand, Made};
use crate::verdict::{Outcome, Verdict};

/// What a report calls a server, and how a person reaches one like it.
pub(crate) struct Label {
    pub(crate) name: String,
    pub(crate) by_hand: ByHand,
}

/// Outcomes by edition and requirement, as they come in.
pub(crate) struct Collected {
    subjects: BTreeMap<Edition, Arc<Subject>>,
    labels: BTreeMap<Edition, Label>,
    seed: u64,
    /// The profiles that were asked for; all where empty.
    wanted: BTreeSet<String>,
    partial: bool,
    /// Whether scenarios were left out on purpose, so that a requirement may end without a check.
    gaps_are_lawful: bool,
    requirements: BTreeMap<Edition, Vec<RequirementReport>>,
    judged: BTreeMap<Edition, Judged>,
    snapshots: Vec<Snapshot>,
}

impl Collected {
    pub(crate) fn new(
        subjects: &BTreeMap<Edition, Arc<Subject>>,
        selection: &Selection,
        labels: BTreeMap<Edition, Label>,
        seed: u64,
    ) -> Self {
        let requirements = subjects.iter().map(|(edition, subject)| {
            let operations = subject.api.operations.iter();
            let selected = operations.flat_map(|operation| {
                operation
                    .requirements
                    .iter()
                    .filter(|requirement| selection.has(operation, requirement))
            });
            (*edition, selected.map(blank).collect())
        });
        Self {
            requirements: requirements.collect(),
            subjects: subjects.clone(),
            labels,
            seed,
            wanted: selection.profiles.clone(),
            partial: selection.is_partial(),
            gaps_are_lawful: selection.tags.is_some(),
            judged: BTreeMap::new(),
            snapshots: Vec::new(),
        }
    }

    /// Takes in a scenario; it speaks for each of its requirements.
    pub(crate) fn played(&mut self, played: Played) {
        if !matches!(played.outcome, Outcome::Skipped(_)) {
            self.judged.entry(played.edition).or_default().scenarios += 1;
        }
        for id in &played.requirements {
            self.outcome(played.edition, id, &played.title, &played.outcome);
        }
        self.keep(played.edition, &played.operation, played.snapshots);
    }

    /// Takes in a derived check.
    pub(crate) fn checked(&mut self, made: Made) {
        let edition = made.job.subject.api.edition;
        let judged = self.judged.entry(edition).or_default();
        judged.examples += made.checked.examples;
        judged.credentials += made.checked.credentials;
        judged.cases += made.checked.cases;
        let check = format!("the check `{}` of every operation", made.job.check);
        for outcome in &made.checked.outcomes {
            self.outcome(edition, &made.job.requirement.id, &check, outcome);
        }
        self.keep(edition, &made.job.operation.slug, made.checked.snapshots);
    }

    fn keep(&mut self, edition: Edition, operation: &str, named: Vec<crate::conversation::Named>) {
        let Some(subject) = self.subjects.get(&edition) else {
            return;
        };
        for named in named {
            self.snapshots.push(Snapshot::of(subject, operation, &named));
        }
    }

    fn outcome(&mut self, edition: Edition, id: &str, check: &str, outcome: &Outcome) {
        let Some(subject) = self.subjects.get(&edition).cloned() else {
            return;
        };
        let by_hand = self
            .labels
            .get(&edition)
            .map(|label| label.by_hand.clone())
            .unwrap_or_default();
        let seed = self.seed;
        let requirements = self.requirements.get_mut(&edition);
        let Some(report) =
            requirements.and_then(|all| all.iter_mut().find(|report| report.requirement.id == id))
        else {
            return;
        };
        let verdict = outcome.verdict(report.requirement.level);
        report.verdict = if report.checks == 0 {
            verdict
        } else {
            report.verdict.max(verdict)
        };
        report.checks += 1;
        match outcome {
            Outcome::Holds => {}
            Outcome::Breach(breach) => {
                let mut breach = (**breach).clone();
                redact::breach(&mut breach, &subject);
                let sent = breach
                    .exchange
                    .as_ref()
                    .map(|exchange| &exchange.request)
                    .or(breach.unanswered.as_ref());
                let curl = sent.map(|sent| curl::line(sent, &subject.pasting));
                let seed = if breach.changed.is_some() {
                    format!(" --seed {seed}")
                } else {
                    String::new()
                };
                let replay = format!("{} --edition {edition} --run '{id}'{seed}", by_hand.run);
                let server = curl.as_ref().and(by_hand.server);
                report.findings.push(Finding {
                    check: check.to_owned(),
                    breach,
                    server,
                    curl,
                    replay,
                });
            }
            Outcome::Untestable(reason) | Outcome::Skipped(reason) | Outcome::Error(reason) => {
                report.reasons.insert(reason.clone());
            }
        }
    }

    /// Somebody asked to stop at the first failure: what is left is not judged.
    pub(crate) fn stopped(&mut self) {
        self.partial = true;
        self.gaps_are_lawful = true;
        for report in self
            .requirements
            .values_mut()
            .flatten()
            .filter(|report| report.checks == 0)
        {
            report
                .reasons
                .insert("not reached: the run was to stop at the first failure".to_owned());
        }
    }

    /// A requirement that nothing judged must never look as if somebody had wanted that.
    fn own_up(&mut self) {
        if self.gaps_are_lawful {
            return;
        }
        for report in self
            .requirements
            .values_mut()
            .flatten()
            .filter(|report| report.checks == 0)
        {
            report.verdict = Verdict::Error;
            report
                .reasons
                .insert("no scenario and no check judges it; `labproof spec check` tells more".to_owned());
        }
    }

    /// The report on all of it.
    pub(crate) fn report(mut self, notes: Vec<String>, strict: bool, cases: u32) -> (Report, Vec<Snapshot>) {
        self.own_up();
        // Scenarios end in any order; a report is read in one.
        for report in self.requirements.values_mut().flatten() {
            report.findings.sort_by(|one, other| one.check.cmp(&other.check));
        }
        let interrupted = self
            .subjects
            .values()
            .find_map(|subject| subject.lost())
            .map(|error| error.to_string());
        let editions = std::mem::take(&mut self.requirements)
            .into_iter()
            .map(|(edition, requirements)| {
                let mut judged = self.judged.remove(&edition).unwrap_or_default();
                let subject = self.subjects.get(&edition);
                judged.exchanges = subject.map_or(0, |subject| subject.exchanges());
                let seen = || requirements.iter().filter(|report| report.was_judged());
                judged.requirements = seen().count();
                judged.operations = seen()
                    .map(|report| &report.requirement.operation)
                    .collect::<BTreeSet<_>>()
                    .len();
                EditionReport {
                    edition,
                    target: self
                        .labels
                        .remove(&edition)
                        .map(|label| label.name)
                        .unwrap_or_default(),
                    judged,
                    profiles: subject
                        .map(|subject| profiles(subject, &self.wanted, self.partial, &requirements, strict))
                        .unwrap_or_default(),
                    requirements,
                }
            });
        let editions = editions.collect();
        let report = Report {
            seed: self.seed,
            cases,
            notes,
            interrupted,
            editions,
            strict,
            partial: self.partial,
        };
        (report, self.snapshots)
    }
}

fn blank(requirement: &Requirement) -> RequirementReport {
    RequirementReport {
        requirement: requirement.clone(),
        verdict: Verdict::Skipped,
        checks: 0,
        reasons: BTreeSet::new(),
        findings: Vec::new(),
    }
}

/// Every profile that the selection touches.
fn profiles(
    subject: &Subject,
    wanted: &BTreeSet<String>,
    partial: bool,
    requirements: &[RequirementReport],
    strict: bool,
) -> Vec<ProfileReport> {
    let operations = &subject.api.operations;
    let names: BTreeSet<&String> = operations
        .iter()
        .flat_map(|operation| &operation.profiles)
        .collect();
    let names = names
        .into_iter()
        .filter(|name| wanted.is_empty() || wanted.contains(*name));
    let reports = names.map(|profile| {
        let serves = |slug: &str| {
            operations
                .iter()
                .any(|operation| operation.slug == slug && operation.profiles.contains(profile))
        };
        let of_profile: Vec<&RequirementReport> = requirements
            .iter()
            .filter(|report| serves(&report.requirement.operation))
            .collect();
        let count = |verdict| {
            of_profile
                .iter()
                .filter(|report| report.verdict == verdict)
                .count()
        };
        ProfileReport {
            profile: profile.clone(),
            operations: of_profile
                .iter()
                .map(|report| &report.requirement.operation)
                .collect::<BTreeSet<_>>()
                .len(),
            verdicts: Verdict::ALL
                .into_iter()
                .map(|verdict| (verdict, count(verdict)))
                .filter(|(_, n)| *n > 0)
                .collect(),
            standing: standing(&of_profile, partial, strict),
        }
    });
    reports.filter(|report| report.operations > 0).collect()
}

fn standing(requirements: &[&RequirementReport], partial: bool, strict: bool) -> Standing {
    let skipped =
        |report: &&&RequirementReport| report.requirement.level == Level::Must && !report.was_judged();
    if requirements.iter().any(|report| report.verdict == Verdict::Error) {
        Standing::Unknown
    } else if requirements.iter().any(|report| report.counts_against(strict)) {
        Standing::Breaks
    } else if !requirements.iter().any(|report| report.was_judged()) {
        Standing::NotJudged
    } else if partial || requirements.iter().find(skipped).is_some() {
        Standing::JudgedInPart
    } else {
        Standing::Conforms
    }
}
