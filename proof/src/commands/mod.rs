//! What each command does.

mod list;
mod prove;
mod serve;

use labproof::{Exit, Failure, bundle};

use crate::cli::{Arguments, Command};
use crate::mutants::{self, Mutant};

/// Does what was asked for.
pub(crate) fn run(arguments: Arguments) -> Result<Exit, Failure> {
    bundle::read_from(arguments.folders);
    match arguments.command {
        None => prove::prove(&arguments.prove),
        Some(Command::List { chosen, format }) => list::list(&chosen, format),
        Some(Command::Serve { mutant, at }) => serve::serve(&mutant, &at),
    }
}

/// Every mutant there is.
fn mutants() -> Result<Vec<Mutant>, Failure> {
    mutants::all(bundle::spec()?, &bundle::features()?)
}
