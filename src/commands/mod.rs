//! What each command does.

mod baseline;
mod compare;
mod completions;
mod explain;
mod list;
mod man;
mod prove;
mod report;
mod run;
mod serve;
mod spec;
mod token;

use std::path::Path;

use anyhow::Context as _;
use labproof_harness::Report;
use labproof_harness::formats::json;

pub use serve::serve;

use crate::cli::{Arguments, Command};
use crate::{Exit, Failure, bundle};

/// Does what was asked for.
pub(crate) fn run(arguments: Arguments) -> Result<Exit, Failure> {
    bundle::read_from(arguments.folders);
    match arguments.command {
        Command::Run(arguments) => run::run(*arguments),
        Command::Serve(arguments) => serve::run(&arguments),
        Command::List(arguments) => list::list(&arguments),
        Command::Explain { ids, decision } => explain::explain(&ids, &decision),
        Command::Spec(command) => spec::spec(&command),
        Command::Baseline(command) => baseline::baseline(&command),
        Command::Compare(arguments) => compare::compare(&arguments),
        Command::Report(command) => report::report(command),
        Command::Prove { arguments } => prove::prove(&arguments),
        Command::Token(arguments) => token::token(&arguments),
        Command::Completions { shell } => completions::completions(shell),
        Command::Man => man::man(),
    }
}

/// A runtime for the commands that talk to the network.
fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Runtime::new().map_err(Failure::unreachable)
}

/// A report that a run wrote as JSON.
fn read(path: &Path) -> Result<Report, Failure> {
    let read = || Ok(json::read(&std::fs::read_to_string(path)?)?);
    let report: anyhow::Result<Report> = read();
    let report = report.with_context(|| path.display().to_string());
    report.map_err(Failure::usage)
}
