//! The conformance suite for GitLab's Internal API. It knows a server only as a URL.
//!
//! In reading order: [`TargetFile`] says where a server is and what it holds; [`Features`] are the Gherkin
//! scenarios; [`Plan`] is what to judge; [`run`] judges it and gives a [`Report`]; [`terminal`] and [`formats`] tell it.
//! Inside, `subject` is one server in one edition, `conversation` one scenario talking with it, `steps` the
//! sentences of features, `checks` and `properties` what every operation gets without a feature, and
//! `verdict` what can be said in the end. No file here names an operation: those are data.

mod cast;
mod checks;
pub mod claim;
mod client;
mod collect;
pub mod compare;
mod consumer;
mod conversation;
pub mod coverage;
mod credentials;
mod curl;
mod events;
mod exchange;
mod expect;
mod expected;
mod features;
mod fixtures;
pub mod formats;
mod hmac;
mod maker;
mod members;
mod merge;
mod presence;
mod progress;
mod properties;
mod reach;
pub mod readings;
mod redact;
mod report;
mod request;
mod scenarios;
mod secret;
mod selection;
mod session;
mod settle;
mod signing;
mod silenced;
mod snapshot;
mod steps;
mod stop;
mod subject;
mod suite;
mod target;
mod telling;
mod template;
pub mod terminal;
mod verdict;
mod visible;
mod volatile;
mod witness;

pub use client::{Limits, SendError};
pub use consumer::{CallError, Consumer};
pub use credentials::{MintError, by_hand};
pub use events::{Event, Judgement, Listener};
pub use exchange::{Answer, Exchange, Sent, SentCredential, Signature};
pub use expected::{Baseline, BaselineError, ExpectationFaults, ExpectedFailure, ExpectedFailures};
pub use features::{FeatureFaults, FeatureText, Features};
pub use fixtures::{Fixtures, MissingFixture};
pub use maker::Maker;
pub use merge::{MergeFaults, Part};
pub use progress::{Progress, Quiet};
pub use report::{
    Conclusion, EditionReport, Evidence, Finding, Judged, ProfileReport, Report, RequirementReport, Shard,
    Standing,
};
pub use secret::Secret;
pub use selection::{Glob, Selection, Tags};
pub use snapshot::Snapshot;
pub use stop::{Stop, Stopper};
pub use suite::{ByHand, Plan, Server, SuiteError, run};
pub use target::{SecretPlace, TargetError, TargetFile, Writes, base_url};
pub use verdict::{Breach, Verdict};
