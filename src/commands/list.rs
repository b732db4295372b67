//! `labproof list`: what the documents have.

use std::collections::BTreeMap;
use std::sync::Arc;

use labproof_spec::{Edition, EditionRange, Operation, Spec};
use serde_json::{Value, json};

use crate::cli::{ListArguments, Listed};
use crate::{Exit, Failure, bundle, print};

pub(super) fn list(arguments: &ListArguments) -> Result<Exit, Failure> {
    let spec = bundle::spec()?;
    if let Some(profile) = &arguments.profile
        && !spec.profiles().contains(profile)
    {
        let known: Vec<String> = spec.profiles().into_iter().collect();
        return Err(Failure::usage(anyhow::anyhow!(
            "no profile `{profile}`; the profiles are {}",
            known.join(", ")
        )));
    }
    print::out(&arguments.format.text(&rows(spec, arguments))?);
    Ok(Exit::Conforms)
}

/// The newest form of every operation that is asked for.
fn operations(spec: &Spec, arguments: &ListArguments) -> BTreeMap<String, Arc<Operation>> {
    let editions = arguments
        .edition
        .map_or_else(|| Edition::ALL.to_vec(), |edition| vec![edition]);
    let mut operations = BTreeMap::new();
    for edition in editions {
        for operation in &spec.api(edition).operations {
            let wanted = |profile| operation.profiles.contains(profile);
            if arguments.profile.as_ref().is_none_or(wanted) {
                operations.insert(operation.slug.clone(), Arc::clone(operation));
            }
        }
    }
    operations
}

fn rows(spec: &Spec, arguments: &ListArguments) -> Vec<Value> {
    let operations = operations(spec, arguments);
    match arguments.what {
        Listed::Operations => {
            let ranges: BTreeMap<&str, EditionRange> = spec.operations().collect();
            let row = |operation: &Arc<Operation>| {
                json!({
                    "operation": operation.slug, "method": operation.method, "path": operation.path,
                    "editions": ranges.get(operation.slug.as_str()), "profiles": operation.profiles,
                })
            };
            operations.values().map(row).collect()
        }
        Listed::Requirements => requirements(spec, arguments),
        Listed::Profiles => {
            let count = |profile: &String| {
                operations
                    .values()
                    .filter(|operation| operation.profiles.contains(profile))
                    .count()
            };
            let profiles = spec.profiles().into_iter();
            profiles
                .map(|profile| json!({"operations": count(&profile), "profile": profile}))
                .collect()
        }
        Listed::Editions => {
            let count = |edition| spec.api(edition).operations.len();
            Edition::ALL
                .map(|edition| json!({"edition": edition, "operations": count(edition)}))
                .to_vec()
        }
        Listed::Errata => {
            let errata = spec.errata().iter();
            errata.map(|erratum| json!({"erratum": erratum.id, "weight": erratum.weight, "title": erratum.title})).collect()
        }
        Listed::Roles => {
            let api = spec.api(arguments.edition.unwrap_or(Edition::NEWEST));
            let roles = api.roles.iter();
            roles
                .map(|(name, role)| json!({"role": name, "fields": role.fields, "is": role.is}))
                .collect()
        }
    }
}

/// Every requirement once, in the documents' order, whatever the editions it holds in.
fn requirements(spec: &Spec, arguments: &ListArguments) -> Vec<Value> {
    let mut rows = BTreeMap::new();
    let editions = arguments
        .edition
        .map_or_else(|| Edition::ALL.to_vec(), |edition| vec![edition]);
    for edition in editions {
        for operation in &spec.api(edition).operations {
            if arguments
                .profile
                .as_ref()
                .is_none_or(|profile| operation.profiles.contains(profile))
            {
                for requirement in &operation.requirements {
                    let row = json!({
                        "requirement": requirement.id, "level": requirement.level,
                        "editions": requirement.editions, "sentence": requirement.sentence,
                    });
                    rows.insert(requirement.id.clone(), row);
                }
            }
        }
    }
    rows.into_values().collect()
}
