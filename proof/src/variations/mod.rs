//! Servers that differ in ways nobody may complain of: the suite has to be content with every one of them.
//!
//! [`all`] lists them, [`judge`] runs the suite against one. `worlds` is about what a server holds; everything else is
//! done by a small `proxy` before a reference server, to the answer as a value (`answers`) and as bytes (`wire`, `http2`).

mod answers;
mod coding;
mod http2;
mod instead;
mod judging;
mod list;
mod pairs;
mod proxy;
mod wire;
mod worlds;

use std::time::Duration;

use serde::Serialize;
use serde_json::Value;

use labproof_harness::Verdict;

pub use judging::{Settings, judge, judge_each};
pub use list::all;
pub use pairs::{every_pair, sample};

use self::coding::Coding;
use self::instead::{Instead, Number, never};
use self::wire::{Message, Wire};

/// A server that differs in a way nobody may complain of.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Variation {
    /// Its name.
    pub name: String,
    /// What is different.
    pub what: String,
    /// What may be said of it all the same, and has to be.
    pub told: Vec<Verdict>,
    /// What is different about the answers.
    edits: Vec<fn(&mut Message)>,
    /// The content coding of their bodies.
    coding: Option<Coding>,
    /// What comes instead of some of them.
    instead: fn(Number) -> Option<Instead>,
    /// How they are put on the wire.
    wire: Wire,
    /// Whether they come over HTTP/2 instead, and TLS.
    http2: bool,
    /// How much later than the server's own.
    delay: Duration,
    /// Whether one edition is enough, whichever.
    in_one_edition: bool,
    /// The path below which the server is.
    prefix: &'static str,
    /// Whether its URL is given with a slash at its end.
    slash: bool,
    /// What is different about what the server holds.
    worlds: Vec<fn(&mut Value)>,
}

impl Variation {
    fn new(name: &str, what: &str) -> Self {
        Self {
            name: name.to_owned(),
            what: what.to_owned(),
            told: Vec::new(),
            edits: Vec::new(),
            coding: None,
            instead: never,
            wire: Wire::default(),
            http2: false,
            delay: Duration::ZERO,
            in_one_edition: false,
            prefix: "",
            slash: false,
            worlds: Vec::new(),
        }
    }

    fn edit(mut self, edit: fn(&mut Message)) -> Self {
        self.edits.push(edit);
        self
    }

    fn wire(self, wire: Wire) -> Self {
        Self { wire, ..self }
    }

    fn world(mut self, change: fn(&mut Value)) -> Self {
        self.worlds.push(change);
        self
    }

    fn coding(self, coding: Coding) -> Self {
        Self {
            coding: Some(coding),
            ..self
        }
    }

    fn instead(self, instead: fn(Number) -> Option<Instead>) -> Self {
        Self { instead, ..self }
    }

    fn told(self, verdict: Verdict) -> Self {
        Self {
            told: vec![verdict],
            ..self
        }
    }

    fn below(self, prefix: &'static str) -> Self {
        Self { prefix, ..self }
    }
}

/// What became of one variation.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Varied {
    /// Its name.
    pub name: String,
    /// What is different.
    pub what: String,
    /// What the suite had against it, each with edition, requirement and verdict. Every one is a false alarm.
    pub complaints: Vec<String>,
    /// How many requirements were judged.
    pub judged: usize,
    /// How much was different: answers on the wire, or values in the server's world. Where nothing was, nothing is
    /// proved.
    pub differences: u64,
    /// How long it took, in seconds.
    pub seconds: f64,
}

impl Varied {
    /// Whether the suite was content with a server that did differ.
    #[must_use]
    pub fn is_tolerated(&self) -> bool {
        self.complaints.is_empty() && self.judged > 0 && self.differences > 0
    }

    /// What came of it, in a line.
    #[must_use]
    pub fn said(&self) -> String {
        if self.is_tolerated() {
            "nobody complains".to_owned()
        } else if self.complaints.is_empty() {
            let (judged, differences) = (self.judged, self.differences);
            format!("{judged} requirements judged, {differences} differences, which proves nothing")
        } else {
            self.complaints.join(", ")
        }
    }
}
