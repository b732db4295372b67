//! A claim of conformance, for publishing: who says it of what, what was judged, and how anybody may check it.

use std::collections::BTreeMap;

use labproof_spec::{Edition, Level};
use serde::{Deserialize, Serialize};

use crate::judging::verdict::Verdict;
use crate::running::report::{Conclusion, EditionReport, ProfileReport, Report, RequirementReport, Standing};

/// What the claim is about, as the target file says it under `implementation`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Implementation {
    /// Who makes it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub organization: String,
    /// Its name.
    pub project: String,
    /// Where it is found.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub url: String,
    /// The version that was judged.
    pub version: String,
    /// Whom to ask: addresses, or names with an `@`.
    pub contact: Vec<String>,
}

impl Implementation {
    /// What a claim needs and is not there.
    #[must_use]
    pub fn missing(&self) -> Vec<&'static str> {
        let has_contact = self.contact.iter().any(|contact| !contact.trim().is_empty());
        [
            ("project", !self.project.trim().is_empty()),
            ("version", !self.version.trim().is_empty()),
            ("contact", has_contact),
        ]
        .into_iter()
        .filter_map(|(name, is_there)| (!is_there).then_some(name))
        .collect()
    }
}

/// What the whole claim comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Outcome {
    /// Every profile of the claim conforms.
    Conforms,
    /// It would, were it not for failures that are listed as expected.
    ConformsWithExceptions,
    /// Nothing was found against it, but it was not judged in full.
    JudgedInPart,
    /// It does not conform.
    DoesNotConform,
    /// Nobody can say.
    NotJudged,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Claim<'a> {
    api_version: &'static str,
    kind: &'static str,
    implementation: &'a Implementation,
    labproof: &'a str,
    date: &'a str,
    outcome: Outcome,
    strict: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    ended_early: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    stale_expectations: &'a [String],
    editions: Vec<EditionClaim<'a>>,
    reproduce: Reproduce<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct EditionClaim<'a> {
    edition: Edition,
    profiles: Vec<ProfileClaim<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    failures: Vec<Entry<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    expected_failures: Vec<Entry<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ProfileClaim<'a> {
    name: &'a str,
    standing: Standing,
    operations: usize,
    requirements: BTreeMap<Level, BTreeMap<Verdict, usize>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    requirement: &'a str,
    level: Level,
    verdict: Verdict,
    sentence: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reasons: Vec<&'a str>,
}

#[derive(Serialize)]
struct Reproduce<'a> {
    command: &'a str,
    seed: u64,
    cases: u32,
}

/// The claim as YAML; `command` is how the run was begun.
///
/// # Errors
///
/// Never for a report that a run gave.
pub fn text(
    report: &Report,
    implementation: &Implementation,
    command: &str,
) -> Result<String, serde_saphyr::SerializeError> {
    let claim = Claim {
        api_version: "labproof/v1",
        kind: "ConformanceClaim",
        implementation,
        labproof: &report.labproof,
        date: report.began.split('T').next().unwrap_or_default(),
        outcome: outcome(report),
        strict: report.strict,
        ended_early: report.interrupted.as_deref(),
        stale_expectations: &report.stale,
        editions: report
            .editions
            .iter()
            .map(|edition| of_edition(edition, report.strict))
            .collect(),
        reproduce: Reproduce {
            command,
            seed: report.seed,
            cases: report.cases,
        },
    };
    serde_saphyr::to_string(&claim)
}

/// What the claim may say. A `must` that does not hold is an exception, however well it is known.
fn outcome(report: &Report) -> Outcome {
    let requirements = || report.editions.iter().flat_map(|edition| &edition.requirements);
    let profiles = || report.editions.iter().flat_map(|edition| &edition.profiles);
    let is_exception = |it: &RequirementReport| {
        it.verdict == Verdict::ExpectedFailure && (it.requirement.level == Level::Must || report.strict)
    };
    let is_settled = |it: &ProfileReport| matches!(it.standing, Standing::Conforms | Standing::NotApplicable);
    match report.conclusion() {
        Conclusion::Breaks => Outcome::DoesNotConform,
        Conclusion::Broken | Conclusion::Nothing => Outcome::NotJudged,
        Conclusion::Conforms if !profiles().all(is_settled) => Outcome::JudgedInPart,
        Conclusion::Conforms if requirements().any(is_exception) => Outcome::ConformsWithExceptions,
        Conclusion::Conforms => Outcome::Conforms,
    }
}

fn of_edition(edition: &EditionReport, strict: bool) -> EditionClaim<'_> {
    let entries = |chosen: &dyn Fn(&RequirementReport) -> bool| -> Vec<Entry<'_>> {
        let its = edition.requirements.iter().filter(|it| chosen(it));
        its.map(entry).collect()
    };
    EditionClaim {
        edition: edition.edition,
        profiles: edition
            .profiles
            .iter()
            .map(|profile| of_profile(profile, edition))
            .collect(),
        failures: entries(&|it| it.counts_against(strict)),
        expected_failures: entries(&|it| it.verdict == Verdict::ExpectedFailure),
    }
}

fn of_profile<'a>(profile: &'a ProfileReport, edition: &EditionReport) -> ProfileClaim<'a> {
    let mut requirements: BTreeMap<Level, BTreeMap<Verdict, usize>> = BTreeMap::new();
    let its = edition.requirements.iter();
    for it in its.filter(|it| it.profiles.contains(&profile.profile)) {
        let verdicts = requirements.entry(it.requirement.level).or_default();
        *verdicts.entry(it.verdict).or_default() += 1;
    }
    ProfileClaim {
        name: &profile.profile,
        standing: profile.standing,
        operations: profile.operations,
        requirements,
    }
}

fn entry(report: &RequirementReport) -> Entry<'_> {
    Entry {
        requirement: &report.requirement.id,
        level: report.requirement.level,
        verdict: report.verdict,
        sentence: &report.requirement.sentence,
        reasons: report.reasons.iter().map(String::as_str).collect(),
    }
}
