//! A run from beginning to end: reach every server, play the scenarios, make the derived checks, report.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use futures::StreamExt as _;
use labproof_spec::{Edition, Operation, Requirement, Spec};

use crate::checks::{self, Checked, Generation};
use crate::client::{Client, Limits, SendError};
use crate::collect::{Collected, Label};
use crate::curl::Pasting;
use crate::features::Features;
use crate::fixtures::Fixtures;
use crate::maker::Maker;
use crate::progress::Progress;
use crate::reach;
use crate::report::Report;
use crate::scenarios;
use crate::secret::Secret;
use crate::selection::{NO_CONSENT, Scenarios, Selection};
use crate::snapshot::Snapshot;
use crate::subject::{Parts, Subject};
use crate::target::{TargetError, base_url};
use crate::verdict::Outcome;

/// A server to judge in one edition.
pub struct Server {
    /// The edition it is judged by.
    pub edition: Edition,
    /// The instance's URL.
    pub url: String,
    /// What to call it in a report.
    pub name: String,
    /// The secrets it shares with its clients, by name.
    pub secrets: BTreeMap<String, Secret>,
    /// What it gives the roles.
    pub fixtures: Fixtures,
    /// How it makes the roles that every use needs another one of.
    pub makers: BTreeMap<String, Maker>,
    /// Whether requests may change its state.
    pub writes: bool,
    /// A path whose answer changes whenever its state does.
    pub state: Option<String>,
    /// How a person reaches such a server by hand.
    pub by_hand: ByHand,
}

/// How a person repeats what a run did.
#[derive(Clone, Debug, Default)]
pub struct ByHand {
    /// The command that starts such a server first, where it is not running anyway.
    pub server: Option<String>,
    /// The URL for pasted requests.
    pub url: String,
    /// The flags that make `labproof token` find the secret.
    pub token_flags: String,
    /// The command that runs the suite against this server again, without a selection.
    pub run: String,
}

/// What to do.
pub struct Plan {
    /// The servers, one an edition.
    pub servers: Vec<Server>,
    /// What to judge.
    pub selection: Selection,
    /// How many checks are made at once.
    pub jobs: usize,
    /// How to talk to the servers.
    pub limits: Limits,
    /// The seed of the generated cases.
    pub seed: u64,
    /// How many cases each property generates.
    pub cases: u32,
    /// Whether to stop at the first failure.
    pub fail_fast: bool,
    /// Whether warnings count as failures.
    pub strict: bool,
}

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SuiteError {
    /// The target cannot be used as it was given.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// The target cannot be reached.
    #[error("cannot reach {0}")]
    Unreachable(#[from] SendError),
    /// Something answers, but not the instance.
    #[error("{url} {what}")]
    NotTheInstance {
        /// Where it answers.
        url: String,
        /// What it does, and what to do about it.
        what: String,
    },
    /// No such profile.
    #[error("no profile `{name}`; the profiles are {known}")]
    UnknownProfile {
        /// The name that was asked for.
        name: String,
        /// The names there are.
        known: String,
    },
    /// Nothing is left to judge.
    #[error("nothing to judge: {0}")]
    Nothing(String),
    /// A document that was found sound cannot be used after all.
    #[error("labproof broke: {0}")]
    Broken(String),
}

/// Judges every server of the plan.
///
/// # Errors
///
/// Where a server cannot be reached, or nothing is there to judge. What the servers do wrong is in the report.
pub async fn run(
    spec: &Spec,
    features: &Features,
    plan: Plan,
    progress: Arc<dyn Progress>,
) -> Result<(Report, Vec<Snapshot>), SuiteError> {
    known_profiles(spec, &plan.selection)?;
    let mut subjects = BTreeMap::new();
    let mut labels = BTreeMap::new();
    for server in plan.servers {
        let edition = server.edition;
        labels.insert(
            edition,
            Label {
                name: server.name.clone(),
                by_hand: server.by_hand.clone(),
            },
        );
        subjects.insert(edition, Arc::new(subject(spec, server, plan.limits)?));
    }
    let work = work(&subjects, &plan.selection, features)?;
    let mut notes = Vec::new();
    for subject in subjects.values() {
        notes.extend(reach::probe(subject, &plan.selection).await?);
    }
    let mut collected = Collected::new(&subjects, &plan.selection, labels, plan.seed);
    let choice = Scenarios {
        selection: &plan.selection,
        editions: subjects
            .values()
            .map(|subject| (&subject.api, subject.writes))
            .collect(),
    };
    progress.expect(work.len());
    let played = scenarios::play(features, &subjects, &choice, plan.jobs, plan.fail_fast, &progress).await;
    let stop = plan.fail_fast
        && played
            .iter()
            .any(|played| matches!(played.outcome, Outcome::Breach(_)));
    for played in played {
        collected.played(played);
    }
    if stop {
        collected.stopped();
    } else {
        let generation = Generation {
            seed: plan.seed,
            cases: plan.cases,
        };
        let (quiet, noisy): (Vec<Job>, Vec<Job>) =
            work.into_iter().partition(|job| checks::needs_quiet(&job.check));
        make(noisy, plan.jobs, generation, &progress, &mut collected).await;
        // Those that look at the whole state have their server to themselves, one after another.
        let mut by_server: BTreeMap<Edition, Vec<Job>> = BTreeMap::new();
        for job in quiet {
            by_server.entry(job.subject.api.edition).or_default().push(job);
        }
        let lanes = by_server
            .into_values()
            .map(|jobs| lane(jobs, generation, Arc::clone(&progress)));
        for result in futures::future::join_all(lanes).await.into_iter().flatten() {
            collected.checked(result);
        }
    }
    Ok(collected.report(notes, plan.strict, plan.cases))
}

fn known_profiles(spec: &Spec, selection: &Selection) -> Result<(), SuiteError> {
    let known: BTreeSet<String> = spec.profiles();
    match selection
        .profiles
        .iter()
        .find(|profile| !known.contains(*profile))
    {
        None => Ok(()),
        Some(name) => Err(SuiteError::UnknownProfile {
            name: name.clone(),
            known: known.into_iter().collect::<Vec<_>>().join(", "),
        }),
    }
}

pub(crate) fn subject(spec: &Spec, server: Server, limits: Limits) -> Result<Subject, SuiteError> {
    let base = base_url(&server.url)?;
    let parts = Parts {
        api: spec.api(server.edition),
        fixtures: server.fixtures,
        writes: server.writes,
        pasting: Pasting {
            url: server.by_hand.url,
            token_flags: server.by_hand.token_flags,
        },
        secrets: server.secrets,
        makers: server.makers,
        client: Client::new(base, limits)?,
        state: server.state,
    };
    Subject::new(parts).map_err(SuiteError::Broken)
}

/// One derived check to make.
pub(crate) struct Job {
    pub(crate) subject: Arc<Subject>,
    pub(crate) operation: Operation,
    pub(crate) requirement: Requirement,
    pub(crate) check: String,
    /// Why it is not made.
    pub(crate) skipped: Option<String>,
}

/// The derived checks of the selection; an error where neither they nor any scenario are left.
fn work(
    subjects: &BTreeMap<Edition, Arc<Subject>>,
    selection: &Selection,
    features: &Features,
) -> Result<Vec<Job>, SuiteError> {
    let mut jobs = Vec::new();
    let mut selected = 0;
    for subject in subjects.values() {
        for operation in &subject.api.operations {
            let requirements = operation.requirements.iter();
            for requirement in requirements.filter(|requirement| selection.has(operation, requirement)) {
                selected += 1;
                let Some(check) = &requirement.check else { continue };
                let no_consent = checks::needs_consent(operation) && !subject.writes;
                jobs.push(Job {
                    subject: Arc::clone(subject),
                    operation: operation.clone(),
                    requirement: requirement.clone(),
                    check: check.clone(),
                    skipped: selection
                        .skipped(requirement)
                        .or_else(|| no_consent.then(|| NO_CONSENT.to_owned())),
                });
            }
        }
    }
    if selected == 0 {
        return Err(SuiteError::Nothing(nothing_selected(subjects, selection)));
    }
    if features.0.is_empty() {
        return Err(SuiteError::Nothing("there are no features".to_owned()));
    }
    Ok(jobs)
}

fn nothing_selected(subjects: &BTreeMap<Edition, Arc<Subject>>, selection: &Selection) -> String {
    let editions: Vec<String> = subjects.keys().map(ToString::to_string).collect();
    let mut words = vec![format!("no requirement of edition {}", editions.join(", "))];
    if !selection.run.is_empty() {
        let globs: Vec<String> = selection.run.iter().map(|glob| format!("'{glob}'")).collect();
        words.push(format!("matches --run {}", globs.join(" ")));
    }
    if !selection.profiles.is_empty() {
        let profiles: Vec<&str> = selection.profiles.iter().map(String::as_str).collect();
        words.push(format!("in profile {}", profiles.join(", ")));
    }
    format!("{}; `labproof list requirements` names them all", words.join(" "))
}

/// A derived check that was made, or was not and why.
pub(crate) struct Made {
    pub(crate) job: Job,
    pub(crate) checked: Checked,
}

async fn one(job: Job, generation: Generation, progress: &Arc<dyn Progress>) -> Made {
    let checked = match &job.skipped {
        Some(reason) => Checked {
            outcomes: vec![Outcome::Skipped(reason.clone())],
            ..Checked::default()
        },
        None => checks::make(&job.check, &job.subject, &job.operation, generation).await,
    };
    progress.step(&job.requirement.id);
    Made { job, checked }
}

async fn make(
    jobs: Vec<Job>,
    at_once: usize,
    generation: Generation,
    progress: &Arc<dyn Progress>,
    collected: &mut Collected,
) {
    let made = futures::stream::iter(jobs.into_iter().map(|job| one(job, generation, progress)));
    let mut made = made.buffer_unordered(at_once.max(1));
    while let Some(made) = made.next().await {
        collected.checked(made);
    }
}

async fn lane(jobs: Vec<Job>, generation: Generation, progress: Arc<dyn Progress>) -> Vec<Made> {
    let mut made = Vec::new();
    for job in jobs {
        made.push(one(job, generation, &progress).await);
    }
    made
}
