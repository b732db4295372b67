//! `labproof spec check` and `labproof spec openapi`.

use std::path::Path;

use labproof_harness::coverage;
use labproof_spec::{Spec, openapi};

use crate::cli::{self, Notation, SpecCommand};
use crate::{Exit, Failure, bundle, print};

pub(super) fn spec(command: &SpecCommand) -> Result<Exit, Failure> {
    match command {
        SpecCommand::Check { folder } => check(folder.as_deref()),
        SpecCommand::Openapi { edition, format } => openapi(edition.as_deref(), *format),
    }
}

fn check(folder: Option<&Path>) -> Result<Exit, Failure> {
    let spec = match folder {
        Some(folder) => Spec::load(folder).map_err(Failure::usage)?,
        None => bundle::checked_spec()?,
    };
    let spec = &spec;
    let features = bundle::features()?;
    let gaps = coverage::gaps(spec, &features);
    if !gaps.is_empty() {
        let count = gaps.len();
        return Err(Failure::usage(anyhow::anyhow!(
            "{}\n{count} gap(s) in what is judged",
            gaps.join("\n")
        )));
    }
    let operations = spec.operations().count();
    let mut lines = vec![format!(
        "{operations} operation documents are sound, and features judge all of them"
    )];
    for edition in spec.editions() {
        let api = spec.api(edition);
        let requirements: usize = api
            .operations
            .iter()
            .map(|operation| operation.requirements.len())
            .sum();
        lines.push(format!(
            "edition {edition:<5} {:>3} operations, {requirements:>4} requirements",
            api.operations.len()
        ));
    }
    print::out(&lines.join("\n"))?;
    Ok(Exit::Conforms)
}

fn openapi(edition: Option<&str>, format: Notation) -> Result<Exit, Failure> {
    let spec = bundle::spec()?;
    let edition = cli::edition(spec, edition)?.unwrap_or(spec.newest());
    let document = openapi::assemble(&spec.api(edition));
    let text = match format {
        Notation::Json => serde_json::to_string_pretty(&document).map_err(Failure::unreachable)?,
        Notation::Yaml => serde_saphyr::to_string(&document).map_err(Failure::unreachable)?,
    };
    print::out(&text)?;
    Ok(Exit::Conforms)
}
