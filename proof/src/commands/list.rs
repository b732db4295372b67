//! `labproof prove list`: the mutants, with the first of the requirements that each breaks.

use labproof::{Exit, Failure, RowFormat, bundle, print};
use serde_json::json;

use crate::cli::Chosen;

pub(super) fn list(chosen: &Chosen, format: RowFormat) -> Result<Exit, Failure> {
    chosen.check(bundle::spec()?)?;
    let mutants = super::mutants()?.into_iter().filter(|mutant| chosen.has(mutant));
    let rows = mutants.map(|mutant| {
        json!({"mutant": mutant.id, "level": mutant.level, "breaks": mutant.names.first(), "what": mutant.what})
    });
    let rows: Vec<_> = rows.collect();
    print::out(&format.text(&rows)?);
    Ok(Exit::Conforms)
}
