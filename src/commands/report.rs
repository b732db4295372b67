//! `labproof report merge`: one report of the parts of a run.

use std::path::Path;

use anyhow::Context as _;
use labproof_harness::formats::json;
use labproof_harness::{ExpectedFailures, Part, terminal};

use crate::cli::{MergeArguments, ReportCommand};
use crate::reports::{ReportArguments, Reports};
use crate::{Exit, Failure, bundle, files, print};

pub(super) fn report(command: ReportCommand) -> Result<Exit, Failure> {
    match command {
        ReportCommand::Merge(arguments) => merge(arguments),
    }
}

fn merge(mut arguments: MergeArguments) -> Result<Exit, Failure> {
    arguments.reports.complete(ReportArguments::default());
    let expected = arguments.expected_failures.as_deref();
    let expected = expected.filter(|path| !path.as_os_str().is_empty());
    let spec = bundle::spec()?;
    let expected = expected
        .map(|path| ExpectedFailures::read(path, spec))
        .transpose();
    let expected = expected.map_err(Failure::usage)?;
    let parts = arguments.parts.iter().map(|path| part(path));
    let parts = parts
        .collect::<anyhow::Result<Vec<Part>>>()
        .map_err(Failure::usage)?;
    let whole = Part::merge(parts, spec, expected.as_ref()).map_err(Failure::usage)?;
    print::out(&terminal::text(&whole, terminal::Style::default()))?;
    if let Some(path) = &arguments.output {
        let text = json::text(&whole).map_err(Failure::unreachable)?;
        files::write_private(path, &text).map_err(Failure::usage)?;
    }
    Reports::new(arguments.reports)?.write(&whole)?;
    Ok(super::run::exit(&whole))
}

fn part(path: &Path) -> anyhow::Result<Part> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).with_context(|| name.clone())?;
    Part::read(&name, &text).with_context(|| name)
}
