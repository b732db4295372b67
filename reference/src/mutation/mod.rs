//! Defects that a server can be started with, to prove that those who judge servers notice them.
//!
//! A mutation is data and concerns one operation. It changes what a request says before anybody reads it
//! (`request` and `credential`), what is done about it, or the answer on its way out (`answer`); no handler
//! knows that there are any. `world` changes what the server knows when it starts.

mod answer;
mod carried;
mod credential;
mod jwt;
mod question;
mod request;
mod world;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use labproof_spec::{Edition, Operation, Scheme, Spec, Variant};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use answer::{Edit, To};
pub use carried::Carried;
pub(crate) use credential::Presented;
use question::Questions;
pub use world::Patch;
pub(crate) use world::apply as patch;

use crate::answer::{Answer, JSON};
use crate::contract::Contract;
use crate::request::{Body, Params};
use crate::secrets::Secrets;
use crate::state::StateChange;

/// What a server does otherwise than it should, with the requests of one operation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mutation {
    /// The operation's slug.
    pub operation: String,
    /// Which requests and answers it concerns; all of the operation where empty.
    #[serde(default)]
    pub when: When,
    /// What is done otherwise.
    pub change: Change,
}

/// What has to be true of a request, and of its answer, before anything is done otherwise.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct When {
    /// Parameters with these values; `{role.field}` stands for a fixture, and ids may be digits or numbers.
    pub params: BTreeMap<String, Value>,
    /// Parameters that are there, whatever they say.
    pub given: Vec<String>,
    /// Parameters that are not there.
    pub absent: Vec<String>,
    /// The question of the table of decisions that is asked: facts, each with the values that it may have.
    pub question: BTreeMap<String, Vec<String>>,
    /// What the request has for a body.
    pub carried: Option<Carried>,
    /// The status of the answer.
    pub status: Option<u16>,
    /// Whether the answer is a refusal.
    pub refused: Option<bool>,
}

/// What can be done otherwise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Change {
    /// A bad credential of this scheme is taken for a good one.
    LetIn {
        /// The scheme's name.
        scheme: String,
        /// The way in which the credential is bad.
        variant: String,
    },
    /// Whatever credentials come, or none, they are taken for good ones.
    LetEverybodyIn,
    /// A good credential of this scheme is refused.
    Refuse {
        /// The scheme's name.
        scheme: String,
        /// The unusual way in which it is good, or `ordinary`.
        variant: String,
    },
    /// Parameters are not seen.
    Ignore(Vec<String>),
    /// Parameters are read as if they said this, there or not. `{role.field}` stands for a fixture, `{name}` for
    /// what another parameter says.
    Read(BTreeMap<String, Value>),
    /// Parameters that are not there are read as if they said this.
    Presume(BTreeMap<String, Value>),
    /// A request without this parameter is refused.
    Demand(String),
    /// Everything is done as in another edition.
    As(Edition),
    /// Nothing changes, whatever the answer says.
    NotDone,
    /// Of what changes, these are forgotten, by the names that the state gives them.
    Forget(Vec<String>),
    /// What is asked for is done twice, and the answer is that of the second time.
    Twice,
    /// What is refused for its credential is done all the same.
    DoneAlthoughRefused,
    /// The answer's status is this one.
    Status(u16),
    /// The answer's body is of this media type, as far as its header says.
    MediaType(String),
    /// Members of the answer's body are not what they should be.
    Members(Vec<Edit>),
    /// A member of the answer's body stands at another place, in objects that are made for it.
    Moved {
        /// Its place, as a JSON pointer.
        from: String,
        /// The other place.
        to: String,
    },
    /// The whole answer is this one.
    Answer {
        /// Its status.
        status: u16,
        /// Its body; `{role.field}` and `{name}` as above.
        body: Value,
    },
    /// The answer's body ends in the middle.
    Truncated,
    /// The answer leads elsewhere.
    Redirect,
    /// The answer takes so many milliseconds longer.
    Slow(u64),
    /// The server begins with another world.
    World(Vec<Patch>),
}

/// A mutation at work in one server.
pub(crate) struct Mutant {
    mutation: Mutation,
    pub(crate) schemes: Vec<Scheme>,
    /// Those of every operation and edition.
    all_schemes: Vec<Scheme>,
    /// What the documents say of the operation in the edition as which everything is done.
    pub(crate) elsewhere: Option<Contract>,
    variants: Vec<Variant>,
    fixtures: BTreeMap<String, Map<String, Value>>,
    pub(crate) secrets: Secrets,
    /// The table of decisions, where what is done otherwise hangs on it.
    questions: Option<Questions>,
    reached: Arc<AtomicU64>,
}

/// How often what is asked for is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    Never,
    Once,
}

impl Mutant {
    pub(crate) fn new(
        mutation: Mutation,
        (spec, edition): (&Spec, Edition),
        operation: &Arc<Operation>,
        fixtures: BTreeMap<String, Map<String, Value>>,
        secrets: Secrets,
        reached: Arc<AtomicU64>,
    ) -> Self {
        let table = || Arc::clone(&spec.api(edition).decisions);
        let hangs_on_it = !mutation.when.question.is_empty();
        let mutant = Self {
            questions: hangs_on_it.then(|| Questions::new(table(), edition, fixtures.clone())),
            schemes: operation.schemes.clone(),
            elsewhere: elsewhere(&mutation, spec, operation),
            all_schemes: spec.schemes().values().cloned().collect(),
            variants: spec.variants().to_vec(),
            fixtures,
            secrets,
            reached,
            mutation,
        };
        if matches!(mutant.mutation.change, Change::World(_)) {
            mutant.reach();
        }
        mutant
    }

    /// Whether it concerns a request, as far as its parameters and its body tell.
    pub(crate) fn concerns(&self, params: &Params, body: &Body<'_>) -> bool {
        let When {
            params: wanted,
            given,
            absent,
            question,
            carried,
            ..
        } = &self.mutation.when;
        carried.is_none_or(|carried| Carried::of(body) == Some(carried))
            && wanted
                .iter()
                .all(|(name, value)| request::says(params, name, &self.fill(value, params)))
            && given.iter().all(|name| params.has(name))
            && !absent.iter().any(|name| params.has(name))
            && (self.questions.as_ref())
                .is_none_or(|questions| questions.has(question, params, body.media_type() == JSON))
    }

    pub(crate) fn change(&self) -> &Change {
        &self.mutation.change
    }

    pub(crate) fn effect(&self) -> Effect {
        match self.mutation.change {
            Change::NotDone => Effect::Never,
            _ => Effect::Once,
        }
    }

    /// Drops the changes that are forgotten.
    pub(crate) fn forget(&self, changes: &mut Vec<StateChange>) {
        if let Change::Forget(names) = &self.mutation.change {
            let before = changes.len();
            changes.retain(|change| {
                let told = format!("{change:?}");
                let name = told.split([' ', '(', '{']).next().unwrap_or_default();
                !names.iter().any(|forgotten| forgotten == name)
            });
            if changes.len() < before {
                self.reach();
            }
        }
    }

    /// The answer on its way out.
    pub(crate) fn spoil(&self, answer: &mut Answer, params: &Params) {
        let When { status, refused, .. } = &self.mutation.when;
        if status.is_none_or(|status| status == answer.status)
            && refused.is_none_or(|refused| refused == (answer.status >= 400))
            && answer::spoil(&self.mutation.change, answer, &|value| self.fill(value, params))
        {
            self.reach();
        }
    }

    /// How much longer an answer takes.
    pub(crate) fn delay(&self) -> Option<Duration> {
        match self.mutation.change {
            Change::Slow(milliseconds) => {
                self.reach();
                Some(Duration::from_millis(milliseconds))
            }
            _ => None,
        }
    }

    pub(crate) fn is_of(&self, operation: &str) -> bool {
        self.mutation.operation == operation
    }

    /// Counts that something was done otherwise.
    pub(crate) fn reach(&self) {
        self.reached.fetch_add(1, Ordering::Relaxed);
    }

    /// The value with fixtures and parameters in their places.
    fn fill(&self, value: &Value, params: &Params) -> Value {
        request::fill(value, &self.fixtures, params)
    }
}

/// An operation that the other edition does not have is done by its rules all the same.
fn elsewhere(mutation: &Mutation, spec: &Spec, operation: &Arc<Operation>) -> Option<Contract> {
    let Change::As(edition) = mutation.change else {
        return None;
    };
    let api = spec.api(edition);
    let there = api.operations.iter().find(|there| there.slug == operation.slug);
    Some(Contract::new(edition, there.unwrap_or(operation), &api.schemas))
}
