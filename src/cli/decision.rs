//! The parts of a question about a decision.

use clap::Args;

/// The parts of a question to `labproof explain decision`; `all` stands for every value of a part.
#[derive(Args, Debug, Default, PartialEq)]
#[command(next_help_heading = "With `decision`: who may do what")]
pub(crate) struct DecisionArguments {
    /// Who asks, by role
    #[arg(long, value_name = "ROLE")]
    pub(crate) who: Option<String>,
    /// The parameter that names them
    #[arg(long, value_name = "PARAMETER")]
    pub(crate) named: Option<String>,
    /// The Git command
    #[arg(long, value_name = "COMMAND")]
    pub(crate) action: Option<String>,
    /// How they came: ssh, http or web
    #[arg(long, value_name = "NAME")]
    pub(crate) protocol: Option<String>,
    /// Which repository
    #[arg(long, value_name = "NAME")]
    pub(crate) container: Option<String>,
    /// What a push brings
    #[arg(long, value_name = "NAME")]
    pub(crate) changes: Option<String>,
    /// The address they come from: none, inside or outside
    #[arg(long, value_name = "NAME")]
    pub(crate) address: Option<String>,
    /// How the question is written: form or json
    #[arg(long, value_name = "NAME")]
    pub(crate) body: Option<String>,
    /// What else is sent: `nothing` (the default), `quarantine` and others
    #[arg(long, value_name = "NAME")]
    pub(crate) beside: Option<String>,
    /// The edition; without one the newest
    #[arg(long, value_name = "EDITION")]
    pub(crate) edition: Option<String>,
    /// The kind of instance, as `serve` takes it; without one as the edition was seen
    #[arg(long, value_name = "FILE|BLOCK")]
    pub(crate) instance: Option<String>,
}

impl DecisionArguments {
    /// Whether nothing is asked for.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
