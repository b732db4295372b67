//! What `labproof run` can be asked for.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};
use labproof_harness::{Glob, Shard, Tags};

use super::values::{duration, rate};
use crate::reports::ReportArguments;

#[derive(Debug, Args)]
pub(crate) struct RunArguments {
    /// The instance's URL, http+unix://%2Fpath for a socket of Unix; a path prefix is kept
    #[arg(long, env = "LABPROOF_URL")]
    pub(crate) url: Option<String>,
    /// The target file: secrets, fixtures and claims of the server
    #[arg(long, value_name = "FILE", env = "LABPROOF_TARGET")]
    pub(crate) target: Option<PathBuf>,
    /// The edition to judge by, or `all` [default: that of the target file, else 17.9; without --url all]
    #[arg(long, value_name = "E|all", env = "LABPROOF_EDITION")]
    pub(crate) edition: Option<EditionChoice>,
    /// Judge only what this consumer needs; may be repeated
    #[arg(long, value_name = "NAME", env = "LABPROOF_PROFILE", value_delimiter = ',')]
    pub(crate) profile: Vec<String>,
    /// Judge only requirements or operations that match; may be repeated
    #[arg(long, value_name = "GLOB", env = "LABPROOF_RUN")]
    pub(crate) run: Vec<Glob>,
    /// Skip requirements or operations that match; may be repeated
    #[arg(long, value_name = "GLOB", env = "LABPROOF_SKIP")]
    pub(crate) skip: Vec<Glob>,
    /// Play only scenarios with these tags, such as '@writes and not @op:git.allowed'
    #[arg(short, long, value_name = "EXPR", env = "LABPROOF_TAGS")]
    pub(crate) tags: Option<Tags>,
    /// Judge whatever answers at the URL, even if it looks like something else than an instance
    #[arg(long, env = "LABPROOF_ANYWAY", value_parser = clap::builder::BoolishValueParser::new())]
    pub(crate) anyway: bool,
    /// How many checks are made at once [default: 32]
    #[arg(short, long, value_name = "N", env = "LABPROOF_JOBS")]
    pub(crate) jobs: Option<usize>,
    /// Count warnings as failures
    #[arg(long, env = "LABPROOF_STRICT", value_parser = clap::builder::BoolishValueParser::new())]
    pub(crate) strict: bool,
    /// Consent to requests that change the server's state
    #[arg(long, env = "LABPROOF_ALLOW_WRITES", value_parser = clap::builder::BoolishValueParser::new())]
    pub(crate) allow_writes: bool,
    /// Begin at most so many requests a second, such as 50/s
    #[arg(long, value_name = "N/s", env = "LABPROOF_RATE_LIMIT", value_parser = rate)]
    pub(crate) rate_limit: Option<u32>,
    /// How long an answer may take, such as 500ms or 10s [default: 60s]
    #[arg(long, value_name = "TIME", env = "LABPROOF_TIMEOUT", value_parser = duration)]
    pub(crate) timeout: Option<Duration>,
    /// Send requests through this proxy, whatever the environment names; to this machine none is used otherwise
    #[arg(long, value_name = "URL", env = "LABPROOF_PROXY")]
    pub(crate) proxy: Option<String>,
    /// How much of an answer reports keep, in bytes [default: 16384]
    #[arg(long, value_name = "BYTES", env = "LABPROOF_ANSWER_BYTES")]
    pub(crate) answer_bytes: Option<usize>,
    /// The seed of generated cases [default: a new one]
    #[arg(long, value_name = "N", env = "LABPROOF_SEED")]
    pub(crate) seed: Option<u64>,
    /// How many cases each property generates [default: 32]
    #[arg(long, value_name = "N", env = "LABPROOF_CASES", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) cases: Option<u32>,
    /// Judge more combinations than are needed to find most faults, and larger values than any server bears with ease
    #[arg(long, env = "LABPROOF_THOROUGH", value_parser = clap::builder::BoolishValueParser::new())]
    pub(crate) thorough: bool,
    /// Ask at most so many questions of who may do what, the first of all that are needed [default: all]
    #[arg(long, value_name = "N", env = "LABPROOF_BUDGET", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) budget: Option<u32>,
    /// Judge only this part of the checks, such as 2/4; `labproof report merge` puts the parts together
    #[arg(long, value_name = "I/N", env = "LABPROOF_SHARD")]
    pub(crate) shard: Option<Shard>,
    /// Make a check that fails so often again; one that then holds is flaky [default: 0]
    #[arg(long, value_name = "N", env = "LABPROOF_RETRY")]
    pub(crate) retry: Option<u32>,
    /// End the run after this time, such as 90s or 5m, and report what was judged by then [default: 55m]
    #[arg(long, value_name = "TIME", env = "LABPROOF_TIME_LIMIT", value_parser = duration)]
    pub(crate) time_limit: Option<Duration>,
    /// Stop at the first failure
    #[arg(short = 'x', long, env = "LABPROOF_FAIL_FAST", value_parser = clap::builder::BoolishValueParser::new())]
    pub(crate) fail_fast: bool,
    /// A list of what is known to fail, with reasons; what is in it and holds ends the run with exit code 4
    #[arg(long, value_name = "FILE", env = "LABPROOF_EXPECTED_FAILURES")]
    pub(crate) expected_failures: Option<PathBuf>,
    /// Write a claim of conformance, for publishing; the target file says under `implementation` of what
    #[arg(long, value_name = "FILE", env = "LABPROOF_CLAIM")]
    pub(crate) claim: Option<PathBuf>,
    /// Print warnings and remarks in full; twice: every requirement
    #[arg(short, long, action = clap::ArgAction::Count, env = "LABPROOF_VERBOSE")]
    pub(crate) verbose: u8,
    /// Whether to colour [default: auto]
    #[arg(long, value_name = "WHEN", env = "LABPROOF_COLOR")]
    pub(crate) color: Option<Color>,
    #[command(flatten)]
    pub(crate) reports: ReportArguments,
}

/// When to colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

/// One edition, or every one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum EditionChoice {
    All,
    /// The one of this label.
    One(String),
}

impl std::str::FromStr for EditionChoice {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(match text {
            "all" => Self::All,
            label => Self::One(label.to_owned()),
        })
    }
}
