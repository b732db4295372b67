//! What each command does.

mod explain;
mod list;
mod run;
mod serve;
mod spec;
mod token;

use crate::cli::{Arguments, Command};
use crate::{Exit, Failure};

/// Does what was asked for.
pub(crate) fn run(arguments: Arguments) -> Result<Exit, Failure> {
    match arguments.command {
        Command::Run(arguments) => run::run(*arguments),
        Command::Serve(arguments) => serve::serve(&arguments),
        Command::List(arguments) => list::list(&arguments),
        Command::Explain { id } => explain::explain(&id),
        Command::Spec(command) => spec::spec(&command),
        Command::Token(arguments) => token::token(&arguments),
    }
}

/// A runtime for the commands that talk to the network.
fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Runtime::new().map_err(Failure::unreachable)
}
