//! What a derived check came to, and how generated cases come about.

use crate::asking::exchange::Exchange;
use crate::judging::snapshot::Named;
use crate::judging::verdict::Outcome;

/// What one derived check came to, and how much it judged.
#[derive(Default)]
pub(crate) struct Checked {
    pub(crate) outcomes: Vec<Outcome>,
    pub(crate) examples: usize,
    pub(crate) credentials: usize,
    pub(crate) cases: u64,
    /// Questions of the table of decisions that were asked.
    pub(crate) decisions: usize,
    /// What a reader should know of how it was judged.
    pub(crate) notes: Vec<String>,
    pub(crate) snapshots: Vec<Named>,
}

impl Checked {
    pub(super) fn of(result: Result<(), Outcome>) -> Self {
        Self {
            outcomes: vec![result.err().unwrap_or(Outcome::Holds)],
            ..Self::default()
        }
    }

    /// A check whose last answer is a snapshot of this name.
    pub(super) fn named(case: &str, result: Result<Option<Exchange>, Outcome>) -> Self {
        match result {
            Ok(exchange) => {
                let named = exchange.map(|exchange| Named {
                    case: case.to_owned(),
                    exchange,
                    own: Vec::new(),
                });
                Self {
                    snapshots: named.into_iter().collect(),
                    ..Self::of(Ok(()))
                }
            }
            Err(outcome) => Self::of(Err(outcome)),
        }
    }
}

/// How the generated cases of a run come about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Generation {
    pub(crate) seed: u64,
    pub(crate) cases: u32,
    /// Whether more combinations are judged than are needed to find most faults, and larger values sent.
    pub(crate) thorough: bool,
    /// How many questions of the table of decisions are asked at most.
    pub(crate) budget: Option<u32>,
    /// How many requests of one check are under way at once.
    pub(crate) at_once: usize,
}
