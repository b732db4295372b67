//! Sequences of actions, drawn from a model, played before a server, and shortened where the server differs.

use std::cell::{Cell, RefCell};
use std::fmt::Debug;
use std::marker::PhantomData;
use std::rc::Rc;

use labproof_spec::Edition;
use proptest::strategy::{BoxedStrategy, Just, Strategy as _};
use proptest::test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner};
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest};
use ring::digest::{SHA256, digest};

use super::stage::{Difference, Stage, Theatre};
use crate::support;

/// How often a sequence that fails is made shorter or simpler, at most.
const SHRINK_STEPS_MAX: u32 = 400;
/// The newest edition gets all sequences, each older one this part of them.
const PART_FOR_OLDER_EDITIONS: u32 = 4;

/// How a family of operations has to behave: a state machine over plain values.
///
/// The value that implements it is one sequence's own: what was made for it, and the names it uses.
pub(crate) trait Model: Sized + 'static {
    /// Editions that document all of these are judged.
    const OPERATIONS: &'static [&'static str];
    /// How many actions a sequence has at most.
    const ACTIONS_MAX: usize = 16;
    /// What the server has to know.
    type State: Clone + Debug + Default + 'static;
    /// What can be done to it.
    type Action: Clone + Debug + 'static;

    /// Actions to draw from in a state.
    fn actions(state: &Self::State) -> BoxedStrategy<Self::Action>;

    /// Whether the model knows what the action leads to; asked again while sequences are shortened.
    fn is_known(_state: &Self::State, _action: &Self::Action) -> bool {
        true
    }

    /// What the action does to the state.
    fn next(state: &mut Self::State, action: &Self::Action);

    /// Before the first action of a sequence.
    async fn begin(stage: &Stage) -> Result<Self, Difference>;

    /// Does it to the server, and compares what it answers.
    async fn perform(&mut self, stage: &Stage, step: Step<'_, Self>) -> Result<(), Difference>;

    /// After the last action of a sequence.
    async fn end(self, _stage: &Stage, _state: &Self::State) -> Result<(), Difference> {
        Ok(())
    }
}

/// An action, and what the model knows before and after it.
pub(crate) struct Step<'s, M: Model> {
    pub(crate) action: &'s M::Action,
    pub(crate) before: &'s M::State,
    pub(crate) after: &'s M::State,
}

/// Plays a model before every server under test; fails with the shortest sequence that the server differs in.
pub(crate) fn holds<M: Model>(test: &str) {
    let theatre = Theatre::open(M::OPERATIONS);
    let all = wanted();
    let part = all.div_ceil(PART_FOR_OLDER_EDITIONS);
    for (age, stage) in theatre.stages.iter().rev().enumerate() {
        play::<M>(stage, test, if age == 0 { all } else { part });
    }
    theatre.close();
}

#[allow(
    clippy::print_stdout,
    reason = "whoever reads a passing test sees how much was judged"
)]
fn play<M: Model>(stage: &Rc<Stage>, test: &str, sequences: u32) {
    let seed = support::number("LABPROOF_SEED", 20_190_627);
    let config = Config {
        cases: sequences,
        max_shrink_iters: SHRINK_STEPS_MAX,
        failure_persistence: None,
        ..Config::default()
    };
    let random = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes(seed, stage.edition, test));
    let mut runner = TestRunner::new_with_rng(config.clone(), random);
    ON_STAGE.set(Some(Rc::clone(stage)));
    ACTIONS.set(0);
    let drawn = Machine::<M>::sequential_strategy(1..=M::ACTIONS_MAX);
    let result = runner.run(&drawn, |(state, actions, seen)| {
        Machine::<M>::test_sequential(config.clone(), state, actions, seen);
        Ok(())
    });
    let edition = stage.edition;
    match result {
        Ok(()) => println!(
            "edition {edition}: {sequences} sequences, {} actions",
            ACTIONS.get()
        ),
        Err(TestError::Abort(reason)) => panic!("edition {edition}: no sequence can be drawn: {reason}"),
        Err(TestError::Fail(difference, (_, actions, _))) => {
            let lines = actions.iter().enumerate();
            let lines = lines.map(|(index, action)| format!("  {}. {action:?}", index + 1));
            panic!(
                "edition {edition}: {difference}\nafter these actions:\n{}\n\
                 again: LABPROOF_SEED={seed} LABPROOF_CASES={} cargo test --test it {test}",
                lines.collect::<Vec<_>>().join("\n"),
                wanted(),
            );
        }
    }
}

/// How many sequences the newest edition gets.
fn wanted() -> u32 {
    u32::try_from(support::number("LABPROOF_CASES", 256)).unwrap()
}

/// Randomness that depends on nothing but the seed, the edition and the test.
fn bytes(seed: u64, edition: Edition, test: &str) -> [u8; 32] {
    let digest = digest(&SHA256, format!("{seed} {edition} {test}").as_bytes());
    digest.as_ref().try_into().unwrap()
}

thread_local! {
    /// Where this thread plays: the state machine's functions have no place to hand it through.
    static ON_STAGE: RefCell<Option<Rc<Stage>>> = const { RefCell::new(None) };
    static ACTIONS: Cell<u64> = const { Cell::new(0) };
}

/// A model as the crate that draws and shortens sequences wants it.
struct Machine<M>(PhantomData<M>);

/// One sequence before a server.
struct Playing<M: Model> {
    stage: Rc<Stage>,
    own: M,
    state: M::State,
}

impl<M: Model> ReferenceStateMachine for Machine<M> {
    type State = M::State;
    type Transition = M::Action;

    fn init_state() -> BoxedStrategy<M::State> {
        Just(M::State::default()).boxed()
    }

    fn transitions(state: &M::State) -> BoxedStrategy<M::Action> {
        M::actions(state)
    }

    fn apply(mut state: M::State, action: &M::Action) -> M::State {
        M::next(&mut state, action);
        state
    }

    fn preconditions(state: &M::State, action: &M::Action) -> bool {
        M::is_known(state, action)
    }
}

impl<M: Model> StateMachineTest for Machine<M> {
    type SystemUnderTest = Playing<M>;
    type Reference = Self;

    fn init_test(state: &M::State) -> Playing<M> {
        let stage = ON_STAGE.with_borrow(Clone::clone).unwrap();
        let own = same(stage.wait(M::begin(&stage)));
        Playing {
            stage,
            own,
            state: state.clone(),
        }
    }

    fn apply(mut playing: Playing<M>, after: &M::State, action: M::Action) -> Playing<M> {
        ACTIONS.set(ACTIONS.get() + 1);
        let step = Step {
            action: &action,
            before: &playing.state,
            after,
        };
        same(playing.stage.wait(playing.own.perform(&playing.stage, step)));
        playing.state.clone_from(after);
        playing
    }

    fn teardown(playing: Playing<M>, state: M::State) {
        same(playing.stage.wait(playing.own.end(&playing.stage, &state)));
    }
}

/// Ends the sequence where the server differs: proptest takes it for failed when it unwinds.
fn same<T>(result: Result<T, Difference>) -> T {
    result.unwrap_or_else(|difference| std::panic::resume_unwind(Box::new(difference.0)))
}
