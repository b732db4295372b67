//! Reference counters: a push that is announced raises one, a push that is reported lowers it.
//!
//! No answer shows a counter, but the state does: where nobody else changes it, it is as it was at the beginning
//! exactly when every counter is back at zero.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use proptest::prelude::*;
use serde_json::{Value, json};

use super::machine::{Model, Step};
use super::stage::{Difference, Stage, check, member, status};

/// As many as are told apart.
const REPOSITORIES: usize = 3;

/// Counters have no name twice: what one sequence left over is not the beginning of the next.
static NAMES: AtomicU64 = AtomicU64::new(0);

pub(crate) struct Counters {
    repositories: [String; REPOSITORIES],
    /// The state before the first action, where it shows and is this sequence's alone.
    untouched: Option<String>,
}

#[derive(Clone, Debug)]
pub(crate) enum Action {
    Announce { repository: usize },
    Report { repository: usize },
}

impl Model for Counters {
    const OPERATIONS: &'static [&'static str] = &["git.pre_receive", "git.post_receive"];
    /// The pushes under way, by repository; those with none are left out.
    type State = BTreeMap<usize, u32>;
    type Action = Action;

    fn actions(_: &Self::State) -> BoxedStrategy<Action> {
        let repository = 0..REPOSITORIES;
        prop_oneof![
            repository
                .clone()
                .prop_map(|repository| Action::Announce { repository }),
            repository.prop_map(|repository| Action::Report { repository }),
        ]
        .boxed()
    }

    fn next(state: &mut Self::State, action: &Action) {
        match action {
            Action::Announce { repository } => *state.entry(*repository).or_default() += 1,
            Action::Report { repository } => {
                if let Some(pushes) = state.get_mut(repository) {
                    *pushes -= 1;
                }
                state.retain(|_, pushes| *pushes > 0);
            }
        }
    }

    async fn begin(stage: &Stage) -> Result<Self, Difference> {
        let untouched = if stage.is_alone {
            stage.consumer.fingerprint().await?
        } else {
            None
        };
        // An identifier only names a counter; the repository may be gone.
        let first = stage.number("{missing.project_id}").await?;
        let mut repositories = [const { String::new() }; REPOSITORIES];
        for repository in &mut repositories {
            *repository = format!("project-{}", first + NAMES.fetch_add(1, Ordering::Relaxed));
        }
        Ok(Self {
            repositories,
            untouched,
        })
    }

    async fn perform(&mut self, stage: &Stage, step: Step<'_, Self>) -> Result<(), Difference> {
        match step.action {
            Action::Announce { repository } => {
                let parameters = json!({ "gl_repository": self.repositories[*repository] });
                let answer = stage.call("git.pre_receive", parameters).await?;
                status(&answer, &[200])?;
                member(&answer, "/reference_counter_increased", &Value::Bool(true))
            }
            // Of a push that nobody announced, the answer may say either.
            Action::Report { repository } => {
                let was_announced = step.before.contains_key(repository);
                self.report(stage, *repository, was_announced).await
            }
        }
    }

    /// Reports what is still under way: the state is as before any push once all are, and not one sooner.
    async fn end(self, stage: &Stage, state: &Self::State) -> Result<(), Difference> {
        let pushes = state
            .iter()
            .flat_map(|(repository, pushes)| std::iter::repeat_n(*repository, *pushes as usize));
        let pushes: Vec<usize> = pushes.collect();
        if let Some((last, others)) = pushes.split_last() {
            for repository in others {
                self.report(stage, *repository, true).await?;
            }
            let differs = self.differs(stage).await?;
            check(differs != Some(false), || {
                format!(
                    "a push to {} is under way and does not count",
                    self.repositories[*last]
                )
            })?;
            self.report(stage, *last, true).await?;
        }
        let differs = self.differs(stage).await?;
        check(differs != Some(true), || {
            "no push is under way, and the state still differs from that before any".to_owned()
        })
    }
}

impl Counters {
    async fn report(&self, stage: &Stage, repository: usize, was_announced: bool) -> Result<(), Difference> {
        let parameters = json!({ "gl_repository": self.repositories[repository], "identifier": "user-1" });
        let answer = stage.call("git.post_receive", parameters).await?;
        status(&answer, &[200])?;
        if was_announced {
            member(&answer, "/reference_counter_decreased", &Value::Bool(true))?;
        }
        Ok(())
    }

    /// Whether the state is another one than before the first action, where that can be told.
    async fn differs(&self, stage: &Stage) -> Result<Option<bool>, Difference> {
        let Some(untouched) = &self.untouched else {
            return Ok(None);
        };
        let now = stage.consumer.fingerprint().await?;
        Ok(Some(now.as_ref() != Some(untouched)))
    }
}
