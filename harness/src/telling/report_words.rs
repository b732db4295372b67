//! What every view of a report says alike.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::judging::verdict::Verdict;
use crate::running::report::{Conclusion, EditionReport, Report, RequirementReport, Standing};

/// The requirements of an edition, without those that would only repeat what is told anyway.
fn worth_telling<'a>(
    report: &'a Report,
    edition: &'a EditionReport,
) -> impl Iterator<Item = &'a RequirementReport> {
    let mut told = BTreeSet::new();
    edition.requirements.iter().filter(move |requirement| {
        // What a whole profile lacks is said once.
        let is_first = requirement.lack().is_none_or(|lack| told.insert(lack));
        // Why the run ended early is said once, in the end.
        let is_late = requirement.findings.is_empty() && requirement.reasons.iter().eq(&report.interrupted);
        is_first && !is_late
    })
}

/// The same of all editions: who lets somebody in is told of before anything else.
pub(crate) fn all_worth_telling(report: &Report) -> Vec<(&EditionReport, &RequirementReport)> {
    let editions = report.editions.iter();
    let told = editions.flat_map(|edition| worth_telling(report, edition).map(move |it| (edition, it)));
    let mut told: Vec<_> = told.collect();
    told.sort_by_key(|(_, requirement)| !requirement.is_insecure());
    told
}

/// What the run came to, in words.
pub(crate) fn said(report: &Report) -> String {
    let said = match report.conclusion() {
        Conclusion::Conforms if is_partial(report) => "nothing found, judged in part",
        Conclusion::Conforms => "conforms",
        Conclusion::Breaks => "does not conform",
        Conclusion::Broken => "could not be judged to the end",
        Conclusion::Nothing => said_of_nothing(report),
    };
    match warnings(report) {
        0 => said.to_owned(),
        count => format!("{said}, with {}", counted(count as u64, "warning")),
    }
}

/// How many warnings there are beside good news.
pub(crate) fn warnings(report: &Report) -> usize {
    match report.conclusion() {
        Conclusion::Conforms => report.count(Verdict::Warning) + report.count(Verdict::Flaky),
        Conclusion::Breaks | Conclusion::Broken | Conclusion::Nothing => 0,
    }
}

/// The requirements of all editions by verdict, the usual ones even where there are none, and the seed.
///
/// `hint` tells where the remarks are to be found.
pub(crate) fn totals(report: &Report, hint: &str) -> String {
    let requirements = report.editions.iter().flat_map(|edition| &edition.requirements);
    let remarks = match requirements.filter(|requirement| requirement.is_remark()).count() {
        0 => String::new(),
        count => format!(" ({count} with a remark{hint})"),
    };
    let requirements = report.editions.iter().flat_map(|edition| &edition.requirements);
    let insecure = match requirements
        .filter(|requirement| requirement.is_insecure())
        .count()
    {
        0 => String::new(),
        count => format!(" ({count} of security)"),
    };
    let mut totals = format!(
        "{} pass{remarks}, {} warning, {} fail{insecure}, {} untestable, {} error, {} skipped",
        report.count(Verdict::Pass),
        report.count(Verdict::Warning),
        report.count(Verdict::Fail),
        report.count(Verdict::Untestable),
        report.count(Verdict::Error),
        report.count(Verdict::Skipped),
    );
    let rare = [
        Verdict::NotApplicable,
        Verdict::ExpectedFailure,
        Verdict::UnexpectedPass,
        Verdict::Flaky,
    ];
    for verdict in rare.into_iter().filter(|verdict| report.count(*verdict) > 0) {
        let _ = write!(totals, ", {} {}", report.count(verdict), verdict.word());
    }
    let _ = write!(totals, "; seed {}", report.seed);
    totals
}

/// Why a report without a failure is no good news.
fn said_of_nothing(report: &Report) -> &'static str {
    let mut editions = report.editions.iter();
    if !report.stale.is_empty() || report.count(Verdict::UnexpectedPass) > 0 {
        "an expectation is stale"
    } else if report.editions.is_empty() || editions.any(|edition| edition.judged.requirements == 0) {
        "nothing was judged"
    } else {
        "too little was judged"
    }
}

/// Whether some profile was not judged in full.
pub(crate) fn is_partial(report: &Report) -> bool {
    let mut profiles = report.editions.iter().flat_map(|edition| &edition.profiles);
    profiles.any(|profile| !matches!(profile.standing, Standing::Conforms | Standing::NotApplicable))
}

/// A number with its noun.
pub(crate) fn counted(count: u64, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

/// The shortest that tells why a verdict is no pass: the reasons, else what the first check saw.
pub(crate) fn why(report: &RequirementReport) -> String {
    let reasons: Vec<&str> = report.reasons.iter().map(String::as_str).collect();
    if !reasons.is_empty() {
        return reasons.join("; ");
    }
    let first = report.findings.first();
    let actual = first.map(|finding| finding.breach.actual.join("; "));
    actual.unwrap_or_else(|| report.verdict.word().to_owned())
}

/// Why a requirement was left out.
pub(crate) fn why_unjudged(report: &RequirementReport) -> &str {
    let reason = report.reasons.first();
    reason.map_or("nothing judges it in this selection", String::as_str)
}

impl Standing {
    /// What a reader is told of a profile.
    pub(crate) const fn words(self, strict: bool) -> &'static str {
        match self {
            Self::Conforms if strict => "conforms, strictly",
            Self::Conforms => "conforms",
            Self::JudgedInPart => "nothing against it, judged in part",
            Self::NotJudged => "not judged",
            Self::NotApplicable => "not applicable",
            Self::Unknown => "could not be judged",
            Self::Breaks => "does not conform",
        }
    }
}
