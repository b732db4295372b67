//! What is done although it was refused, not done although it was accepted, done twice, or done to another record.

use std::collections::BTreeMap;

use labproof_reference::mutation::Change;

use super::Mutant;
use super::ground::Ground;

pub(super) fn mutants(ground: &Ground<'_>) -> Vec<Mutant> {
    if !ground.operation.writes {
        return Vec::new();
    }
    let read_back = || ground.judging(|reading| reading.statuses.iter().all(|status| *status < 300));
    let mut mutants = vec![
        ground.mutant(
            "effect/not-done",
            "says that it is done, and does nothing",
            read_back(),
            Change::NotDone,
        ),
        ground.mutant(
            "effect/done-twice",
            "does twice what it is asked to do once, and answers of the second time",
            read_back(),
            Change::Twice,
        ),
        ground.mutant(
            "effect/done-although-refused",
            "refuses a bad credential, and does what it asked for all the same",
            ground.derived("credentials"),
            Change::DoneAlthoughRefused,
        ),
    ];
    for attribute in ground.operation.attributes() {
        if let Some(value) = ground.fixture(&attribute.schema, 1) {
            let name = attribute.name;
            let others: BTreeMap<_, _> = [(name.clone(), value)].into();
            mutants.push(ground.mutant(
                format!("effect/another-{name}"),
                format!("does everything as if `{name}` were always the same"),
                read_back(),
                Change::Read(others),
            ));
        }
    }
    mutants.into_iter().flatten().collect()
}
