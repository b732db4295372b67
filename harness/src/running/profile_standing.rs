//! The end of a run: what requirements come to by profile, and what a report may say of each.

use std::collections::{BTreeMap, BTreeSet};

use labproof_spec::{Api, Level, Profile};

use crate::judging::verdict::Verdict;
use crate::running::causes;
use crate::running::lack::Lack;
use crate::running::report::{EditionReport, ProfileReport, Report, RequirementReport, Standing};
use crate::running::selection::Selection;

/// The profiles of an edition that a run has something to say of, before anything is judged.
pub(crate) fn unjudged(api: &Api, selection: &Selection, lack: &Lack) -> Vec<ProfileReport> {
    let inapplicable: BTreeSet<&String> = lack.inapplicable().collect();
    let report = |profile: &Profile| {
        let claimed = selection.profiles.is_empty() || selection.profiles.contains(&profile.name);
        let is_absent = lack.absent.iter().any(|absent| absent.profile == profile.name);
        let operations = api
            .operations
            .iter()
            .filter(|it| it.profiles.contains(&profile.name));
        let requirements = operations.flat_map(|operation| &operation.requirements);
        let musts = requirements
            .filter(|it| it.level == Level::Must && !inapplicable.contains(&it.id))
            .count();
        (claimed || is_absent).then(|| ProfileReport {
            profile: profile.name.clone(),
            claimed,
            operations: 0,
            musts_judged: 0,
            floor: (musts * usize::from(profile.floor_percent)).div_ceil(100),
            verdicts: BTreeMap::new(),
            standing: Standing::NotJudged,
        })
    };
    api.profiles.iter().filter_map(report).collect()
}

/// A requirement that nothing judged must never look as if somebody had wanted that.
pub(crate) fn mark_unjudged(edition: &mut EditionReport) {
    let unjudged = edition
        .requirements
        .iter_mut()
        .filter(|report| report.checks.is_empty());
    for report in unjudged {
        report.verdict = Verdict::Error;
        let reason = "no scenario and no check judges it; `labproof spec check` tells more";
        report.reasons.insert(reason.to_owned());
    }
}

/// Works out everything that follows from the verdicts. To be done again whenever those change.
pub(crate) fn conclude(report: &mut Report) {
    let (partial, strict) = (report.partial, report.strict);
    for edition in &mut report.editions {
        causes::settle(edition);
        // Scenarios end in any order; a report is read in one.
        for requirement in &mut edition.requirements {
            requirement
                .findings
                .sort_by(|one, other| one.check.cmp(&other.check));
        }
        let seen = || edition.requirements.iter().filter(|report| report.was_judged());
        edition.judged.requirements = seen().count();
        let operations: BTreeSet<&String> = seen().map(|report| &report.requirement.operation).collect();
        edition.judged.operations = operations.len();
        for profile in &mut edition.profiles {
            of_profile(profile, &edition.requirements, partial, strict);
        }
        edition.profiles.retain(|profile| profile.operations > 0);
    }
}

fn of_profile(profile: &mut ProfileReport, requirements: &[RequirementReport], partial: bool, strict: bool) {
    let its: Vec<&RequirementReport> = requirements
        .iter()
        .filter(|report| report.profiles.contains(&profile.profile))
        .collect();
    let operations: BTreeSet<&String> = its.iter().map(|report| &report.requirement.operation).collect();
    let musts = its
        .iter()
        .filter(|report| report.requirement.level == Level::Must);
    profile.operations = operations.len();
    profile.musts_judged = musts.filter(|report| report.was_judged()).count();
    profile.verdicts.clear();
    for report in &its {
        *profile.verdicts.entry(report.verdict).or_default() += 1;
    }
    profile.standing = standing(profile, &its, partial, strict);
}

fn standing(
    profile: &ProfileReport,
    requirements: &[&RequirementReport],
    partial: bool,
    strict: bool,
) -> Standing {
    let any = |verdict| requirements.iter().any(|report| report.verdict == verdict);
    if any(Verdict::Error) {
        Standing::Unknown
    } else if requirements.iter().any(|report| report.counts_against(strict)) {
        Standing::Breaks
    } else if !profile.claimed || profile.verdicts.keys().all(|it| *it == Verdict::NotApplicable) {
        Standing::NotApplicable
    } else if !requirements.iter().any(|report| report.was_judged()) {
        Standing::NotJudged
    } else if partial || profile.is_below_its_floor() {
        Standing::JudgedInPart
    } else {
        Standing::Conforms
    }
}
