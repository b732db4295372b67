//! Coverage by names: what is documented and nothing judges, and what judges something nobody documents.

use std::collections::{BTreeMap, BTreeSet};

use cucumber::gherkin;
use labproof_spec::{Api, Operation, Place, Spec, Weight};
use serde_json::Value;

use crate::asking::schema_members;
use crate::asking::template;
use crate::judging::example_request;
use crate::judging::features::{self, Features, Parsed};
use crate::judging::steps::StepFacts;

/// Everything that is missing, one line each; nothing where all is covered.
#[must_use]
pub fn gaps(spec: &Spec, features: &Features) -> Vec<String> {
    let mut gaps = BTreeSet::new();
    let known: BTreeSet<String> = spec
        .editions()
        .flat_map(|edition| spec.api(edition).operations.clone())
        .flat_map(|operation| operation.requirements.clone())
        .map(|requirement| requirement.id)
        .collect();
    unknown_tags(spec, features, &known, &mut gaps);
    unknown_editions(spec, features, &mut gaps);
    for edition in spec.editions() {
        let api = spec.api(edition);
        let judged = judged(&api, features);
        let mut used = Used::default();
        judged
            .iter()
            .for_each(|(parsed, scenario)| used.take(parsed, scenario));
        api.operations
            .iter()
            .for_each(|operation| used.examples(operation));
        let named: BTreeSet<&str> = features
            .scenarios()
            .filter(|(parsed, scenario)| features::holds_in(parsed, scenario, edition))
            .flat_map(|(_, scenario)| features::requirements(scenario))
            .collect();
        for operation in &api.operations {
            of_operation(&api, operation, features, &used, &named, &mut gaps);
        }
        unknown_roles(&api, &judged, &mut gaps);
        unknown_refusals(&api, &judged, &mut gaps);
    }
    undecided_errata(spec, &mut gaps);
    gaps.into_iter().collect()
}

/// Tags that name no operation or no requirement.
fn unknown_tags(spec: &Spec, features: &Features, known: &BTreeSet<String>, gaps: &mut BTreeSet<String>) {
    let slugs: BTreeSet<&str> = spec.operations().map(|(slug, _)| slug).collect();
    for (parsed, scenario) in features.scenarios() {
        if !slugs.contains(parsed.operation.as_str()) {
            gaps.insert(format!(
                "features/{}: @op:{} is no operation",
                parsed.path, parsed.operation
            ));
        }
        for id in features::requirements(scenario) {
            let line = scenario.position.line;
            if !known.contains(id) {
                gaps.insert(format!(
                    "features/{}:{line}: @req:{id} is no requirement",
                    parsed.path
                ));
            } else if id.split('/').next() != Some(parsed.operation.as_str()) {
                gaps.insert(format!(
                    "features/{}:{line}: @req:{id} is of another operation than @op",
                    parsed.path
                ));
            }
        }
    }
}

/// Sets of editions, in tags and steps, that are none or name one that no document has.
fn unknown_editions(spec: &Spec, features: &Features, gaps: &mut BTreeSet<String>) {
    for (parsed, scenario) in features.scenarios() {
        for text in features::editions(parsed, scenario) {
            if let Err(fault) = spec.read_editions(text) {
                let line = scenario.position.line;
                gaps.insert(format!("features/{}:{line}: `{text}`: {fault}", parsed.path));
            }
        }
    }
}

/// What one operation documents in one edition and nothing of that edition judges.
fn of_operation(
    api: &Api,
    operation: &Operation,
    features: &Features,
    used: &Used,
    named: &BTreeSet<&str>,
    gaps: &mut BTreeSet<String>,
) {
    let (slug, edition) = (&operation.slug, api.edition);
    if !features
        .0
        .iter()
        .any(|parsed| parsed.operation == *slug && !parsed.feature.scenarios.is_empty())
    {
        gaps.insert(format!("{slug}: no feature"));
    }
    for requirement in operation
        .requirements
        .iter()
        .filter(|requirement| requirement.check.is_none())
    {
        if !named.contains(requirement.id.as_str()) {
            gaps.insert(format!("{}: no scenario judges it", requirement.id));
        }
    }
    for attribute in operation
        .attributes()
        .iter()
        .filter(|attribute| attribute.place != Place::Path)
    {
        if !used.sends(slug, &attribute.name) {
            gaps.insert(format!("{slug} {edition}: no request sends `{}`", attribute.name));
        }
    }
    for (status, response) in operation
        .responses
        .iter()
        .filter(|(status, _)| (200..300).contains(*status))
    {
        for member in named_members(response.schema.as_ref(), api) {
            if !used.reads(slug, &member) {
                gaps.insert(format!(
                    "{slug} {edition}: no check reads {member} of the {status}"
                ));
            }
        }
    }
    if operation.examples.is_empty() {
        gaps.insert(format!("{slug} {edition}: no documented example"));
    }
}

/// The scenarios that judge something in the edition.
fn judged<'f>(api: &Api, features: &'f Features) -> Vec<(&'f Parsed, &'f gherkin::Scenario)> {
    let requirements = api
        .operations
        .iter()
        .flat_map(|operation| &operation.requirements);
    let ids: BTreeSet<&str> = requirements.map(|requirement| requirement.id.as_str()).collect();
    let scenarios = features.scenarios();
    scenarios
        .filter(|(parsed, scenario)| features::holds_in(parsed, scenario, api.edition))
        .filter(|(_, scenario)| !ids.is_disjoint(&features::requirements(scenario)))
        .collect()
}

/// Fixture fields in features that no role of the edition has.
fn unknown_roles(api: &Api, judged: &[(&Parsed, &gherkin::Scenario)], gaps: &mut BTreeSet<String>) {
    for (parsed, scenario) in judged {
        for text in texts(parsed, scenario) {
            for field in template::fields(text) {
                let known = field.split_once('.').is_some_and(|(role, name)| {
                    api.roles
                        .get(role)
                        .is_some_and(|role| role.fields.contains_key(name))
                });
                if !known {
                    let line = scenario.position.line;
                    gaps.insert(format!(
                        "features/{}:{line}: no `{field}` among the roles of {}",
                        parsed.path, api.edition
                    ));
                }
            }
        }
    }
}

/// Refusals in features that the operation does not have in the edition.
fn unknown_refusals(api: &Api, judged: &[(&Parsed, &gherkin::Scenario)], gaps: &mut BTreeSet<String>) {
    for (parsed, scenario) in judged {
        let mut operations = api.operations.iter();
        let operation = operations.find(|operation| operation.slug == parsed.operation);
        for step in &scenario.steps {
            if let StepFacts::Refuses(name) = crate::judging::steps::used(step)
                && !operation.is_some_and(|operation| operation.refusals.contains_key(&name))
            {
                let line = scenario.position.line;
                gaps.insert(format!(
                    "features/{}:{line}: no refusal `{name}` in {}",
                    parsed.path, api.edition
                ));
            }
        }
    }
}

/// PIN errata that concern an operation and that no requirement decides.
fn undecided_errata(spec: &Spec, gaps: &mut BTreeSet<String>) {
    let mut decided: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for operation in spec
        .editions()
        .flat_map(|edition| spec.api(edition).operations.clone())
    {
        for requirement in &operation.requirements {
            for erratum in &requirement.errata {
                decided
                    .entry(erratum.clone())
                    .or_default()
                    .insert(operation.slug.clone());
            }
        }
    }
    for erratum in spec
        .errata()
        .iter()
        .filter(|erratum| erratum.weight == Weight::Pin)
    {
        let by = decided.get(&erratum.id);
        if by.is_none() {
            gaps.insert(format!(
                "{} ({}): no requirement decides it",
                erratum.id, erratum.title
            ));
        }
        for operation in &erratum.operations {
            if !by.is_some_and(|by| by.contains(operation)) {
                gaps.insert(format!(
                    "{}: no requirement of {operation} decides it",
                    erratum.id
                ));
            }
        }
    }
}

/// The cells and text blocks of a scenario and of its feature's background.
fn texts<'a>(parsed: &'a Parsed, scenario: &'a gherkin::Scenario) -> impl Iterator<Item = &'a str> {
    let background = parsed
        .feature
        .background
        .iter()
        .flat_map(|background| &background.steps);
    background.chain(&scenario.steps).flat_map(|step| {
        let cells = step.table.iter().flat_map(|table| table.rows.iter().flatten());
        cells
            .chain(&step.docstring)
            .chain([&step.value])
            .map(String::as_str)
    })
}

/// What features and examples send and read, by operation.
#[derive(Default)]
struct Used {
    sent: BTreeSet<(String, String)>,
    read: BTreeSet<(String, String)>,
}

impl Used {
    fn take(&mut self, parsed: &Parsed, scenario: &gherkin::Scenario) {
        let background = parsed
            .feature
            .background
            .iter()
            .flat_map(|background| &background.steps);
        let mut asked = parsed.operation.clone();
        for step in background.chain(&scenario.steps) {
            match crate::judging::steps::used(step) {
                StepFacts::Sends { operation, names } => {
                    let operation = operation.unwrap_or_else(|| parsed.operation.clone());
                    self.sent
                        .extend(names.into_iter().map(|name| (operation.clone(), name)));
                    asked.clone_from(&operation);
                }
                StepFacts::Documents(operation) => asked = operation,
                StepFacts::Asks(operation) => asked = operation.unwrap_or_else(|| parsed.operation.clone()),
                StepFacts::Reads(pointers) => {
                    self.read.extend(
                        pointers
                            .into_iter()
                            .map(|pointer| (asked.clone(), general(&pointer))),
                    );
                }
                StepFacts::ReadsAll(body) => self.all_of(&asked, &body),
                StepFacts::Refuses(_) | StepFacts::Neither => {}
            }
        }
    }

    fn examples(&mut self, operation: &Operation) {
        for example in &operation.examples {
            for (name, _) in example_request::written(operation, example).iter() {
                self.sent.insert((operation.slug.clone(), name.clone()));
            }
            if let Some(body) = &example.response.body {
                self.all_of(&operation.slug, body);
            }
        }
    }

    fn all_of(&mut self, operation: &str, body: &Value) {
        self.read.extend(
            pointers(body)
                .into_iter()
                .map(|pointer| (operation.to_owned(), pointer)),
        );
    }

    fn sends(&self, operation: &str, name: &str) -> bool {
        self.sent.contains(&(operation.to_owned(), name.to_owned()))
    }

    fn reads(&self, operation: &str, pointer: &str) -> bool {
        self.read.contains(&(operation.to_owned(), pointer.to_owned()))
    }
}

/// The members that a body has, itself included, by JSON pointer with `*` for any index.
#[must_use]
pub fn pointers(body: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut rest = vec![(String::new(), body)];
    while let Some((pointer, value)) = rest.pop() {
        found.insert(general(&pointer));
        match value {
            Value::Object(members) => {
                rest.extend(
                    members
                        .iter()
                        .map(|(name, member)| (format!("{pointer}/{name}"), member)),
                );
            }
            Value::Array(items) => rest.extend(items.iter().map(|item| (format!("{pointer}/*"), item))),
            _ => {}
        }
    }
    found
}

/// A pointer with every index as `*`.
pub(crate) fn general(pointer: &str) -> String {
    let steps = pointer.split('/').map(|step| {
        if !step.is_empty() && step.bytes().all(|b| b.is_ascii_digit()) {
            "*"
        } else {
            step
        }
    });
    steps.collect::<Vec<_>>().join("/")
}

/// The members that a schema gives a name, by pointer.
fn named_members(schema: Option<&Value>, api: &Api) -> Vec<String> {
    let members = schema
        .map(|schema| schema_members::all(schema, &api.schemas))
        .unwrap_or_default()
        .into_iter();
    members
        .map(|member| member.pointer)
        .filter(|pointer| !pointer.is_empty() && !pointer.ends_with("/*"))
        .collect()
}
