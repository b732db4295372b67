//! The test bench: whether the suite notices servers with a defect, and leaves alone servers that differ lawfully.
//!
//! In reading order: [`mutants`] are the servers with one defect each, [`variations`] those that differ lawfully, and
//! [`proof`] judges them all and tells the score. Users of `labproof` need none of it, so it is a program of its own,
//! which `labproof prove` runs where it is installed.

mod cli;
mod commands;
mod false_alarms;
pub mod mutants;
mod parallel;
pub mod proof;
pub mod variations;

use std::process::ExitCode;

/// Does what the command line asks for.
#[must_use]
pub fn main() -> ExitCode {
    labproof::program(commands::run)
}
