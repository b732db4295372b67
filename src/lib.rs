//! `labproof`: proves that a server speaks GitLab's Internal API, and serves a faithful one to test clients against.
//!
//! This crate ties the others together and holds the command line; rules are theirs. In reading order: `cli`
//! says what can be asked for, `commands` does it, [`bundle`] has what the program carries inside, and
//! [`under_test`] has the servers of a run, which [`embedded`] starts where no URL names one.

pub mod bundle;
mod claims;
mod cli;
mod commands;
mod complaints;
mod config;
pub mod embedded;
mod exit;
mod files;
pub mod mutants;
mod print;
mod progress;
pub mod proof;
mod remote;
mod reports;
mod shell;
mod side_by_side;
pub mod under_test;
pub mod variations;

use std::process::ExitCode;

use clap::Parser as _;

pub use exit::{Exit, Failure};
pub use remote::Remote;

/// Does what the command line asks for.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = match cli::Arguments::try_parse() {
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
    match commands::run(arguments) {
        Ok(exit) => exit.into(),
        Err(failure) => {
            print::error(&failure.error);
            failure.exit.into()
        }
    }
}
