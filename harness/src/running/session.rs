//! Making the checks of a run: scenarios first, then the derived checks, until all are made or somebody asks to stop.

use std::collections::{BTreeMap, BTreeSet};
use std::pin::pin;
use std::sync::Arc;

use futures_util::StreamExt as _;
use futures_util::stream::{self, LocalBoxStream};
use labproof_spec::Edition;
use tokio::sync::mpsc;

use crate::asking::subject::Subject;
use crate::judging::checks::checked::Generation;
use crate::judging::checks::{self, Phase};
use crate::judging::features::{Features, Parsed};
use crate::judging::verdict::Outcome;
use crate::running::job::{Job, Made, is_unsettled, judged_again, make};
use crate::running::progress::Progress;
use crate::running::report_builder::ReportBuilder;
use crate::running::scenarios::{self, Choice, Pace, Played};
use crate::running::selection::Scenarios;
use crate::running::stop::Stop;

/// A run under way.
pub(crate) struct Session<'a> {
    pub(crate) subjects: &'a BTreeMap<Edition, Arc<Subject>>,
    pub(crate) generation: Generation,
    pub(crate) jobs: usize,
    pub(crate) retry: u32,
    pub(crate) fail_fast: bool,
    pub(crate) progress: Arc<dyn Progress>,
    pub(crate) stop: Stop,
    pub(crate) builder: ReportBuilder,
}

/// What is said of requirements that nothing judged because of the first failure.
const FAILED_FAST: &str = "not reached: the run was to stop at the first failure";

impl Session<'_> {
    /// Plays the chosen scenarios; those that fail as often again as was asked for.
    async fn play(&mut self, features: &Features, choice: &Scenarios<'_>) {
        let retry = self.retry;
        let may_be_flaky = move |played: &Played| {
            let is_breach = matches!(played.outcome, Outcome::Breach(_));
            retry > 0 && is_breach || played.had_accident && is_unsettled(&played.outcome)
        };
        let mut held = self.play_once(features, choice, &may_be_flaky).await;
        // What had an accident is played once more, whoever asked for nothing.
        for _ in 0..retry.max(1) {
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
                    let had_accident = std::mem::take(&mut first.had_accident);
                    let outcome = first.outcome.clone();
                    first.outcome = judged_again(outcome, had_accident, &again.outcome, again.evidence);
                }
            }
        }
        for played in held {
            self.builder.played(played);
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
        // Whoever is ahead waits: what is heard and not taken in yet holds whole answers.
        let (ended, mut heard) = mpsc::channel(1);
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
                        self.builder.played(played);
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
        let noisy = stream::iter(noisy).map(move |job| make(job, generation, retry));
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
                .then(move |job| make(job, generation, retry))
                .boxed_local()
        });
        self.make(stream::select_all(lanes).boxed_local()).await;
    }

    /// Takes in checks as they are made, until there are no more or there is a reason to stop.
    async fn make(&mut self, mut checks: LocalBoxStream<'_, Made>) {
        loop {
            if let Some(reason) = self.stop.reason() {
                return self.builder.interrupted(reason);
            }
            if self.fail_fast && self.builder.has_failed() {
                return self.builder.stopped(FAILED_FAST);
            }
            let made = tokio::select! {
                made = checks.next() => made,
                () = self.stop.asked() => continue,
            };
            let Some(made) = made else { return };
            self.progress.step(&made.job.requirement.id);
            self.builder.checked(made);
        }
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
