//! A run, from what to judge to the report.

pub(crate) mod causes;
pub(crate) mod conditions;
pub(crate) mod events;
pub(crate) mod expected;
pub(crate) mod foreign;
pub(crate) mod glob;
pub(crate) mod job;
pub(crate) mod known;
pub(crate) mod lack;
pub(crate) mod plan;
pub(crate) mod preflight;
pub(crate) mod presence;
pub(crate) mod profile_standing;
pub(crate) mod progress;
pub(crate) mod release;
pub(crate) mod report;
pub(crate) mod report_builder;
pub(crate) mod scenarios;
pub(crate) mod selection;
pub(crate) mod session;
pub(crate) mod silenced;
pub(crate) mod stop;
pub(crate) mod suite;
pub(crate) mod suite_error;
pub(crate) mod undecided;
