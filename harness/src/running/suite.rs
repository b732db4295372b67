//! A run from beginning to end: reach every server, play the scenarios, make the derived checks, report.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Instant;

use labproof_spec::{Edition, Spec};

use crate::asking::subject::Subject;
use crate::judging::checks::checked::Generation;
use crate::judging::features::Features;
use crate::judging::snapshot::Snapshot;
use crate::judging::verdict::Outcome;
use crate::running::job::work;
use crate::running::lack::Lack;
use crate::running::plan::Plan;
use crate::running::progress::Progress;
use crate::running::report::Report;
use crate::running::report_builder::ReportBuilder;
use crate::running::selection::{Scenarios, Selection};
use crate::running::session::Session;
use crate::running::suite_error::SuiteError;
use crate::running::{conditions, known, preflight, presence};
use crate::target::file::base_url;

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
    known::check(spec, features, &plan.selection)?;
    let blank = blank(&plan);
    let mut subjects = BTreeMap::new();
    for server in plan.servers {
        let (edition, base) = (server.edition, base_url(&server.url)?);
        let subject = Subject::new(spec.api(edition), server, base, plan.limits)?;
        subjects.insert(edition, Arc::new(subject));
    }
    let mut work = work(&subjects, &plan.selection, features)?;
    // Of several editions, those that have nothing of the selection are of no interest.
    if plan.selection.is_partial() {
        subjects.retain(|_, subject| plan.selection.has_any_of(&subject.api));
    }
    let mut stop = plan.stop;
    let (notes, lacks) = tokio::select! {
        found = look_around(&subjects, &plan.selection, plan.anyway) => found?,
        // Nothing is known of them, and nothing is going to be judged.
        () = stop.asked() => {
            let unknown = subjects.keys().map(|edition| (*edition, Lack::default()));
            (Vec::new(), unknown.collect())
        }
    };
    let absence: BTreeSet<(Edition, &str)> = lacks
        .iter()
        .flat_map(|(edition, lack)| lack.requirements().map(|id| (*edition, id)))
        .collect();
    work.retain(|job| !absence.contains(&(job.subject.api.edition, job.requirement.id.as_str())));
    let builder = ReportBuilder::new(&subjects, &plan.selection, &lacks, blank, plan.listeners);
    let builder = builder.expecting(plan.expected).keeping(plan.answer_bytes);
    let choice = Scenarios {
        selection: &plan.selection,
        absent: &absence,
        editions: subjects
            .values()
            .map(|subject| (subject.api.as_ref(), subject.server.writes))
            .collect(),
    };
    let mut session = Session {
        subjects: &subjects,
        generation: Generation {
            seed: plan.seed,
            cases: plan.cases,
            thorough: plan.thorough,
            budget: plan.budget,
            at_once: plan.jobs,
        },
        jobs: plan.jobs.max(1),
        retry: plan.retry,
        fail_fast: plan.fail_fast,
        progress,
        stop,
        builder,
    };
    session.progress.expect(work.len());
    session.judge(features, &choice, work).await;
    Ok(session.builder.report(spec, notes, began.elapsed().as_secs_f64()))
}

/// Whether the servers are there, and what they lack: before anything is judged.
async fn look_around(
    subjects: &BTreeMap<Edition, Arc<Subject>>,
    selection: &Selection,
    anyway: bool,
) -> Result<(Vec<String>, BTreeMap<Edition, Lack>), SuiteError> {
    let mut notes = Vec::new();
    let mut lacks = BTreeMap::new();
    for (edition, subject) in subjects {
        notes.extend(subject.server.why.clone());
        notes.extend(subject.short_secrets());
        notes.extend(preflight::probe(subject, selection, anyway).await?);
        let found = lack(subject, selection).await;
        let found = found.map_err(|outcome| match subject.lost() {
            Some(error) => error.into(),
            None => unprobed(subject, outcome),
        })?;
        notes.extend(found.notes(*edition));
        lacks.insert(*edition, found);
    }
    Ok((notes, lacks))
}

/// What the server need not have, being of its kind, and what it does not have at all.
async fn lack(subject: &Subject, selection: &Selection) -> Result<Lack, Outcome> {
    let conditions = conditions::probe(subject, selection).await?;
    let (absent, unclaimed) = presence::probe(subject, selection, &conditions.without).await?;
    Ok(Lack {
        conditions,
        absent,
        unclaimed,
    })
}

fn unprobed(subject: &Subject, outcome: Outcome) -> SuiteError {
    let told = match outcome {
        Outcome::Error(reason) | Outcome::Untestable(reason) => reason,
        other => format!("{other:?}"),
    };
    SuiteError::Broken(subject.without_secrets(&told).into_owned())
}

/// What is known of a run before anything is judged.
fn blank(plan: &Plan) -> Report {
    Report {
        seed: plan.seed,
        cases: plan.cases,
        strict: plan.strict,
        partial: plan.selection.is_partial(),
        shard: plan.selection.part(),
        interrupted: None,
        ..Report::of_nothing("")
    }
}
