//! `labproof explain`: all about one operation, requirement, erratum or profile.

mod erratum;
mod operation;
mod profile;
mod requirement;

use std::sync::Arc;

use labproof_spec::Operation;

use crate::{Exit, Failure, bundle, print};

pub(super) fn explain(id: &str) -> Result<Exit, Failure> {
    let spec = bundle::spec()?;
    let features = bundle::features()?;
    let newest_first = || spec.editions().rev().map(|edition| spec.api(edition));
    let of_operation = |found: Arc<Operation>| {
        if found.slug == id {
            return Some(operation::about(&found));
        }
        let mut requirements = found.requirements.iter();
        let asked = requirements.find(|requirement| requirement.id == id)?;
        Some(requirement::about(spec, &features, &found, asked))
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
    match operation.or_else(erratum).or_else(profile) {
        Some(text) => {
            print::out(&text);
            Ok(Exit::Conforms)
        }
        None => Err(Failure::usage(anyhow::anyhow!(
            "nothing is called `{id}`; `labproof list operations`, `requirements`, `errata` and `profiles` name what there is"
        ))),
    }
}
