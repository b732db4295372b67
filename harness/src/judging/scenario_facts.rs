//! What the scenarios of features say to operations and expect of them, as far as their words tell: by this a defect is
//! given the requirements that have to notice it.

use std::collections::BTreeSet;

use cucumber::gherkin::{self, Step};
use labproof_spec::{Api, Example, Operation};

use crate::asking::schema_members;
use crate::judging::coverage::{general, pointers};
use crate::judging::example_request;
use crate::judging::features::{self, Features, Parsed};
use crate::judging::steps::{self, StepFacts};

/// One answer that a scenario asks for.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Reading {
    /// The requirements that the scenario judges.
    pub requirements: BTreeSet<String>,
    /// The operation that was asked.
    pub operation: String,
    /// The parameters that the background sets.
    pub presets: BTreeSet<String>,
    /// The parameters that the scenario's own steps set.
    pub sets: BTreeSet<String>,
    /// The parameters that it took out.
    pub lacks: BTreeSet<String>,
    /// The statuses that it expects; any where empty.
    pub statuses: BTreeSet<u16>,
    /// The members that it looks at, by JSON pointer, with `*` for any index.
    pub reads: BTreeSet<String>,
    /// Those of them that have to have one certain value.
    pub compares: BTreeSet<String>,
}

/// A member of an answer, as its schema names it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct MemberName {
    /// Its JSON pointer; `*` stands for any index of an array or any name of an open object.
    pub pointer: String,
    /// Whether what is around it requires it.
    pub required: bool,
    /// Whether its value is the server's own.
    pub volatile: bool,
    /// Whether it is an array.
    pub array: bool,
    /// Whether it is an array whose order is the server's own, and that may hold more than anybody asked for.
    pub unordered: bool,
    /// Whether it may be null.
    pub nullable: bool,
}

impl MemberName {
    fn unite(&mut self, other: &Self) {
        self.required |= other.required;
        self.volatile |= other.volatile;
        self.array |= other.array;
        self.unordered |= other.unordered;
        self.nullable |= other.nullable;
    }
}

/// Every answer that the features ask for to judge the edition's requirements.
#[must_use]
pub fn readings(api: &Api, features: &Features) -> Vec<Reading> {
    let requirements = api
        .operations
        .iter()
        .flat_map(|operation| &operation.requirements);
    let known: BTreeSet<&str> = requirements.map(|requirement| requirement.id.as_str()).collect();
    let scenarios = features.scenarios();
    scenarios
        .filter(|(parsed, scenario)| features::holds_in(parsed, scenario, api.edition))
        .flat_map(|(parsed, scenario)| {
            let ids = features::requirements(scenario);
            let ids: BTreeSet<String> = ids.intersection(&known).map(|id| (*id).to_owned()).collect();
            if ids.is_empty() {
                return Vec::new();
            }
            of_scenario(api, parsed, scenario, &ids)
        })
        .collect()
}

/// The parameters of an operation's documented request.
fn documented(api: &Api, slug: &str) -> Vec<String> {
    let operation = api.operations.iter().find(|it| it.slug == slug);
    let example = operation.and_then(|it| Some((it, it.usual_example()?)));
    example.map_or_else(Vec::new, |(operation, example)| {
        let parameters = example_request::written(operation, example);
        parameters.iter().map(|(name, _)| name.clone()).collect()
    })
}

fn of_scenario(
    api: &Api,
    parsed: &Parsed,
    scenario: &gherkin::Scenario,
    ids: &BTreeSet<String>,
) -> Vec<Reading> {
    let mut readings: Vec<Reading> = Vec::new();
    let background = parsed
        .feature
        .background
        .iter()
        .flat_map(|background| &background.steps);
    let presets = background.filter_map(|step| match steps::used(step) {
        StepFacts::Sends { names, .. } => Some(names),
        StepFacts::Documents(operation) => Some(documented(api, &operation)),
        _ => None,
    });
    let mut next = Reading {
        requirements: ids.clone(),
        presets: presets.flatten().collect(),
        ..Reading::default()
    };
    for step in &scenario.steps {
        if let Some(name) = step.value.strip_prefix("without ") {
            next.lacks.insert(name.trim_matches('"').to_owned());
        }
        let used = match steps::used(step) {
            StepFacts::Documents(operation) => StepFacts::Sends {
                names: documented(api, &operation),
                operation: Some(operation),
            },
            used => used,
        };
        match used {
            StepFacts::Sends {
                operation: None,
                names,
            } => next.sets.extend(names),
            StepFacts::Sends {
                operation: Some(operation),
                names,
            } => readings.push(Reading {
                operation,
                sets: names.into_iter().collect(),
                presets: BTreeSet::new(),
                lacks: BTreeSet::new(),
                ..next.clone()
            }),
            StepFacts::Asks(operation) => readings.push(Reading {
                operation: operation.unwrap_or_else(|| parsed.operation.clone()),
                ..next.clone()
            }),
            used => {
                if let Some(reading) = readings.last_mut() {
                    read(api, reading, used, step);
                }
            }
        }
    }
    readings
}

fn read(api: &Api, reading: &mut Reading, used: StepFacts, step: &Step) {
    match used {
        StepFacts::Reads(pointers) => {
            let pointers = pointers.iter().map(|pointer| general(pointer));
            let compared = compared(step);
            for pointer in pointers {
                if compared.contains(&pointer) {
                    reading.compares.insert(pointer.clone());
                }
                reading.reads.insert(pointer);
            }
        }
        StepFacts::ReadsAll(body) => {
            let pointers = pointers(&body);
            reading.compares.extend(pointers.iter().cloned());
            reading.reads.extend(pointers);
        }
        StepFacts::Refuses(name) => {
            let operation = api.operations.iter().find(|it| it.slug == reading.operation);
            let wordings = operation.and_then(|it| it.refusals.get(&name));
            for wording in wordings.into_iter().flatten() {
                let pointers = pointers(&wording.body);
                reading.statuses.insert(wording.status);
                reading.compares.extend(pointers.iter().cloned());
                reading.reads.extend(pointers);
            }
        }
        _ => {
            let statuses = step
                .value
                .strip_prefix("the status is ")
                .or_else(|| step.value.strip_prefix("it is sent until the status is "));
            let words = statuses.unwrap_or_default().split([' ', ',']);
            reading.statuses.extend(
                words
                    .filter_map(|word| word.parse::<u16>().ok())
                    .filter(|it| *it >= 100),
            );
        }
    }
}

/// The members that the rows of a step give one certain value: no pattern, no type, nothing that must not be.
fn compared(step: &Step) -> BTreeSet<String> {
    let rows = step.table.iter().flat_map(|table| &table.rows);
    let certain = rows.filter(|row| {
        let cell = row.get(1).map_or("", String::as_str);
        !cell.starts_with(['~', ':', '!', '('])
    });
    let array = match step.value.split_once(" item of ") {
        Some((_, array)) => format!("{}/*", array.split('"').nth(1).unwrap_or_default()),
        None => String::new(),
    };
    certain
        .filter_map(|row| row.first())
        .map(|name| general(&format!("{array}{name}")))
        .collect()
}

/// The members of what an operation answers with a status.
#[must_use]
pub fn member_names(api: &Api, operation: &Operation, status: u16) -> Vec<MemberName> {
    let schema = operation
        .responses
        .get(&status)
        .and_then(|response| response.schema.as_ref());
    let Some(schema) = schema else {
        return Vec::new();
    };
    let mut named: Vec<MemberName> = Vec::new();
    for member in schema_members::all(schema, &api.schemas) {
        let is = |kind: &str| member.types.iter().any(|known| known == kind);
        let found = MemberName {
            required: member.required,
            volatile: member.volatile.is_some(),
            array: is("array"),
            unordered: member.unordered || member.more,
            nullable: is("null"),
            pointer: member.pointer.clone(),
        };
        // A schema and the one that it refers to name the same member.
        match named.iter_mut().find(|known| known.pointer == found.pointer) {
            Some(known) => known.unite(&found),
            None => named.push(found),
        }
    }
    let volatile: Vec<String> = named
        .iter()
        .filter(|it| it.volatile)
        .map(|it| it.pointer.clone())
        .collect();
    for member in &mut named {
        let is_inside = |whole: &String| {
            member
                .pointer
                .strip_prefix(whole)
                .is_some_and(|rest| rest.starts_with('/'))
        };
        member.volatile |= volatile.iter().any(is_inside);
    }
    named.retain(|member| !member.pointer.is_empty());
    named
}

/// The parameters that a documented example sends.
#[must_use]
pub fn sent(operation: &Operation, example: &Example) -> BTreeSet<String> {
    let written = example_request::written(operation, example);
    written.iter().map(|(name, _)| name.clone()).collect()
}
