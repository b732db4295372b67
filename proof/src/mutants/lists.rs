//! Lists that have too little, too much, or the wrong order.

use labproof_harness::scenario_facts::member_names;
use labproof_reference::mutation::{Change, Edit, To};
use serde_json::Value;

use super::Mutant;
use super::answers::with_status;
use super::ground::Ground;

pub(super) fn mutants(ground: &Ground<'_>) -> Vec<Mutant> {
    let Some(status) = ground.success() else {
        return Vec::new();
    };
    let schema = ground
        .operation
        .responses
        .get(&status)
        .and_then(|it| it.schema.as_ref());
    let is_list = schema.is_some_and(|schema: &Value| schema["type"] == "array");
    let members = member_names(ground.api, ground.operation, status);
    let mut lists: Vec<(String, bool, bool)> = members
        .into_iter()
        .filter(|member| member.array)
        .map(|member| (member.pointer, member.unordered, member.volatile))
        .collect();
    if is_list {
        let unordered = schema.is_some_and(|schema| schema["x-unordered"] == true);
        lists.push((String::new(), unordered, false));
    }
    let mutants = lists.iter().flat_map(|(at, unordered, volatile)| {
        [
            ("shorter", "leaves the first item out of", To::Shorter),
            ("longer", "gives the first item twice in", To::Longer),
        ]
        .into_iter()
        .filter(|(word, ..)| *word == "shorter" || !unordered)
        .filter_map(|(word, does, to)| {
            let inside = format!("{at}/*");
            let example = if ground.is_in_example(&inside) && !volatile {
                ground.derived("example")
            } else {
                Vec::new()
            };
            let read = ground.judging(|reading| {
                reading.compares.iter().any(|read| read.starts_with(&inside)) || reading.compares.contains(at)
            });
            let edit = Edit { at: at.clone(), to };
            ground.mutant_when(
                with_status(status),
                format!("answer-{status}{at}/{word}"),
                format!("{does} the list {at} of its {status}"),
                example.into_iter().chain(read).collect(),
                Change::Members(vec![edit]),
            )
        })
        .collect::<Vec<_>>()
    });
    mutants.collect()
}
