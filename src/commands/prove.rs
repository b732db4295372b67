//! `labproof prove`: hands over to the test bench, a program of its own, as cargo and git do with their subcommands.

use std::env::{self, consts::EXE_SUFFIX};
use std::ffi::OsString;
use std::io::{Error, ErrorKind};
use std::path::PathBuf;
use std::process::Command;

use crate::bundle::Folders;
use crate::shell::word;
use crate::{Exit, Failure, bundle};

const BENCH: &str = "labproof-prove";

/// Comes back only where the bench could not be started.
pub(super) fn prove(arguments: &[OsString]) -> Result<Exit, Failure> {
    let mut command = Command::new(bench());
    command.args(arguments);
    // They may stand before what the bench is asked for, and are read there.
    let Folders { documents, features } = bundle::folders();
    for (variable, folder) in [("LABPROOF_SPEC", documents), ("LABPROOF_FEATURES", features)] {
        if let Some(folder) = folder {
            command.env(variable, folder);
        }
    }
    let error = hand_over(&mut command);
    Err(match error.kind() {
        ErrorKind::NotFound => Failure::usage(anyhow::anyhow!(absent(arguments))),
        _ => Failure::unreachable(anyhow::Error::new(error).context(format!("cannot run {BENCH}"))),
    })
}

/// The one beside this program, else the one that the PATH has.
fn bench() -> PathBuf {
    let name = format!("{BENCH}{EXE_SUFFIX}");
    let beside = env::current_exe().map(|program| program.with_file_name(&name));
    let beside = beside.ok().filter(|path| path.is_file());
    beside.unwrap_or_else(|| PathBuf::from(name))
}

fn absent(arguments: &[OsString]) -> String {
    let words = arguments.iter().map(|argument| word(&argument.to_string_lossy()));
    let words: String = words.map(|word| format!(" {word}")).collect();
    format!(
        "`prove` is a program of its own, `{BENCH}`, and there is none beside labproof or on the PATH; in a checkout, \
         `cargo build --release --workspace` builds both, and `cargo run --release -p labproof-proof --{words}` runs it"
    )
}

/// Replaces this process, so that streams, signals and the exit code are the bench's own.
#[cfg(unix)]
fn hand_over(command: &mut Command) -> Error {
    std::os::unix::process::CommandExt::exec(command)
}

/// Waits for it and ends as it does; Ctrl-C reaches both.
#[cfg(not(unix))]
fn hand_over(command: &mut Command) -> Error {
    match command.status() {
        Ok(status) => std::process::exit(status.code().unwrap_or(Exit::Unreachable as i32)),
        Err(error) => error,
    }
}
