//! `labproof completions`: what a shell needs to complete the command line.

use clap::CommandFactory as _;
use clap_complete::Shell;

use crate::cli::Arguments;
use crate::{Exit, Failure, print};

pub(super) fn completions(shell: Shell) -> Result<Exit, Failure> {
    let mut command = Arguments::command();
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, name, &mut script);
    print::out(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Conforms)
}
