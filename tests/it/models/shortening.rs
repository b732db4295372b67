//! A model that is wrong on purpose: what breaks is told with the shortest sequence and the way to replay it.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::machine::{Model, Step};
use super::stage::{Difference, Stage, member};

/// Takes every third push for one that is not counted.
pub(crate) struct Mistaken;

#[derive(Clone, Debug)]
pub(crate) struct Announce {
    repository: u32,
}

impl Model for Mistaken {
    const OPERATIONS: &'static [&'static str] = &["git.pre_receive"];
    type State = u32;
    type Action = Announce;

    fn actions(_: &u32) -> BoxedStrategy<Announce> {
        let repository = 1_000_000..1_000_100_u32;
        repository.prop_map(|repository| Announce { repository }).boxed()
    }

    fn next(state: &mut u32, _: &Announce) {
        *state += 1;
    }

    async fn begin(_: &Stage) -> Result<Self, Difference> {
        Ok(Self)
    }

    async fn perform(&mut self, stage: &Stage, step: Step<'_, Self>) -> Result<(), Difference> {
        let parameters = json!({ "gl_repository": format!("project-{}", step.action.repository) });
        let answer = stage.call("git.pre_receive", parameters).await?;
        let is_counted = !step.after.is_multiple_of(3);
        member(&answer, "/reference_counter_increased", &Value::Bool(is_counted))
    }
}
