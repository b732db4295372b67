//! `labproof explain`: all about one operation, requirement or erratum.

use std::fmt::Write as _;

use labproof_spec::{Edition, Erratum, Operation, Requirement, Spec};

use crate::{Exit, Failure, bundle, print};

pub(super) fn explain(id: &str) -> Result<Exit, Failure> {
    let spec = bundle::spec()?;
    let text = Edition::ALL.iter().rev().find_map(|edition| {
        let operations = spec.api(*edition).operations;
        let requirement = |operation: &Operation| {
            let requirement = operation
                .requirements
                .iter()
                .find(|requirement| requirement.id == id)?;
            Some(about_requirement(spec, operation, requirement))
        };
        let found = operations
            .iter()
            .find(|operation| operation.slug == id)
            .map(about_operation);
        found.or_else(|| operations.iter().find_map(requirement))
    });
    let erratum = || {
        spec.errata()
            .iter()
            .find(|erratum| erratum.id == id)
            .map(about_erratum)
    };
    match text.or_else(erratum) {
        Some(text) => {
            print::out(&text);
            Ok(Exit::Conforms)
        }
        None => Err(Failure::usage(anyhow::anyhow!(
            "nothing is called `{id}`; `labproof list operations`, `requirements` and `errata` name what there is"
        ))),
    }
}

fn about_operation(operation: &Operation) -> String {
    let mut text = format!(
        "{}\n  {} {}\n  {}\n",
        operation.slug, operation.method, operation.path, operation.summary
    );
    let _ = writeln!(text, "  needed by: {}", operation.profiles.join(", "));
    let schemes = operation.schemes.iter();
    let schemes: Vec<String> = schemes
        .map(|scheme| format!("{} ({})", scheme.name, scheme.header))
        .collect();
    let _ = writeln!(text, "  authenticated by: {}", schemes.join(" and "));
    let _ = writeln!(text, "  documented: {}", operation.source);
    for attribute in operation.attributes() {
        let required = if attribute.required {
            "required"
        } else {
            "optional"
        };
        let meaning = attribute.schema["description"].as_str().unwrap_or_default();
        let _ = writeln!(text, "  {:<26} {required:<9} {meaning}", attribute.name);
    }
    for requirement in &operation.requirements {
        let _ = writeln!(text, "  {} ({})", requirement.id, requirement.level);
    }
    text
}

fn about_requirement(spec: &Spec, operation: &Operation, requirement: &Requirement) -> String {
    let mut text = format!(
        "{} ({}, editions {})\n  {}\n",
        requirement.id, requirement.level, requirement.editions, requirement.sentence
    );
    let _ = writeln!(text, "  source: {}", requirement.source);
    let _ = writeln!(text, "  needed by: {}", operation.profiles.join(", "));
    let checked = match &requirement.check {
        Some(check) => format!("the check `{check}`, which every operation gets"),
        None => format!("scenarios tagged @req:{}", requirement.id),
    };
    let _ = writeln!(text, "  checked by: {checked}");
    for erratum in spec
        .errata()
        .iter()
        .filter(|erratum| requirement.errata.contains(&erratum.id))
    {
        let _ = writeln!(text, "  {}: {}", erratum.id, erratum.title);
    }
    text
}

fn about_erratum(erratum: &Erratum) -> String {
    let mut text = format!("{} — {}\n", erratum.id, erratum.title);
    for reading in &erratum.readings {
        let _ = writeln!(text, "  reading: {reading}");
    }
    let _ = writeln!(text, "  taken: {}\n  because: {}", erratum.chosen, erratum.reason);
    text
}
