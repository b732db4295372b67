//! The derived checks of a run: which there are, and making one.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use labproof_spec::{Edition, Operation, Requirement};

use crate::asking::exchange::Exchange;
use crate::asking::subject::Subject;
use crate::asking::watched::{self, Watched};
use crate::judging::checks;
use crate::judging::checks::checked::{Checked, Generation};
use crate::judging::checks::decisions;
use crate::judging::features::Features;
use crate::judging::verdict::{Breach, Outcome};
use crate::running::selection::{NO_CONSENT, Selection};
use crate::running::suite_error::SuiteError;

/// One derived check to make.
pub(crate) struct Job {
    pub(crate) subject: Arc<Subject>,
    pub(crate) operation: Arc<Operation>,
    pub(crate) requirement: Requirement,
    pub(crate) check: String,
    /// Why it is not made.
    pub(crate) skipped: Option<String>,
    /// What the server decided, shared by all that judge it.
    pub(crate) decided: Arc<decisions::Once>,
}

/// A derived check that was made, or was not and why.
pub(crate) struct Made {
    pub(crate) job: Job,
    pub(crate) checked: Checked,
    /// Its last exchange.
    pub(crate) evidence: Option<Exchange>,
    /// How long it took.
    pub(crate) took: Duration,
}

/// The derived checks of the selection; an error where neither they nor any scenario are left.
pub(crate) fn work(
    subjects: &BTreeMap<Edition, Arc<Subject>>,
    selection: &Selection,
    features: &Features,
) -> Result<Vec<Job>, SuiteError> {
    let mut jobs = Vec::new();
    let mut selected = 0;
    for subject in subjects.values() {
        let decided = Arc::new(decisions::Once::new());
        for operation in &subject.api.operations {
            let requirements = operation.requirements.iter();
            for requirement in requirements.filter(|requirement| selection.has(operation, requirement)) {
                selected += 1;
                let Some(check) = &requirement.check else { continue };
                if !selection.has_check(subject.api.edition, &requirement.id) {
                    continue;
                }
                let no_consent = checks::needs_consent(operation) && !subject.server.writes;
                jobs.push(Job {
                    subject: Arc::clone(subject),
                    operation: Arc::clone(operation),
                    requirement: requirement.clone(),
                    check: check.clone(),
                    decided: Arc::clone(&decided),
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

/// Makes one, as often again as was asked for while it fails.
pub(crate) async fn make(job: Job, generation: Generation, retry: u32) -> Made {
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
            took: Duration::ZERO,
        };
    }
    let began = Instant::now();
    let (mut checked, mut watched) = once(&job, generation, &job.decided).await;
    let mut had_accident = watched.had_accident;
    // What had an accident is made once more, whoever asked for nothing.
    for _ in 0..retry.max(had_accident.into()) {
        let is_done = |outcome: &Outcome| match had_accident {
            true => !is_unsettled(outcome),
            false => !matches!(outcome, Outcome::Breach(_)),
        };
        if checked.outcomes.iter().all(is_done) {
            break;
        }
        let (again, later) = once(&job, generation, &decisions::Once::new()).await;
        let is_content = |outcome: &&Outcome| matches!(outcome, Outcome::Holds | Outcome::Unspecific(_));
        let worst = again.outcomes.iter().find(|outcome| !is_content(outcome));
        let worst = worst.or(again.outcomes.first()).unwrap_or(&Outcome::Holds);
        for outcome in &mut checked.outcomes {
            *outcome = judged_again(outcome.clone(), had_accident, worst, later.last.clone());
        }
        (watched, had_accident) = (later, false);
    }
    Made {
        job,
        checked,
        evidence: watched.last,
        took: began.elapsed(),
    }
}

async fn once(job: &Job, generation: Generation, decided: &decisions::Once) -> (Checked, Watched) {
    let check = checks::make(&job.check, &job.subject, &job.operation, generation, decided);
    let (mut checked, watched) = watched::of(check).await;
    for outcome in checked.outcomes.iter_mut().filter(|it| **it == Outcome::Holds) {
        *outcome = Outcome::held(&watched, &job.operation.slug);
    }
    (checked, watched)
}

/// Whether an accident may be all that was in the way.
pub(crate) fn is_unsettled(outcome: &Outcome) -> bool {
    matches!(
        outcome,
        Outcome::Breach(_) | Outcome::Untestable(_) | Outcome::Error(_)
    )
}

/// A breach that was gone when it was looked for again is no breach, and no pass either; nor is what an accident was in
/// the way of, and there what came afterwards counts.
pub(crate) fn judged_again(
    first: Outcome,
    had_accident: bool,
    again: &Outcome,
    exchange: Option<Exchange>,
) -> Outcome {
    let flaky = |breach: Breach| {
        Outcome::Flaky(Box::new(Breach {
            again: exchange,
            ..breach
        }))
    };
    match (first, again) {
        (Outcome::Breach(breach), Outcome::Holds | Outcome::Unspecific(_)) => flaky(*breach),
        (Outcome::Untestable(reason) | Outcome::Error(reason), Outcome::Holds | Outcome::Unspecific(_))
            if had_accident =>
        {
            flaky(Breach {
                expected: "an answer that could be judged".to_owned(),
                actual: vec![reason],
                ..Breach::default()
            })
        }
        (first, again) if had_accident && is_unsettled(&first) => again.clone(),
        (first, _) => first,
    }
}
