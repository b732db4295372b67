//! One edition's behaviour served in another.

use std::collections::BTreeSet;

use labproof_reference::mutation::Change;

use super::Mutant;
use super::ground::Ground;

pub(super) fn mutants(ground: &Ground<'_>) -> Vec<Mutant> {
    let here = ground.api.edition;
    let others = ground.spec.editions().filter(|edition| *edition != here);
    let mutants = others.filter_map(|other| {
        let api = ground.spec.api(other);
        let there = api
            .operations
            .iter()
            .find(|it| it.slug == ground.operation.slug)?;
        let known: BTreeSet<&str> = there.requirements.iter().map(|it| it.id.as_str()).collect();
        let own = ground.operation.requirements.iter();
        // Whatever it behaves like, it asks for the credentials of its own edition.
        let names: Vec<String> = own
            .filter(|it| it.check.is_none() && !known.contains(it.id.as_str()))
            .map(|it| it.id.clone())
            .collect();
        ground.mutant(
            format!("edition/{other}"),
            format!("behaves as in edition {other}"),
            names,
            Change::As(other),
        )
    });
    mutants.collect()
}
