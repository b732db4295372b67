//! Parameters that are not seen, or demanded, or not missed.

use labproof_reference::mutation::Change;
use labproof_spec::Place;

use super::Mutant;
use super::ground::Ground;

pub(super) fn mutants(ground: &Ground<'_>) -> Vec<Mutant> {
    let mut mutants = Vec::new();
    for attribute in ground.operation.attributes() {
        let name = attribute.name.as_str();
        if matches!(attribute.place, Place::Path | Place::Header) {
            continue;
        }
        let sent = ground.judging(|reading| reading.sets.contains(name));
        let example = if ground.is_sent_in_example(name) {
            ground.derived("example")
        } else {
            Vec::new()
        };
        mutants.extend(ground.mutant(
            format!("parameter/{name}/ignored"),
            format!("does not see `{name}`"),
            sent.into_iter().chain(example).collect(),
            Change::Ignore(vec![name.to_owned()]),
        ));
        if attribute.required {
            let missed = ground.judging(|reading| {
                reading.lacks.contains(name) && reading.statuses.iter().all(|status| *status >= 400)
            });
            let presumed = ground.fixture(&attribute.schema, 0);
            mutants.extend(presumed.and_then(|value| {
                ground.mutant(
                    format!("parameter/{name}/not-missed"),
                    format!("does without `{name}`, which is required"),
                    missed,
                    Change::Presume([(name.to_owned(), value)].into()),
                )
            }));
        } else {
            mutants.extend(ground.mutant(
                format!("parameter/{name}/demanded"),
                format!("refuses requests without `{name}`, which is optional"),
                ground.judging_without(name),
                Change::Demand(name.to_owned()),
            ));
        }
    }
    mutants
}
