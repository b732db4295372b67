//! Making the checks of a run: scenarios first, then the derived checks, until all are made or somebody asks to stop.

use std::collections::{BTreeMap, BTreeSet};
use std::pin::pin;
use std::sync::Arc;

use futures::StreamExt as _;
use futures::stream::{self, LocalBoxStream};
use labproof_spec::{Edition, Operation, Requirement};
use tokio::sync::mpsc;

use crate::asking::exchange::Exchange;
use crate::asking::last_exchange;
use crate::asking::subject::Subject;
use crate::judging::checks::{self, Checked, Generation, Phase};
use crate::judging::features::{Features, Parsed};
use crate::judging::verdict::Outcome;
use crate::running::progress::Progress;
use crate::running::report_builder::Collected;
use crate::running::scenarios::{self, Choice, Pace, Played};
use crate::running::selection::Scenarios;
use crate::running::stop::Stop;

/// One derived check to make.
pub(crate) struct Job {
    pub(crate) subject: Arc<Subject>,
    pub(crate) operation: Arc<Operation>,
    pub(crate) requirement: Requirement,
    pub(crate) check: String,
    /// Why it is not made.
    pub(crate) skipped: Option<String>,
}

/// A derived check that was made, or was not and why.
pub(crate) struct Made {
    pub(crate) job: Job,
    pub(crate) checked: Checked,
    /// Its last exchange.
    pub(crate) evidence: Option<Exchange>,
}

/// A run under way.
pub(crate) struct Session<'a> {
    pub(crate) subjects: &'a BTreeMap<Edition, Arc<Subject>>,
    pub(crate) generation: Generation,
    pub(crate) jobs: usize,
    pub(crate) retry: u32,
    pub(crate) fail_fast: bool,
    pub(crate) progress: Arc<dyn Progress>,
    pub(crate) stop: Stop,
    pub(crate) collected: Collected,
}

/// What is said of requirements that nothing judged because of the first failure.
const FAILED_FAST: &str = "not reached: the run was to stop at the first failure";

impl Session<'_> {
    /// Plays the chosen scenarios; those that fail as often again as was asked for.
    async fn play(&mut self, features: &Features, choice: &Scenarios<'_>) {
        let retry = self.retry;
        let may_be_flaky = move |played: &Played| retry > 0 && matches!(played.outcome, Outcome::Breach(_));
        let mut held = self.play_once(features, choice, &may_be_flaky).await;
        for _ in 0..retry {
            let failed: Failed = held
                .iter()
                .filter(|played| may_be_flaky(played))
                .map(|played| (played.edition, played.title.clone()))
                .collect();
            if failed.is_empty() || self.stop.reason().is_some() {
                break;
            }
            for again in self.play_once(features, &failed, &|_| true).await {
                let first = held
                    .iter_mut()
                    .find(|first| first.edition == again.edition && first.title == again.title);
                if let Some(first) = first {
                    first.outcome = judged_again(first.outcome.clone(), &again.outcome, again.evidence);
                }
            }
        }
        for played in held {
            self.collected.played(played);
        }
    }

    /// Plays scenarios and takes each in as it ends, but for those that are held back, which it gives.
    async fn play_once(
        &mut self,
        features: &Features,
        choice: &dyn Choice,
        is_held: &dyn Fn(&Played) -> bool,
    ) -> Vec<Played> {
        let pace = Pace {
            jobs: self.jobs,
            fail_fast: self.fail_fast && self.retry == 0,
        };
        let (ended, mut heard) = mpsc::unbounded_channel();
        let (progress, stop) = (&self.progress, &mut self.stop);
        let play = scenarios::play(features, self.subjects, choice, pace, progress, stop, ended);
        let mut play = pin!(play);
        let mut is_playing = true;
        let mut held = Vec::new();
        loop {
            tokio::select! {
                Some(played) = heard.recv() => {
                    if is_held(&played) {
                        held.push(played);
                    } else {
                        self.collected.played(played);
                    }
                }
                () = &mut play, if is_playing => is_playing = false,
                else => return held,
            }
        }
    }

    /// Makes the derived checks and plays the scenarios. What looks at the whole state has its server to itself; and
    /// what looks for things that are done although they are refused comes before anything was accepted, because what
    /// was done already changes nothing when it is done again.
    pub(crate) async fn judge(&mut self, features: &Features, choice: &Scenarios<'_>, work: Vec<Job>) {
        let of = |work: Vec<Job>, phase: Phase| -> (Vec<Job>, Vec<Job>) {
            work.into_iter()
                .partition(|job| checks::phase(&job.check) == phase)
        };
        let (first, rest) = of(work, Phase::First);
        let (last, noisy) = of(rest, Phase::Last);
        self.check_alone(first).await;
        self.play(features, choice).await;
        let (generation, retry) = (self.generation, self.retry);
        let noisy = stream::iter(noisy).map(move |job| one(job, generation, retry));
        self.make(noisy.buffer_unordered(self.jobs).boxed_local()).await;
        self.check_alone(last).await;
    }

    /// Makes checks one after the other, each server's beside the others'.
    async fn check_alone(&mut self, work: Vec<Job>) {
        let (generation, retry) = (self.generation, self.retry);
        let mut by_server: BTreeMap<Edition, Vec<Job>> = BTreeMap::new();
        for job in work {
            by_server.entry(job.subject.api.edition).or_default().push(job);
        }
        let lanes = by_server.into_values();
        let lanes = lanes.map(|jobs| {
            stream::iter(jobs)
                .then(move |job| one(job, generation, retry))
                .boxed_local()
        });
        self.make(stream::select_all(lanes).boxed_local()).await;
    }

    /// Takes in checks as they are made, until there are no more or there is a reason to stop.
    async fn make(&mut self, mut checks: LocalBoxStream<'_, Made>) {
        loop {
            if let Some(reason) = self.stop.reason() {
                return self.collected.interrupted(reason);
            }
            if self.fail_fast && self.collected.has_failed() {
                return self.collected.stopped(FAILED_FAST);
            }
            let made = tokio::select! {
                made = checks.next() => made,
                () = self.stop.asked() => continue,
            };
            let Some(made) = made else { return };
            self.progress.step(&made.job.requirement.id);
            self.collected.checked(made);
        }
    }
}

async fn one(job: Job, generation: Generation, retry: u32) -> Made {
    if let Some(reason) = &job.skipped {
        let outcomes = vec![Outcome::Skipped(reason.clone())];
        let checked = Checked {
            outcomes,
            ..Checked::default()
        };
        return Made {
            job,
            checked,
            evidence: None,
        };
    }
    let check = || last_exchange::of(checks::make(&job.check, &job.subject, &job.operation, generation));
    let (mut checked, mut evidence) = check().await;
    for _ in 0..retry {
        if !checked
            .outcomes
            .iter()
            .any(|outcome| matches!(outcome, Outcome::Breach(_)))
        {
            break;
        }
        let (again, exchange) = check().await;
        let worst = again
            .outcomes
            .iter()
            .find(|outcome| !matches!(outcome, Outcome::Holds));
        let worst = worst.cloned().unwrap_or(Outcome::Holds);
        for outcome in &mut checked.outcomes {
            *outcome = judged_again(outcome.clone(), &worst, exchange.clone());
        }
        evidence = exchange;
    }
    Made {
        job,
        checked,
        evidence,
    }
}

/// A breach that was gone when it was looked for again is no breach, and no pass either.
fn judged_again(first: Outcome, again: &Outcome, exchange: Option<Exchange>) -> Outcome {
    match (first, again) {
        (Outcome::Breach(mut breach), Outcome::Holds) => {
            breach.again = exchange;
            Outcome::Flaky(breach)
        }
        (first, _) => first,
    }
}

/// Scenarios that failed, by edition and title.
type Failed = BTreeSet<(Edition, String)>;

impl Choice for Failed {
    fn of(
        &self,
        edition: Edition,
        parsed: &Parsed,
        scenario: &cucumber::gherkin::Scenario,
    ) -> Option<Result<(), String>> {
        let title = scenarios::title(&parsed.feature, scenario);
        self.contains(&(edition, title)).then_some(Ok(()))
    }
}
