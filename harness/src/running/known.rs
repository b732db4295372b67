//! Whether all that a run is asked for has a name that somebody knows: what matches nothing would judge less than whoever
//! wrote it believes.

use std::collections::BTreeSet;

use cucumber::gherkin::tagexpr::TagOperation;
use labproof_spec::Spec;

use crate::judging::features::Features;
use crate::running::glob::Glob;
use crate::running::selection::Selection;
use crate::running::suite_error::SuiteError;
use crate::target::nearest::meant;

/// Refuses names of profiles, requirements, operations and tags that no edition has.
pub(crate) fn check(spec: &Spec, features: &Features, selection: &Selection) -> Result<(), SuiteError> {
    profiles(spec, selection)?;
    globs(spec, "run", &selection.run)?;
    globs(spec, "skip", &selection.skip)?;
    tags(features, selection)
}

fn unknown(message: String) -> Result<(), SuiteError> {
    Err(SuiteError::Unknown(message))
}

fn profiles(spec: &Spec, selection: &Selection) -> Result<(), SuiteError> {
    let known = spec.profiles();
    let Some(name) = selection.profiles.iter().find(|name| !known.contains(*name)) else {
        return Ok(());
    };
    let meant = meant(name, known.iter().map(String::as_str));
    let known = known.iter().cloned().collect::<Vec<_>>().join(", ");
    unknown(format!("no profile `{name}`{meant}; the profiles are {known}"))
}

fn globs(spec: &Spec, flag: &str, globs: &[Glob]) -> Result<(), SuiteError> {
    let mut names = BTreeSet::new();
    for edition in spec.editions() {
        for requirement in spec
            .api(edition)
            .operations
            .iter()
            .flat_map(|it| &it.requirements)
        {
            names.insert(requirement.id.clone());
            names.insert(requirement.operation.clone());
        }
    }
    let matches_nothing = |glob: &&Glob| !names.iter().any(|name| glob.is_match(name));
    let Some(glob) = globs.iter().find(matches_nothing) else {
        return Ok(());
    };
    let text = glob.to_string();
    let meant = meant(text.trim_end_matches("/*"), names.iter().map(String::as_str));
    unknown(format!(
        "--{flag} '{glob}' matches no operation and no requirement of any edition{meant}; `labproof list requirements` names them all"
    ))
}

fn tags(features: &Features, selection: &Selection) -> Result<(), SuiteError> {
    let Some(tags) = &selection.tags else {
        return Ok(());
    };
    let of_feature = features.0.iter().flat_map(|parsed| {
        let scenarios = parsed.feature.scenarios.iter();
        parsed
            .feature
            .tags
            .iter()
            .chain(scenarios.flat_map(|it| &it.tags))
    });
    let known: BTreeSet<&str> = of_feature.map(String::as_str).collect();
    let mut asked = Vec::new();
    names(tags.expression(), &mut asked);
    match asked.into_iter().find(|name| !known.contains(name)) {
        None => Ok(()),
        Some(name) => {
            let meant = meant(name, known.iter().copied());
            unknown(format!("no scenario has the tag `@{name}`{meant}"))
        }
    }
}

/// The tags that an expression names.
fn names<'a>(expression: &'a TagOperation, found: &mut Vec<&'a str>) {
    match expression {
        TagOperation::And(one, other) | TagOperation::Or(one, other) => {
            names(one, found);
            names(other, found);
        }
        TagOperation::Not(one) => names(one, found),
        TagOperation::Tag(name) => found.push(name.trim_start_matches('@')),
    }
}
