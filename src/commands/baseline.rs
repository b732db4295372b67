//! `labproof baseline`: keep a list of expected failures up to date.

use std::io::ErrorKind;

use anyhow::Context as _;
use labproof_harness::Baseline;

use crate::cli::{BaselineArguments, BaselineCommand};
use crate::{Exit, Failure, bundle, files, print};

pub(super) fn baseline(command: &BaselineCommand) -> Result<Exit, Failure> {
    let (arguments, is_update) = match command {
        BaselineCommand::Update(arguments) => (arguments, true),
        BaselineCommand::Prune(arguments) => (arguments, false),
    };
    let report = super::read(&arguments.report)?;
    let name = arguments.expected_failures.display().to_string();
    let before = before(arguments, is_update)?;
    let spec = bundle::spec()?;
    let after = match is_update {
        true => Baseline::update(&name, &before, &report, spec),
        false => Baseline::prune(&name, &before, &report, spec),
    };
    let after = after.map_err(Failure::usage)?;
    if after.changes.is_empty() {
        let nothing = if is_update { "to add" } else { "to remove" };
        print::out(&format!("{name}: nothing {nothing}"))?;
        return Ok(Exit::Conforms);
    }
    files::write(&arguments.expected_failures, &after.text).map_err(Failure::usage)?;
    let mut lines = after.changes.clone();
    if is_update {
        let count = after.changes.len();
        lines.push(format!(
            "{name}: {count} added; write a reason in place of each “…”"
        ));
    } else {
        lines.push(format!("{name}: {} removed", after.changes.len()));
    }
    print::out(&lines.join("\n"))?;
    Ok(Exit::Conforms)
}

/// The list as it is; a first update begins with none.
fn before(arguments: &BaselineArguments, is_update: bool) -> Result<String, Failure> {
    match std::fs::read_to_string(&arguments.expected_failures) {
        Err(error) if is_update && error.kind() == ErrorKind::NotFound => Ok(String::new()),
        text => text
            .with_context(|| arguments.expected_failures.display().to_string())
            .map_err(Failure::usage),
    }
}
