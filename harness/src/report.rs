//! What a run found, as one value; every way of telling it is a view of this.

use std::collections::BTreeSet;

use labproof_spec::{Edition, Level, Requirement};
use serde::Serialize;

use crate::verdict::{Breach, Verdict};

/// A whole run.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// The seed of the generated cases.
    pub seed: u64,
    /// How many cases each property generated.
    pub cases: u32,
    /// What a reader should know before anything else.
    pub notes: Vec<String>,
    /// Why the run ended early, if it did.
    pub interrupted: Option<String>,
    /// One entry an edition.
    pub editions: Vec<EditionReport>,
    /// Whether warnings count as failures.
    pub strict: bool,
    /// Whether the selection left requirements out, so that nobody can say that a server conforms.
    pub partial: bool,
}

/// One server in one edition.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct EditionReport {
    /// The edition.
    pub edition: Edition,
    /// What was judged, in words: an URL, or the reference server.
    pub target: String,
    /// How much was judged.
    pub judged: Judged,
    /// The requirements, in the documents' order.
    pub requirements: Vec<RequirementReport>,
    /// The profiles, by name.
    pub profiles: Vec<ProfileReport>,
}

/// How much was judged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Judged {
    /// Operations of which something was judged.
    pub operations: usize,
    /// Requirements that were judged.
    pub requirements: usize,
    /// Scenarios that were played.
    pub scenarios: usize,
    /// Documented examples that were replayed.
    pub examples: usize,
    /// Bad credentials that were tried.
    pub credentials: usize,
    /// Generated requests.
    pub cases: u64,
    /// Exchanges with the server, whatever for.
    pub exchanges: u64,
}

/// One requirement in one edition.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct RequirementReport {
    /// The requirement itself.
    #[serde(flatten)]
    pub requirement: Requirement,
    /// The worst of what its checks came to.
    pub verdict: Verdict,
    /// How many checks judged it.
    pub checks: usize,
    /// Why it was not judged, where it was not.
    pub reasons: BTreeSet<String>,
    /// What was found against it.
    pub findings: Vec<Finding>,
}

/// Something found against a requirement.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Finding {
    /// Which check found it: a scenario's name and place, or a derived check.
    pub check: String,
    /// What was wrong.
    #[serde(flatten)]
    pub breach: Breach,
    /// A command that starts a server like the one that answered, where that one is gone.
    pub server: Option<String>,
    /// A command that sends the request again.
    pub curl: Option<String>,
    /// A command that makes the check again.
    pub replay: String,
}

/// What can be said of a profile.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct ProfileReport {
    /// Its name.
    pub profile: String,
    /// Its operations in the edition.
    pub operations: usize,
    /// Its requirements by verdict.
    pub verdicts: Vec<(Verdict, usize)>,
    /// What that comes to.
    pub standing: Standing,
}

/// What can be said of a profile as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Standing {
    /// Every `must` was judged, and nothing speaks against it.
    Conforms,
    /// Nothing speaks against it, but some `must` was not judged.
    JudgedInPart,
    /// Nothing was judged.
    NotJudged,
    /// Something speaks against it.
    Breaks,
    /// It could not be judged to the end.
    Unknown,
}

/// What a run as a whole came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conclusion {
    /// Everything that was judged holds.
    Conforms,
    /// Something does not.
    Breaks,
    /// The target went away, or we broke.
    Broken,
    /// Nothing was judged.
    Nothing,
}

impl Report {
    /// What the run came to. Never [`Conclusion::Conforms`] where nothing was judged in some edition.
    #[must_use]
    pub fn conclusion(&self) -> Conclusion {
        let requirements = || self.editions.iter().flat_map(|edition| &edition.requirements);
        let any = |verdict| requirements().any(|requirement| requirement.verdict == verdict);
        if any(Verdict::Error) || self.interrupted.is_some() {
            return Conclusion::Broken;
        }
        if any(Verdict::Fail) || any(Verdict::Untestable) || (self.strict && any(Verdict::Warning)) {
            return Conclusion::Breaks;
        }
        let judged = |edition: &EditionReport| edition.judged.requirements > 0;
        if self.editions.is_empty() || !self.editions.iter().all(judged) {
            return Conclusion::Nothing;
        }
        Conclusion::Conforms
    }
}

impl RequirementReport {
    /// Whether it speaks against the server.
    #[must_use]
    pub fn counts_against(&self, strict: bool) -> bool {
        match self.verdict {
            Verdict::Fail | Verdict::Error | Verdict::Untestable => true,
            Verdict::Warning => strict,
            Verdict::Pass | Verdict::Skipped => false,
        }
    }

    /// Whether it was judged at all.
    #[must_use]
    pub fn was_judged(&self) -> bool {
        matches!(self.verdict, Verdict::Pass | Verdict::Warning | Verdict::Fail)
    }

    /// Findings against a `may`, which never count.
    #[must_use]
    pub fn is_remark(&self) -> bool {
        self.requirement.level == Level::May && !self.findings.is_empty()
    }
}
