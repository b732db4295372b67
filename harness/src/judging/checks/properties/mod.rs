//! Generated requests: drawn from the documents, shrunk when they fail, replayable by their seed.

mod bounds;
pub(crate) mod faults;
mod strategies;
pub(crate) mod valid;

use labproof_spec::Operation;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use ring::digest::{SHA256, digest};

use crate::asking::placeholders::Placeholders;
use crate::asking::request::Parameters;
use crate::asking::subject::Subject;
use crate::judging::checks::checked::{Checked, Generation};
use crate::judging::example_request;
use crate::judging::verdict::Outcome;

/// How many smaller cases to try once one has failed.
const SHRINK_STEPS_MAX: usize = 60;

/// Judges cases of a strategy until one fails, then the smallest case that still fails.
async fn judge_cases<S: Strategy>(
    subject: &Subject,
    name: &str,
    generation: Generation,
    strategy: S,
    judge: impl AsyncFn(&S::Value) -> Result<(), Outcome>,
) -> Checked {
    let mut runner = runner(subject, name, generation.seed);
    let mut checked = Checked::default();
    for _ in 0..generation.cases {
        let mut tree = match strategy.new_tree(&mut runner) {
            Ok(tree) => tree,
            Err(reason) => {
                checked
                    .outcomes
                    .push(Outcome::Error(format!("no case can be drawn: {reason}")));
                return checked;
            }
        };
        let result = judge(&tree.current()).await;
        checked.cases += 1;
        match result {
            Ok(()) => {}
            Err(Outcome::Breach(breach)) => {
                let smallest = shrink(&mut tree, Outcome::Breach(breach), &judge).await;
                checked.outcomes.push(smallest);
                return checked;
            }
            Err(other) => {
                checked.outcomes.push(other);
                return checked;
            }
        }
    }
    checked.outcomes.push(Outcome::Holds);
    checked
}

/// A generated case with the target's values in it, after what the documented example presumes has happened.
async fn filled(
    subject: &Subject,
    operation: &Operation,
    parameters: &Parameters,
) -> Result<Parameters, Outcome> {
    let mut placeholders = Placeholders::default();
    if let Some(example) = operation
        .examples
        .iter()
        .find(|example| !example.before.is_empty())
    {
        example_request::prepare(subject, operation, example, &mut placeholders).await?;
    }
    let filled = placeholders.fill_value(subject, &parameters.to_value()).await?;
    Ok(Parameters::from_value(filled))
}

async fn shrink<T: ValueTree>(
    tree: &mut T,
    mut failure: Outcome,
    judge: &impl AsyncFn(&T::Value) -> Result<(), Outcome>,
) -> Outcome {
    if !tree.simplify() {
        return failure;
    }
    for _ in 0..SHRINK_STEPS_MAX {
        let further = match judge(&tree.current()).await {
            Err(Outcome::Breach(breach)) => {
                failure = Outcome::Breach(breach);
                tree.simplify()
            }
            Ok(()) => tree.complicate(),
            Err(_) => return failure,
        };
        if !further {
            break;
        }
    }
    failure
}

/// A runner whose cases depend on nothing but the seed, the edition and the requirement.
fn runner(subject: &Subject, name: &str, seed: u64) -> TestRunner {
    TestRunner::new_with_rng(Config::default(), chance(subject, name, seed))
}

/// Chance that depends on nothing but the seed, the edition and a name.
pub(crate) fn chance(subject: &Subject, name: &str, seed: u64) -> TestRng {
    // A hash that stays the same from release to release, as `--seed` promises.
    let bytes = digest(
        &SHA256,
        format!("{seed} {} {name}", subject.api.edition).as_bytes(),
    );
    TestRng::from_seed(RngAlgorithm::ChaCha, bytes.as_ref())
}
