//! `labproof explain`: all about operations, requirements, errata, profiles, or a decision.

mod decision;
mod erratum;
mod operation;
mod profile;
mod requirement;

use std::sync::Arc;

use labproof_harness::Features;
use labproof_spec::{Operation, Spec};

use crate::cli::DecisionArguments;
use crate::{Exit, Failure, bundle, print};

/// Tells nothing unless it knows all of them.
pub(super) fn explain(ids: &[String], asked: &DecisionArguments) -> Result<Exit, Failure> {
    let spec = bundle::spec()?;
    let features = bundle::features()?;
    let is_decision = |id: &String| id == decision::NAME;
    if !asked.is_empty() && !ids.iter().any(is_decision) {
        let message =
            "--who, --action and the like are parts of a decision; ask for `labproof explain decision`";
        return Err(Failure::usage(anyhow::anyhow!(message)));
    }
    let one = |id: &String| match is_decision(id) {
        true => decision::about(spec, asked),
        false => about(spec, &features, id),
    };
    let told: Result<Vec<String>, Failure> = ids.iter().map(one).collect();
    print::out(&told?.join("\n"))?;
    Ok(Exit::Conforms)
}

fn about(spec: &Spec, features: &Features, id: &str) -> Result<String, Failure> {
    let newest_first = || spec.editions().rev().map(|edition| spec.api(edition));
    let of_operation = |found: Arc<Operation>| {
        if found.slug == id {
            return Some(operation::about(&found));
        }
        let mut requirements = found.requirements.iter();
        let asked = requirements.find(|requirement| requirement.id == id)?;
        Some(requirement::about(spec, features, &found, asked))
    };
    let operation = newest_first()
        .flat_map(|api| api.operations.clone())
        .find_map(of_operation);
    let erratum = || {
        let asked = spec.errata().iter().find(|erratum| erratum.id == id)?;
        Some(erratum::about(asked))
    };
    let profile = || {
        let mut profiles = newest_first().flat_map(|api| api.profiles.clone());
        Some(profile::about(
            spec,
            &profiles.find(|profile| profile.name == id)?,
        ))
    };
    operation.or_else(erratum).or_else(profile).ok_or_else(|| {
        Failure::usage(anyhow::anyhow!(
            "nothing is called `{id}`; `labproof list operations`, `requirements`, `errata` and `profiles` name what there is"
        ))
    })
}
