//! `labproof`: proves that a server speaks GitLab's Internal API, and serves a faithful one to test clients against.
//!
//! This crate ties the others together and holds the command line; rules are theirs. In reading order: `cli`
//! says what can be asked for, `commands` does it, [`bundle`] has what the program carries inside, and
//! [`under_test`] has the servers of a run, which [`embedded`] starts where no URL names one.
//!
//! The rest of what is public is for the crate `labproof-proof`, a program of its own with the same manners.

pub mod bundle;
mod claims;
mod cli;
mod commands;
mod config;
pub mod embedded;
mod exit;
pub mod files;
mod instance;
pub mod print;
mod progress;
mod remote;
mod reports;
mod rows;
mod shell;
mod signals;
pub mod under_test;

use std::process::ExitCode;

use clap::Parser;

pub use cli::ListenArguments;
pub use commands::serve;
pub use exit::{Exit, Failure};
pub use remote::Remote;
pub use rows::RowFormat;

/// Does what the command line asks for.
#[must_use]
pub fn main() -> ExitCode {
    program(commands::run)
}

/// A variable that is empty, as job definitions leave those that nobody has set, is none.
fn without_empty_variables(command: clap::Command) -> clap::Command {
    let is_empty = |name: &std::ffi::OsStr| std::env::var_os(name).is_some_and(|value| value.is_empty());
    let command = command.mut_args(|argument| match argument.get_env().is_some_and(is_empty) {
        true => argument.env(clap::builder::Resettable::Reset),
        false => argument,
    });
    command.mut_subcommands(without_empty_variables)
}

/// Reads a command line, does what it asks for, and tells mistakes.
pub fn program<A: Parser>(run: impl FnOnce(A) -> Result<Exit, Failure>) -> ExitCode {
    std::panic::set_hook(Box::new(print::panicked));
    let command = without_empty_variables(A::command());
    let parsed = command
        .try_get_matches()
        .and_then(|matches| A::from_arg_matches(&matches));
    let arguments = match parsed {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version go to standard output and are no mistakes.
            let exit = if error.use_stderr() {
                Exit::Usage
            } else {
                Exit::Conforms
            };
            let _ = error.print();
            return exit.into();
        }
    };
    match run(arguments) {
        Ok(exit) => exit.into(),
        Err(failure) => {
            print::error(&failure.error);
            failure.exit.into()
        }
    }
}
