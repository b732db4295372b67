//! `labproof prove list`: the mutants, with the first of the requirements that each breaks, and the lawful variations.

use labproof::{Exit, Failure, RowFormat, bundle, print};
use serde_json::json;

use crate::cli::{Chosen, LAWFUL};
use crate::variations::{self, Variation};

pub(super) fn list(chosen: &Chosen, format: RowFormat) -> Result<Exit, Failure> {
    chosen.check(bundle::spec()?)?;
    let mutants = super::mutants()?.into_iter().filter(|mutant| chosen.has(mutant));
    let rows = mutants.map(|mutant| {
        json!({"mutant": mutant.id, "level": mutant.level, "breaks": mutant.names.first(), "what": mutant.what})
    });
    let is_listed = |variation: &Variation| match chosen.mutant.is_empty() {
        true => chosen.edition.is_none(),
        false => chosen.names(variation),
    };
    let lawful = variations::all().into_iter().filter(is_listed);
    let lawful = lawful.map(|it| {
        json!({"mutant": format!("{LAWFUL}{}", it.name), "level": null, "breaks": null, "what": it.what})
    });
    let rows: Vec<_> = rows.chain(lawful).collect();
    print::out(&format.text(&rows)?)?;
    Ok(Exit::Conforms)
}
