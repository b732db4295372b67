//! From what checks came to, to events: worded for readers, and without secrets.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use labproof_spec::{Edition, Level, Operation, Requirement, Spec};

use crate::asking::curl;
use crate::asking::exchange::Exchange;
use crate::asking::subject::Subject;
use crate::judging::snapshot::Named;
use crate::judging::snapshot::Snapshot;
use crate::judging::verdict::{Breach, Outcome, Verdict};
use crate::judging::{excerpt, letting_in, redact};
use crate::running::events::{Event, Judgement, Listener};
use crate::running::expected::ExpectedFailures;
use crate::running::job::Made;
use crate::running::lack::Lack;
use crate::running::presence::Absent;
use crate::running::profile_standing;
use crate::running::report::{
    CONDITIONS, EditionReport, Evidence, Finding, Judged, PRESENCE, Report, RequirementReport,
};
use crate::running::scenarios::Played;
use crate::running::selection::Selection;
use crate::running::undecided::{Undecided, undecided};

/// Makes events of outcomes, and adds them up.
pub(crate) struct ReportBuilder {
    subjects: BTreeMap<Edition, Arc<Subject>>,
    listeners: Vec<Box<dyn Listener>>,
    report: Report,
    /// How strongly each requirement binds, and whether it is one of security.
    bonds: BTreeMap<String, (Level, bool)>,
    /// Requirements that hang on what nobody knows of a server.
    undecided: BTreeMap<Edition, BTreeMap<String, Undecided>>,
    snapshots: Vec<Snapshot>,
    /// What checks say of how they judged.
    notes: Vec<String>,
    expected: Option<ExpectedFailures>,
    /// How much of an answer it keeps, in bytes.
    answer_bytes: usize,
    /// Whether checks were left out on purpose, so that a requirement may end without one.
    gaps_are_lawful: bool,
}

impl ReportBuilder {
    pub(crate) fn new(
        subjects: &BTreeMap<Edition, Arc<Subject>>,
        selection: &Selection,
        lacks: &BTreeMap<Edition, Lack>,
        mut report: Report,
        listeners: Vec<Box<dyn Listener>>,
    ) -> Self {
        for (edition, subject) in subjects {
            let Some(lack) = lacks.get(edition) else { continue };
            report.editions.push(EditionReport {
                edition: *edition,
                kind: subject.api.kind,
                target: subject.server.name.clone(),
                judged: Judged::default(),
                profiles: profile_standing::unjudged(&subject.api, selection, lack),
                requirements: listed(subject, selection, &lack.absent),
            });
        }
        let operations = subjects.values().flat_map(|subject| &subject.api.operations);
        let bonds = operations
            .flat_map(|operation| &operation.requirements)
            .map(|it| (it.id.clone(), (it.level, it.security)));
        let mut builder = Self {
            bonds: bonds.collect(),
            undecided: lacks
                .iter()
                .map(|(edition, lack)| (*edition, undecided(&lack.conditions, &subjects[edition])))
                .collect(),
            subjects: subjects.clone(),
            listeners,
            gaps_are_lawful: selection.tags.is_some() || selection.shard.is_some(),
            report: report.clone(),
            snapshots: Vec::new(),
            notes: Vec::new(),
            expected: None,
            answer_bytes: usize::MAX,
        };
        builder.tell(Event::Begun(Box::new(report)));
        for (edition, lack) in lacks {
            lack.absent
                .iter()
                .for_each(|absent| builder.absent(*edition, absent));
            for unmet in &lack.conditions.unmet {
                let outcome = Outcome::NotApplicable(unmet.reason.clone());
                for id in &unmet.requirements {
                    builder.outcome(*edition, id, CONDITIONS, &outcome, None, Duration::ZERO);
                }
            }
        }
        builder
    }

    /// Knows what is expected to fail.
    pub(crate) fn expecting(self, expected: Option<ExpectedFailures>) -> Self {
        Self { expected, ..self }
    }

    /// Keeps no more of an answer than so many bytes.
    pub(crate) fn keeping(self, answer_bytes: usize) -> Self {
        Self { answer_bytes, ..self }
    }

    fn tell(&mut self, event: Event) {
        for listener in &mut self.listeners {
            listener.hear(&event);
        }
        self.report.take(event);
    }

    /// Every requirement of a profile that is not there, in one go.
    fn absent(&mut self, edition: Edition, absent: &Absent) {
        for id in &absent.requirements {
            self.outcome(edition, id, PRESENCE, &absent.outcome, None, Duration::ZERO);
        }
    }

    /// Takes in a scenario; it speaks for each of its requirements.
    pub(crate) fn played(&mut self, played: Played) {
        if !matches!(played.outcome, Outcome::Skipped(_)) {
            let judged = Judged {
                scenarios: 1,
                ..Judged::default()
            };
            self.tell(Event::Done {
                edition: played.edition,
                judged,
            });
        }
        for id in &played.requirements {
            let evidence = played.evidence.as_ref();
            self.outcome(
                played.edition,
                id,
                &played.title,
                &played.outcome,
                evidence,
                played.took,
            );
        }
        self.keep(played.edition, &played.operation, played.snapshots);
    }

    /// Takes in a derived check.
    pub(crate) fn checked(&mut self, made: Made) {
        let edition = made.job.subject.api.edition;
        let judged = Judged {
            examples: made.checked.examples,
            credentials: made.checked.credentials,
            cases: made.checked.cases,
            decisions: made.checked.decisions,
            ..Judged::default()
        };
        if judged != Judged::default() {
            self.tell(Event::Done { edition, judged });
        }
        let notes = made.checked.notes.iter();
        self.notes
            .extend(notes.map(|note| format!("edition {edition}: {note}")));
        let check = format!("the check `{}` of every operation", made.job.check);
        // What it took is told once, however much it came to.
        let took = std::iter::once(made.took).chain(std::iter::repeat(Duration::ZERO));
        for (outcome, took) in made.checked.outcomes.iter().zip(took) {
            let id = &made.job.requirement.id;
            self.outcome(edition, id, &check, outcome, made.evidence.as_ref(), took);
        }
        self.keep(edition, &made.job.operation.slug, made.checked.snapshots);
    }

    fn keep(&mut self, edition: Edition, operation: &str, named: Vec<Named>) {
        let Some(subject) = self.subjects.get(&edition) else {
            return;
        };
        // What the report cuts is no documented answer.
        let answer_bytes = self.answer_bytes;
        let whole = named.into_iter();
        let whole = whole.filter(|named| named.exchange.answer.text.len() <= answer_bytes);
        for named in whole {
            self.snapshots.push(Snapshot::of(subject, operation, &named));
        }
    }

    fn outcome(
        &mut self,
        edition: Edition,
        id: &str,
        check: &str,
        outcome: &Outcome,
        evidence: Option<&Exchange>,
        took: Duration,
    ) {
        let Some(subject) = self.subjects.get(&edition).cloned() else {
            return;
        };
        let (level, security) = self.bonds.get(id).copied().unwrap_or((Level::Must, false));
        let undecided = self.undecided.get(&edition).and_then(|of| of.get(id));
        let outcome = match (outcome, undecided) {
            (Outcome::Breach(breach), Some(undecided)) if undecided.is_told_by(breach) => {
                &Outcome::NotApplicable(undecided.words.clone())
            }
            _ => outcome,
        };
        let is_security = match outcome {
            Outcome::Breach(breach) => letting_in::is_in(security, breach, &subject),
            _ => false,
        };
        let mut judgement = Judgement {
            edition,
            requirement: id.to_owned(),
            check: check.to_owned(),
            verdict: outcome.verdict(level, is_security),
            // To the millisecond: nobody wants to read more.
            seconds: (took.as_secs_f64() * 1000.0).round() / 1000.0,
            finding: None,
            reason: None,
            evidence: None,
        };
        match outcome {
            Outcome::Holds => {
                judgement.evidence = evidence.map(|exchange| self.evidence(&subject, id, exchange));
            }
            Outcome::Breach(breach) | Outcome::Flaky(breach) | Outcome::Unspecific(breach) => {
                let finding = self.finding(&subject, id, check, breach);
                judgement.finding = Some(Finding {
                    security: is_security,
                    ..finding
                });
            }
            Outcome::Untestable(reason)
            | Outcome::Skipped(reason)
            | Outcome::NotApplicable(reason)
            | Outcome::Error(reason) => {
                judgement.reason = Some(subject.without_secrets(reason).into_owned());
            }
        }
        self.tell(Event::Judged(Box::new(judgement)));
    }

    fn evidence(&self, subject: &Subject, id: &str, exchange: &Exchange) -> Evidence {
        let edition = subject.api.edition;
        let mut exchange = exchange.clone();
        redact::exchange(&mut exchange, subject);
        excerpt::exchange(&mut exchange, self.answer_bytes);
        Evidence {
            curl: curl::line(&exchange.request, &subject.server.by_hand),
            replay: format!("{} --edition {edition} --run '{id}'", subject.server.by_hand.run),
            exchange,
        }
    }

    fn finding(&self, subject: &Subject, id: &str, check: &str, breach: &Breach) -> Finding {
        let edition = subject.api.edition;
        let by_hand = &subject.server.by_hand;
        let mut breach = breach.clone();
        redact::breach(&mut breach, subject);
        excerpt::breach(&mut breach, self.answer_bytes);
        let answered = breach.exchange.as_ref().map(|exchange| &exchange.request);
        let sent = answered.or(breach.unanswered.as_ref());
        let curl = sent.map(|sent| curl::line(sent, by_hand));
        let seed = match breach.changed {
            Some(_) => format!(" --seed {}", self.report.seed),
            None => String::new(),
        };
        Finding {
            check: check.to_owned(),
            security: false,
            server: curl.as_ref().and_then(|_| by_hand.server.clone()),
            curl,
            replay: format!("{} --edition {edition} --run '{id}'{seed}", by_hand.run),
            breach,
        }
    }

    /// Whether something was found that counts.
    pub(crate) fn has_failed(&self) -> bool {
        let is_expected = |edition, requirement| {
            let expected = self.expected.as_ref();
            expected.is_some_and(|expected| expected.covers(edition, requirement))
        };
        self.report.editions.iter().any(|edition| {
            edition.requirements.iter().any(|report| {
                report.counts_against(self.report.strict)
                    && !is_expected(edition.edition, &report.requirement)
            })
        })
    }

    /// Not everything was judged, and somebody wanted that.
    pub(crate) fn stopped(&mut self, reason: &str) {
        self.report.partial = true;
        self.gaps_are_lawful = true;
        let requirements = self
            .report
            .editions
            .iter_mut()
            .flat_map(|edition| &mut edition.requirements);
        for report in requirements.filter(|report| report.checks.is_empty()) {
            report.reasons.insert(reason.to_owned());
        }
    }

    /// The run was cut short: what is left is not judged, and nobody can say what it would have come to.
    pub(crate) fn interrupted(&mut self, reason: String) {
        self.stopped(&format!("not reached: {reason}"));
        self.report.interrupted = Some(reason);
    }

    /// The report on all of it.
    pub(crate) fn report(mut self, spec: &Spec, notes: Vec<String>, seconds: f64) -> (Report, Vec<Snapshot>) {
        let mut report = self.report;
        report.notes.extend(notes);
        report.notes.append(&mut self.notes);
        report.seconds = seconds;
        let lost = self.subjects.values().find_map(|subject| subject.lost());
        let lost = lost.map(|error| error.to_string());
        report.interrupted = report.interrupted.take().or(lost);
        for edition in &mut report.editions {
            if let Some(subject) = self.subjects.get(&edition.edition) {
                edition.judged.exchanges = subject.exchanges();
                edition.judged.put_off = subject.put_off();
            }
            if !self.gaps_are_lawful {
                profile_standing::mark_unjudged(edition);
            }
        }
        if let Some(expected) = &self.expected {
            let in_full = !self.gaps_are_lawful && report.interrupted.is_none();
            expected.apply(&mut report, spec, in_full);
        }
        profile_standing::conclude(&mut report);
        for listener in &mut self.listeners {
            listener.hear(&Event::Ended(Box::new(report.clone())));
        }
        (report, self.snapshots)
    }
}

/// The requirements of the selection, and those of profiles that are neither claimed nor there; none judged yet.
fn listed(subject: &Subject, selection: &Selection, absent: &[Absent]) -> Vec<RequirementReport> {
    let is_absent = |requirement: &Requirement| {
        absent
            .iter()
            .any(|absent| absent.requirements.contains(&requirement.id))
    };
    let of = |operation: &Arc<Operation>| -> Vec<RequirementReport> {
        let requirements = operation.requirements.iter();
        let listed = requirements.filter(|it| selection.has(operation, it) || is_absent(it));
        listed.map(|requirement| blank(operation, requirement)).collect()
    };
    subject.api.operations.iter().flat_map(of).collect()
}

fn blank(operation: &Operation, requirement: &Requirement) -> RequirementReport {
    RequirementReport {
        requirement: requirement.clone(),
        profiles: operation.profiles.clone(),
        verdict: Verdict::Skipped,
        checks: BTreeMap::new(),
        seconds: BTreeMap::new(),
        reasons: Default::default(),
        findings: Vec::new(),
        evidence: None,
    }
}
