#![doc = include_str!("../README.md")]
//! ## The code
//!
//! Five rooms, in reading order; each may use those before it and none after it:
//!
//! 1. `target`: what is known of a server before anybody asks it: [`TargetFile`], [`Fixtures`], [`Secret`], how it makes
//!    fresh roles.
//! 2. `asking`: requests, the credentials that sign them, the answers: `subject` is one server in one edition.
//! 3. `judging`: what an answer is worth. `steps` are the sentences of [`Features`], `checks` what every operation gets
//!    without a feature, `verdict` what can be said in the end.
//! 4. `running`: [`Plan`] is what to judge; [`run`] judges it and gives a [`Report`].
//! 5. `telling`: [`terminal`], [`formats`], [`compare`] and [`claim`] are views of a report; nothing else tells anything.
//!
//! No file here names an operation: those are data.

mod asking;
mod judging;
mod running;
mod target;
mod telling;

pub use asking::by_hand::by_hand;
pub use asking::client::{Limits, SendError};
pub use asking::consumer::{CallError, Consumer};
pub use asking::credentials::MintError;
pub use asking::exchange::{Answer, Exchange, Sent, SentCredential, Signature};
pub use asking::mask::without_secrets;
pub use judging::features::{FeatureFaults, FeatureText, Features};
pub use judging::snapshot::Snapshot;
pub use judging::verdict::{Breach, Verdict};
pub use judging::{coverage, scenario_facts};
pub use running::events::{Event, Judgement, Listener};
pub use running::expected::{Baseline, BaselineError, ExpectationFaults, ExpectedFailure, ExpectedFailures};
pub use running::glob::Glob;
pub use running::plan::Plan;
pub use running::progress::{Progress, Quiet};
pub use running::release::choose_edition;
pub use running::report::{
    Conclusion, EditionReport, Evidence, Finding, Judged, ProfileReport, Report, RequirementReport, Shard,
    Standing,
};
pub use running::selection::{Selection, Tags};
pub use running::stop::{Stop, Stopper};
pub use running::suite::run;
pub use running::suite_error::SuiteError;
pub use target::file::{TargetError, TargetFile, Writes, base_url};
pub use target::fixtures::{Fixtures, MissingFixture};
pub use target::fresh_roles::Maker;
pub use target::nearest::meant;
pub use target::secret::Secret;
pub use target::secret_place::SecretPlace;
pub use target::server::{ByHand, Server};
pub use target::socket::{origin, socket};
pub use telling::merge::{MergeFaults, Part};
pub use telling::visible::visible;
pub use telling::{claim, compare, formats, terminal};
