//! A run from beginning to end: reach every server, play the scenarios, make the derived checks, report.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Instant;

use labproof_spec::{Edition, Spec};

use crate::asking::client::{Client, Limits, SendError};
use crate::asking::curl::Pasting;
use crate::asking::subject::{Parts, Subject};
use crate::judging::checks::{self, Generation};
use crate::judging::features::Features;
use crate::judging::snapshot::Snapshot;
use crate::judging::verdict::Outcome;
use crate::running::events::Listener;
use crate::running::expected::ExpectedFailures;
use crate::running::preflight;
use crate::running::presence;
use crate::running::progress::Progress;
use crate::running::report::Report;
use crate::running::report_builder::{Collected, Label};
use crate::running::selection::{NO_CONSENT, Scenarios, Selection};
use crate::running::session::{Job, Session};
use crate::running::stop::Stop;
use crate::target::file::{TargetError, base_url};
use crate::target::fixtures::Fixtures;
use crate::target::fresh_roles::Maker;
use crate::target::secret::Secret;

/// A server to judge in one edition.
pub struct Server {
    /// The edition it is judged by.
    pub edition: Edition,
    /// The instance's URL.
    pub url: String,
    /// What vouches for it, where that is not among what this machine trusts.
    pub authorities: Vec<reqwest::Certificate>,
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
    /// The flags that `curl` needs to trust it, each after a space.
    pub curl_flags: String,
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
    /// How often a check that fails is made again.
    pub retry: u32,
    /// Whether to stop at the first failure.
    pub fail_fast: bool,
    /// Whether warnings count as failures.
    pub strict: bool,
    /// What is known not to hold.
    pub expected: Option<ExpectedFailures>,
    /// Asks to stop before the end.
    pub stop: Stop,
    /// Whoever wants to hear each event as it happens.
    pub listeners: Vec<Box<dyn Listener>>,
}

impl Plan {
    /// A plan with nothing unusual in it.
    #[must_use]
    pub fn new(servers: Vec<Server>, selection: Selection) -> Self {
        Self {
            servers,
            selection,
            jobs: 32,
            limits: Limits::default(),
            seed: 0,
            cases: 32,
            retry: 0,
            fail_fast: false,
            strict: false,
            expected: None,
            stop: Stop::never(),
            listeners: Vec::new(),
        }
    }
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
    let began = Instant::now();
    known_profiles(spec, &plan.selection)?;
    let blank = blank(&plan);
    let mut subjects = BTreeMap::new();
    let mut labels = BTreeMap::new();
    for server in plan.servers {
        let edition = server.edition;
        let (name, by_hand) = (server.name.clone(), server.by_hand.clone());
        labels.insert(edition, Label { name, by_hand });
        subjects.insert(edition, Arc::new(subject(spec, server, plan.limits)?));
    }
    let mut work = work(&subjects, &plan.selection, features)?;
    // Of several editions, those that have nothing of the selection are of no interest.
    if plan.selection.is_partial() {
        subjects.retain(|_, subject| plan.selection.has_any_of(&subject.api));
    }
    let mut notes = Vec::new();
    let mut absent = BTreeMap::new();
    for (edition, subject) in &subjects {
        notes.extend(preflight::probe(subject, &plan.selection).await?);
        let (missing, unclaimed) = presence::probe(subject, &plan.selection)
            .await
            .map_err(unprobed)?;
        notes.extend(unclaimed);
        absent.insert(*edition, missing);
    }
    let absence: BTreeSet<(Edition, &str)> = absent
        .iter()
        .flat_map(|(edition, absent)| absent.iter().map(move |absent| (edition, absent)))
        .flat_map(|(edition, absent)| absent.requirements.iter().map(|id| (*edition, id.as_str())))
        .collect();
    work.retain(|job| !absence.contains(&(job.subject.api.edition, job.requirement.id.as_str())));
    let collected = Collected::new(&subjects, &plan.selection, &absent, labels, blank, plan.listeners);
    let collected = collected.expecting(plan.expected);
    let choice = Scenarios {
        selection: &plan.selection,
        absent: &absence,
        editions: subjects
            .values()
            .map(|subject| (subject.api.as_ref(), subject.writes))
            .collect(),
    };
    let mut session = Session {
        subjects: &subjects,
        generation: Generation {
            seed: plan.seed,
            cases: plan.cases,
        },
        jobs: plan.jobs.max(1),
        retry: plan.retry,
        fail_fast: plan.fail_fast,
        progress,
        stop: plan.stop,
        collected,
    };
    session.progress.expect(work.len());
    session.judge(features, &choice, work).await;
    Ok(session
        .collected
        .report(spec, notes, began.elapsed().as_secs_f64()))
}

fn unprobed(outcome: Outcome) -> SuiteError {
    SuiteError::Broken(match outcome {
        Outcome::Error(reason) | Outcome::Untestable(reason) => reason,
        other => format!("{other:?}"),
    })
}

/// What is known of a run before anything is judged.
fn blank(plan: &Plan) -> Report {
    Report {
        labproof: env!("CARGO_PKG_VERSION").to_owned(),
        began: jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        seconds: 0.0,
        seed: plan.seed,
        cases: plan.cases,
        strict: plan.strict,
        partial: plan.selection.is_partial(),
        shard: plan.selection.part(),
        notes: Vec::new(),
        interrupted: None,
        stale: Vec::new(),
        editions: Vec::new(),
    }
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
            curl_flags: server.by_hand.curl_flags,
            token_flags: server.by_hand.token_flags,
        },
        secrets: server.secrets,
        makers: server.makers,
        client: Client::new(base, server.authorities, limits)?,
        state: server.state,
    };
    Ok(Subject::new(parts))
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
                if !selection.has_check(subject.api.edition, &requirement.id) {
                    continue;
                }
                let no_consent = checks::needs_consent(operation) && !subject.writes;
                jobs.push(Job {
                    subject: Arc::clone(subject),
                    operation: Arc::clone(operation),
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
