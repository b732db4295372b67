//! `labproof list`: what the documents have.

use std::collections::BTreeMap;
use std::sync::Arc;

use labproof_spec::{Edition, EditionEntry, Editions, Operation, Spec};
use serde_json::{Value, json};

use crate::cli::{self, ListArguments, Listed};
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
    let edition = cli::edition(spec, arguments.edition.as_deref())?;
    print::out(&arguments.format.text(&rows(spec, edition, arguments))?)?;
    Ok(Exit::Conforms)
}

/// The newest form of every operation that is asked for.
fn operations(
    spec: &Spec,
    only: Option<Edition>,
    arguments: &ListArguments,
) -> BTreeMap<String, Arc<Operation>> {
    let mut operations = BTreeMap::new();
    for edition in asked(spec, only) {
        for operation in &spec.api(edition).operations {
            let wanted = |profile| operation.profiles.contains(profile);
            if arguments.profile.as_ref().is_none_or(wanted) {
                operations.insert(operation.slug.clone(), Arc::clone(operation));
            }
        }
    }
    operations
}

/// The edition that was asked for, or all.
fn asked(spec: &Spec, only: Option<Edition>) -> Vec<Edition> {
    only.map_or_else(|| spec.editions().collect(), |edition| vec![edition])
}

fn rows(spec: &Spec, only: Option<Edition>, arguments: &ListArguments) -> Vec<Value> {
    let operations = operations(spec, only, arguments);
    match arguments.what {
        Listed::Operations => {
            let ranges: BTreeMap<&str, &Editions> = spec.operations().collect();
            let row = |operation: &Arc<Operation>| {
                json!({
                    "operation": operation.slug, "method": operation.method, "path": operation.path,
                    "editions": ranges.get(operation.slug.as_str()), "profiles": operation.profiles,
                })
            };
            operations.values().map(row).collect()
        }
        Listed::Requirements => requirements(spec, only, arguments),
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
        Listed::Editions => editions(spec),
        Listed::Errata => {
            let errata = spec.errata().iter();
            errata.map(|erratum| json!({"erratum": erratum.id, "weight": erratum.weight, "title": erratum.title})).collect()
        }
        Listed::Roles => {
            let api = spec.api(only.unwrap_or(spec.newest()));
            let roles = api.roles.iter();
            roles
                .map(|(name, role)| json!({"role": name, "fields": role.fields, "is": role.is}))
                .collect()
        }
        Listed::Conditions => {
            let conditions = spec.conditions().iter();
            conditions
                .map(|(name, condition)| json!({"condition": name, "kind": condition.kind, "is": condition.is}))
                .collect()
        }
    }
}

/// Every requirement once, in the documents' order, whatever the editions it holds in.
fn requirements(spec: &Spec, only: Option<Edition>, arguments: &ListArguments) -> Vec<Value> {
    let mut rows = BTreeMap::new();
    for edition in asked(spec, only) {
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

/// What each edition is, and of which releases of GitLab it speaks.
fn editions(spec: &Spec) -> Vec<Value> {
    let entries = spec.edition_entries().iter();
    let row = |entry: &EditionEntry| {
        let EditionEntry {
            edition,
            kind,
            read_from,
            date,
            gitlab,
            instance: _,
        } = entry;
        let releases = match &gitlab.last {
            Some(last) => format!("{}..{last}", gitlab.first),
            None => format!("{}..", gitlab.first),
        };
        json!({
            "edition": edition, "kind": kind, "operations": spec.api(*edition).operations.len(), "date": date,
            "read_from": read_from, "gitlab": releases,
        })
    };
    entries.map(row).collect()
}
