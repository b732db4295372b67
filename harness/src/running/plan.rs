//! What a run has to do.

use crate::asking::client::Limits;
use crate::running::events::Listener;
use crate::running::expected::ExpectedFailures;
use crate::running::selection::Selection;
use crate::running::stop::Stop;
use crate::target::server::Server;

/// What to do.
pub struct Plan {
    /// The servers, one an edition.
    pub servers: Vec<Server>,
    /// What to judge.
    pub selection: Selection,
    /// Whether to judge what does not look like an instance at all.
    pub anyway: bool,
    /// How many checks are made at once.
    pub jobs: usize,
    /// How to talk to the servers.
    pub limits: Limits,
    /// How much of an answer the report keeps, in bytes.
    pub answer_bytes: usize,
    /// The seed of the generated cases.
    pub seed: u64,
    /// How many cases each property generates.
    pub cases: u32,
    /// Whether more combinations are judged than are needed to find most faults, and larger values sent than any server
    /// bears with ease.
    pub thorough: bool,
    /// How many questions of who may do what are asked at most, the strongest first.
    pub budget: Option<u32>,
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
            anyway: false,
            jobs: 32,
            limits: Limits::default(),
            answer_bytes: 16 * 1024,
            seed: 0,
            cases: 32,
            thorough: false,
            budget: None,
            retry: 0,
            fail_fast: false,
            strict: false,
            expected: None,
            stop: Stop::never(),
            listeners: Vec::new(),
        }
    }
}
