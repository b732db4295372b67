//! What was found, beside what GitLab itself does: where that is not what its documentation says, errata tell.

use std::collections::BTreeSet;

use labproof_spec::{Edition, EditionKind, Requirement};

use crate::judging::verdict::Verdict;
use crate::running::report::{EditionReport, RequirementReport};
use crate::telling::report_words::counted;

/// How many requirements of an edition are kept or broken, beside what GitLab does.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Beside {
    kind: Option<EditionKind>,
    /// Kept, and documented so.
    pub(crate) as_documented: usize,
    /// Kept in a served edition, broken in a documented one: as GitLab does, not as documented.
    pub(crate) as_gitlab: usize,
    /// The errata that tell how.
    pub(crate) errata: BTreeSet<String>,
    /// Broken, though GitLab itself does it.
    pub(crate) against_gitlab: usize,
}

impl Beside {
    pub(crate) fn of(edition: &EditionReport) -> Self {
        let mut beside = Self {
            kind: Some(edition.kind),
            ..Self::default()
        };
        for report in &edition.requirements {
            let partings = &report.requirement.partings;
            let is_served = edition.kind == EditionKind::Served;
            let parts = match (is_kept(report), is_served, partings.is_empty()) {
                (Some(true), true, false) | (Some(false), false, false) => true,
                (Some(true), _, _) => {
                    beside.as_documented += 1;
                    false
                }
                (Some(false), ..) => {
                    beside.against_gitlab += 1;
                    false
                }
                (None, ..) => false,
            };
            if parts {
                beside.as_gitlab += 1;
                beside
                    .errata
                    .extend(partings.iter().map(|parting| parting.erratum.clone()));
            }
        }
        beside
    }

    /// In words, where there is more to say than how much is kept and broken.
    pub(crate) fn words(&self) -> Option<String> {
        let mut errata: Vec<&str> = self.errata.iter().map(String::as_str).collect();
        // By number: ids have two digits or three.
        errata.sort_by_key(|id| (id.len(), *id));
        let errata = match errata.as_slice() {
            [] => String::new(),
            errata => format!(" ({})", errata.join(", ")),
        };
        match self.kind? {
            EditionKind::Served => Some(format!(
                "{} as documented, {} as GitLab does and not as documented{errata}, {} against what GitLab does",
                self.as_documented, self.as_gitlab, self.against_gitlab
            )),
            EditionKind::Documented => (self.as_gitlab > 0).then(|| {
                let count = counted(self.as_gitlab as u64, "requirement");
                format!("{count} of what is broken GitLab itself does otherwise{errata}")
            }),
        }
    }
}

/// Of a requirement that is not kept: what GitLab does.
pub(crate) fn beside_gitlab(edition: &EditionReport, report: &RequirementReport) -> Option<String> {
    if is_kept(report) != Some(false) {
        return None;
    }
    let told = told(&report.requirement);
    match edition.kind {
        EditionKind::Served if told.is_empty() => {
            Some(format!("{} itself keeps this", named(edition.edition)))
        }
        EditionKind::Served => Some(format!(
            "{} itself keeps this, though it is documented otherwise: {told}",
            named(edition.edition)
        )),
        EditionKind::Documented => {
            let newest = report.requirement.partings.last()?;
            Some(format!("{} itself does otherwise: {told}", named(newest.edition)))
        }
    }
}

fn named(edition: Edition) -> String {
    format!("GitLab {edition}")
}

fn told(requirement: &Requirement) -> String {
    let partings = requirement.partings.iter();
    let told: Vec<String> = partings.map(|it| format!("{} ({})", it.is, it.erratum)).collect();
    told.join(" ")
}

/// Whether it is kept; nothing where it was not judged.
fn is_kept(report: &RequirementReport) -> Option<bool> {
    match report.verdict {
        Verdict::Pass | Verdict::UnexpectedPass => Some(true),
        Verdict::Fail | Verdict::Warning | Verdict::Flaky | Verdict::ExpectedFailure => Some(false),
        Verdict::NotApplicable | Verdict::Skipped | Verdict::Untestable | Verdict::Error => None,
    }
}
