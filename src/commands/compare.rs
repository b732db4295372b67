//! `labproof compare`: what two reports say differently.

use labproof_harness::compare::{self, Comparison};

use crate::cli::{CompareArguments, CompareFormat};
use crate::{Exit, Failure, files, print};

pub(super) fn compare(arguments: &CompareArguments) -> Result<Exit, Failure> {
    let (old, new) = (super::read(&arguments.old)?, super::read(&arguments.new)?);
    let comparison = Comparison::of(&old, &new);
    let text = match arguments.format {
        CompareFormat::Text => compare::text(&comparison),
        CompareFormat::Markdown => compare::markdown(&comparison),
        CompareFormat::Html => compare::html(&comparison),
    };
    match &arguments.output {
        Some(path) => files::write_private(path, &text).map_err(Failure::usage)?,
        None => print::out(&text)?,
    }
    Ok(match comparison.is_regression() {
        true => Exit::Breaks,
        false => Exit::Conforms,
    })
}
