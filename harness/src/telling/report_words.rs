//! What every view of a report says alike.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::judging::verdict::Verdict;
use crate::running::report::{Conclusion, EditionReport, Report, RequirementReport, Standing};
use crate::target::fixtures::MissingFixture;
use crate::telling::beside_gitlab::beside_gitlab;

/// A requirement to tell of, and those that would only tell the same again.
pub(crate) struct Told<'a> {
    pub(crate) edition: &'a EditionReport,
    pub(crate) requirement: &'a RequirementReport,
    pub(crate) others: Vec<&'a RequirementReport>,
}

impl Told<'_> {
    /// How many others break for the same reason, and the first of them.
    pub(crate) fn others(&self) -> Option<String> {
        let count = self.others.len();
        let ids = self.others.iter().take(OTHERS_MAX);
        let ids: Vec<&str> = ids.map(|it| it.requirement.id.as_str()).collect();
        let more = match count.saturating_sub(OTHERS_MAX) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let others = counted(count as u64, "more requirement");
        let ids = ids.join(", ");
        (count > 0).then(|| format!("{others} of this edition for the same reason: {ids}{more}"))
    }
}

/// How many of those that tell the same are named.
const OTHERS_MAX: usize = 8;

/// The requirements of an edition, the worst of each cause standing for the others. What counts against a server is not
/// told by what does not, nor what GitLab has to say of one by another; and whoever lets somebody in is told of in any
/// case.
fn worth_telling<'a>(report: &'a Report, edition: &'a EditionReport) -> Vec<Told<'a>> {
    // Why the run ended early is said once, in the end.
    let is_late = |it: &RequirementReport| {
        let why = report.interrupted.as_ref();
        it.findings.is_empty() && why.is_some() && it.reasons.iter().eq(why)
    };
    let mut places: Vec<(usize, &RequirementReport)> = edition.requirements.iter().enumerate().collect();
    places.retain(|(_, it)| !is_late(it));
    places.sort_by_key(|(_, it)| (!it.is_insecure(), std::cmp::Reverse(it.verdict)));
    let mut first: BTreeMap<(bool, Option<String>, String), usize> = BTreeMap::new();
    let mut by_id: BTreeMap<&str, usize> = BTreeMap::new();
    let mut told: BTreeMap<usize, Told<'_>> = BTreeMap::new();
    for (place, requirement) in places {
        let counts = requirement.counts_against(report.strict);
        let beside = beside_gitlab(edition, requirement);
        let key = |cause: &String| (counts, beside.clone(), cause.clone());
        let causes = requirement.causes();
        // What hangs on another requirement names that as its cause.
        let before = |cause: &String| {
            first
                .get(&key(cause))
                .or_else(|| by_id.get(cause.as_str()))
                .copied()
        };
        let before: Option<Vec<usize>> = causes.iter().map(before).collect();
        let before = before.and_then(|before| before.first().copied());
        let before = before.filter(|_| !requirement.is_insecure());
        by_id.insert(&requirement.requirement.id, before.unwrap_or(place));
        match before.and_then(|before| told.get_mut(&before)) {
            Some(first) => first.others.push(requirement),
            None => {
                let one = Told {
                    edition,
                    requirement,
                    others: Vec::new(),
                };
                told.insert(place, one);
                for cause in &causes {
                    first.entry(key(cause)).or_insert(place);
                }
            }
        }
    }
    told.into_values().collect()
}

/// The same of all editions: who lets somebody in is told of before anything else.
pub(crate) fn all_worth_telling(report: &Report) -> Vec<Told<'_>> {
    let editions = report.editions.iter();
    let mut told: Vec<_> = editions
        .flat_map(|edition| worth_telling(report, edition))
        .collect();
    told.sort_by_key(|told| !told.requirement.is_insecure());
    told
}

/// How many things are wrong, whatever number of requirements breaks for each.
fn causes(report: &Report) -> usize {
    let told = all_worth_telling(report).into_iter();
    told.filter(|told| told.requirement.counts_against(report.strict))
        .count()
}

/// What the run came to, in words.
pub(crate) fn said(report: &Report) -> String {
    let said = match report.conclusion() {
        Conclusion::Conforms if is_partial(report) => "nothing found, judged in part",
        Conclusion::Conforms => "conforms",
        Conclusion::Breaks => {
            return format!(
                "does not conform for {}",
                counted(causes(report) as u64, "reason")
            );
        }
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

/// The requirements of all editions by verdict, the usual ones even where there are none, the seed and
/// how long it took.
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
        "{} pass{remarks}, {} warning, {} fail{insecure}, {} could not be judged, {} error, {} skipped",
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
    let _ = write!(totals, "; seed {}; {}", report.seed, lasted(report.seconds));
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

/// How long a run took, as exactly as anybody wants to know it.
fn lasted(seconds: f64) -> String {
    match seconds {
        ..60.0 => format!("{seconds:.1} s"),
        _ => format!(
            "{} min {:02.0} s",
            (seconds / 60.0).floor(),
            (seconds % 60.0).floor()
        ),
    }
}

/// The word for a verdict in what people read.
pub(crate) const fn spoken(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Untestable => "could not be judged",
        other => other.word(),
    }
}

/// Why requirements of an edition could not be judged, and for how many that is all that is missing; of a role that the
/// target lacks, whatever field of it each needs.
pub(crate) fn missing(edition: &EditionReport) -> Vec<(String, usize)> {
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    let requirements = edition.requirements.iter();
    for report in requirements.filter(|it| it.verdict == Verdict::Untestable) {
        let roles: BTreeSet<&str> = report
            .reasons
            .iter()
            .filter_map(|it| MissingFixture::role(it))
            .collect();
        let reason = match report.reasons.len() {
            // Each role that is missing is missing by itself.
            _ if roles.len() > 1 => format!(
                "the target has none of the roles {}; add them to `fixtures` of the target file",
                quoted(&roles)
            ),
            _ if roles.len() == 1 => format!(
                "the target does not have all of the role {}; add it to `fixtures` of the target file",
                quoted(&roles)
            ),
            _ => report.reasons.iter().cloned().collect::<Vec<_>>().join("; "),
        };
        *reasons.entry(reason).or_default() += 1;
    }
    let mut reasons: Vec<(String, usize)> = reasons.into_iter().collect();
    reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    reasons
}

fn quoted(roles: &BTreeSet<&str>) -> String {
    let roles: Vec<String> = roles.iter().map(|role| format!("`{role}`")).collect();
    roles.join(", ")
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
