//! What two reports say differently, requirement by requirement: counts alone hide that one was repaired while
//! another broke.

mod html;
mod markdown;
mod text;

use std::collections::BTreeMap;

use labproof_spec::{Edition, Level};

use crate::judging::verdict::Verdict;
use crate::running::report::{Report, RequirementReport};

pub use html::html;
pub use markdown::markdown;
pub use text::text;

/// All that differs between an old and a new report.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Comparison {
    /// The two reports in a line each, old and new.
    pub reports: [String; 2],
    /// How the two runs differ, apart from what they found.
    pub circumstances: Vec<String>,
    /// What differs, the worst first, then by edition and id.
    pub changes: Vec<Change>,
    /// How many requirements have the same verdict in both.
    pub same: usize,
}

/// One requirement that two reports judge differently.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Change {
    /// What that means.
    pub kind: Kind,
    /// The edition.
    pub edition: Edition,
    /// The requirement's id.
    pub requirement: String,
    /// How strongly it binds.
    pub level: Level,
    /// What holds, or should.
    pub sentence: String,
    /// The old verdict, where there is one.
    pub old: Option<Verdict>,
    /// The new verdict, where there is one.
    pub new: Option<Verdict>,
    /// Why, as the new report tells it in a line.
    pub why: Option<String>,
}

/// What a change means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Kind {
    /// Nothing spoke against the server, and now something does; or it was judged, and is not any more.
    Broken,
    /// Something spoke against the server, and now nothing does.
    Fixed,
    /// Only the new report has it.
    Added,
    /// Only the old report has it, because the documents of the new one do not.
    Removed,
    /// Another verdict that means no better and no worse.
    Changed,
}

impl Kind {
    /// Every kind, in the order in which they are told.
    pub const ALL: [Self; 5] = [
        Self::Broken,
        Self::Fixed,
        Self::Added,
        Self::Removed,
        Self::Changed,
    ];

    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Broken => "broken",
            Self::Fixed => "fixed",
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed otherwise",
        }
    }
}

impl Comparison {
    /// Compares two reports.
    #[must_use]
    pub fn of(old: &Report, new: &Report) -> Self {
        let (before, after) = (requirements(old), requirements(new));
        let mut changes = Vec::new();
        let mut same = 0;
        let gone = before.iter().filter(|(key, _)| !after.contains_key(*key));
        let keys = after.keys().chain(gone.map(|(key, _)| key));
        for key in keys {
            let (one, other) = (before.get(key).copied(), after.get(key).copied());
            let Some(kind) = kind(old, one, new, other) else {
                same += 1;
                continue;
            };
            let Some(told) = other.or(one) else { continue };
            changes.push(Change {
                kind,
                edition: key.0,
                requirement: told.requirement.id.clone(),
                level: told.requirement.level,
                sentence: told.requirement.sentence.clone(),
                old: one.map(|report| report.verdict),
                new: other.map(|report| report.verdict),
                why: other.and_then(why),
            });
        }
        changes.sort_by_key(|change| (change.kind, change.edition));
        Self {
            reports: [old, new].map(named),
            circumstances: circumstances(old, new),
            changes,
            same,
        }
    }

    /// Whether something is worse than it was.
    #[must_use]
    pub fn is_regression(&self) -> bool {
        self.count(Kind::Broken) > 0
    }

    /// How many changes are of the kind.
    #[must_use]
    pub fn count(&self, kind: Kind) -> usize {
        self.of_kind(kind).count()
    }

    pub(crate) fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(move |change| change.kind == kind)
    }

    /// How many there are of each kind, and how many requirements are as they were.
    pub(crate) fn counts(&self) -> String {
        let counts = Kind::ALL.map(|kind| format!("{} {}", self.count(kind), kind.word()));
        format!("{}, {} the same", counts.join(", "), self.same)
    }
}

impl Change {
    /// Both verdicts.
    pub(crate) fn verdicts(&self) -> String {
        let word = |verdict: Option<Verdict>| verdict.map_or("not in the report", Verdict::word);
        format!("{} → {}", word(self.old), word(self.new))
    }
}

/// The requirements of a report by edition and id.
fn requirements(report: &Report) -> BTreeMap<(Edition, &str), &RequirementReport> {
    let editions = report.editions.iter();
    let all = editions.flat_map(|edition| edition.requirements.iter().map(move |it| (edition.edition, it)));
    all.map(|(edition, it)| ((edition, it.requirement.id.as_str()), it))
        .collect()
}

/// What it means that a requirement has these two reports; nothing where they say the same.
fn kind(
    old_report: &Report,
    old: Option<&RequirementReport>,
    new_report: &Report,
    new: Option<&RequirementReport>,
) -> Option<Kind> {
    let (old, new) = match (old, new) {
        (None, _) => return Some(Kind::Added),
        (Some(old), None) => {
            // Other documents may lack it; the same documents have it, so that it was left out.
            let was_left_out = new_report.labproof == old_report.labproof || new_report.partial;
            let is_loss = was_left_out && old.was_judged();
            return Some(if is_loss { Kind::Broken } else { Kind::Removed });
        }
        (Some(old), Some(new)) => (old, new),
    };
    // One measure for both, so that nothing changes because only one of them was strict.
    let strict = new_report.strict;
    let (was_against, is_against) = (old.counts_against(strict), new.counts_against(strict));
    if old.was_judged() && (!new.was_judged() || (!was_against && is_against)) {
        Some(Kind::Broken)
    } else if was_against && !is_against && new.was_judged() {
        Some(Kind::Fixed)
    } else if old.verdict != new.verdict {
        Some(Kind::Changed)
    } else {
        None
    }
}

/// What a reader looks for first.
fn why(report: &RequirementReport) -> Option<String> {
    let found = report.findings.first();
    let found = found.and_then(|finding| finding.breach.actual.first());
    let reason = report.reasons.first();
    found
        .or(reason)
        .and_then(|text| text.lines().next())
        .map(str::to_owned)
}

fn named(report: &Report) -> String {
    let editions: Vec<String> = report
        .editions
        .iter()
        .map(|edition| format!("{} of {}", edition.edition, edition.target))
        .collect();
    format!("{}, edition {}", report.began, editions.join(", "))
}

fn circumstances(old: &Report, new: &Report) -> Vec<String> {
    let mut told = Vec::new();
    let mut differs = |what: &str, one: String, other: String| {
        if one != other {
            told.push(format!("{what}: {one}, then {other}"));
        }
    };
    let yes = |is: bool| (if is { "yes" } else { "no" }).to_owned();
    differs("labproof", old.labproof.clone(), new.labproof.clone());
    differs("strict", yes(old.strict), yes(new.strict));
    differs(
        "a part of the requirements only",
        yes(old.partial),
        yes(new.partial),
    );
    let seed = |report: &Report| format!("seed {} with {} cases", report.seed, report.cases);
    differs("generated requests", seed(old), seed(new));
    let end = |report: &Report| report.interrupted.clone().unwrap_or_else(|| "no".to_owned());
    differs("ended early", end(old), end(new));
    told
}
