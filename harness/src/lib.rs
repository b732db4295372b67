//! The conformance suite for GitLab's Internal API. It knows a server only as a URL.
//!
//! In reading order: [`TargetFile`] says where a server is and what it holds; [`Features`] are the Gherkin
//! scenarios; [`Plan`] is what to judge; [`run`] judges it and gives a [`Report`]; [`terminal`] tells it.
//! Inside, `subject` is one server in one edition, `conversation` one scenario talking with it, `steps` the
//! sentences of features, `checks` and `properties` what every operation gets without a feature, and
//! `verdict` what can be said in the end. No file here names an operation: those are data.

mod cast;
mod checks;
mod client;
mod collect;
mod consumer;
mod conversation;
pub mod coverage;
mod credentials;
mod curl;
mod exchange;
mod expect;
mod features;
mod fixtures;
mod maker;
mod members;
mod progress;
mod properties;
mod reach;
mod redact;
mod report;
mod request;
mod scenarios;
mod secret;
mod selection;
mod signing;
mod snapshot;
mod steps;
mod subject;
mod suite;
mod target;
mod template;
pub mod terminal;
mod verdict;
mod volatile;

pub use client::{Limits, SendError};
pub use consumer::{CallError, Consumer};
pub use credentials::{MintError, ORDINARY, by_hand};
pub use exchange::{Answer, Exchange, Sent, SentCredential, Signature};
pub use features::{FeatureFaults, FeatureText, Features};
pub use fixtures::{Fixtures, MissingFixture};
pub use maker::Maker;
pub use progress::{Progress, Quiet};
pub use report::{
    Conclusion, EditionReport, Finding, Judged, ProfileReport, Report, RequirementReport, Standing,
};
pub use secret::Secret;
pub use selection::{Glob, Selection, Tags};
pub use snapshot::Snapshot;
pub use suite::{ByHand, Plan, Server, SuiteError, run};
pub use target::{SecretPlace, TargetError, TargetFile, Writes, base_url};
pub use verdict::{Breach, Verdict};
