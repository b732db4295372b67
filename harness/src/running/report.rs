//! What a run found, as one value; every way of telling it is a view of this.
//!
//! It is serialised as the JSON report, whose published schema is `harness/formats/report.schema.json`, and read back
//! from it to be compared, merged and shown again.

use std::collections::{BTreeMap, BTreeSet};

use labproof_spec::{Edition, EditionKind, Level, Requirement};
use ring::digest::{SHA256, digest};
use serde::{Deserialize, Serialize};

use crate::asking::exchange::Exchange;
use crate::judging::verdict::{Breach, Verdict};

/// The check that says of a whole profile that it is not there.
pub(crate) const PRESENCE: &str = "the operations of the profile are there";

/// The check that says what kinds of instance a requirement is not about.
pub(crate) const CONDITIONS: &str = "the instance is of such a kind";

/// A whole run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Report {
    /// The version of this program.
    pub labproof: String,
    /// When the run began, in RFC 3339.
    pub began: String,
    /// How long it took, in seconds.
    pub seconds: f64,
    /// The seed of the generated cases.
    pub seed: u64,
    /// How many cases each property generated.
    pub cases: u32,
    /// Whether warnings count as failures.
    pub strict: bool,
    /// Whether the selection left requirements out, so that nobody can say that a server conforms.
    pub partial: bool,
    /// Which part of the whole this is, of how many, where the work was spread.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shard: Option<Shard>,
    /// What a reader should know before anything else.
    pub notes: Vec<String>,
    /// Why the run ended early, if it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interrupted: Option<String>,
    /// What is wrong with the file of expected failures, an entry a line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stale: Vec<String>,
    /// One entry an edition.
    pub editions: Vec<EditionReport>,
}

/// One part of a run that was spread over several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shard {
    /// Which one, from 1.
    pub index: u32,
    /// Of how many.
    pub count: u32,
    /// Whether that whole left requirements out itself.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub of_a_selection: bool,
}

impl Shard {
    /// Whether a check of this name is in it. Every check is in exactly one of all, on every machine the same.
    pub(crate) fn has(self, check: &str) -> bool {
        let digest = digest(&SHA256, check.as_bytes());
        let first = digest.as_ref().iter().take(8);
        let hash = first.fold(0_u64, |hash, byte| hash << 8 | u64::from(*byte));
        hash % u64::from(self.count.max(1)) == u64::from(self.index.saturating_sub(1))
    }
}

impl std::str::FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let numbers = text.split_once('/');
        let numbers = numbers.and_then(|(index, count)| Some((index.parse().ok()?, count.parse().ok()?)));
        match numbers {
            Some((index, count)) if (1..=count).contains(&index) => Ok(Self {
                index,
                count,
                of_a_selection: false,
            }),
            _ => Err("write which part of how many, such as 2/4".to_owned()),
        }
    }
}

/// One server in one edition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct EditionReport {
    /// The edition.
    pub edition: Edition,
    /// Whether it is what the documentation says, or what a release of GitLab answers.
    #[serde(default = "documented")]
    pub kind: EditionKind,
    /// What was judged, in words: an URL, or the reference server.
    pub target: String,
    /// How much was judged.
    pub judged: Judged,
    /// The profiles, by name.
    pub profiles: Vec<ProfileReport>,
    /// The requirements, in the documents' order.
    pub requirements: Vec<RequirementReport>,
}

/// What reports that say nothing of it are about.
const fn documented() -> EditionKind {
    EditionKind::Documented
}

/// How much was judged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
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
    /// Questions of who may do what.
    #[serde(default)]
    pub decisions: usize,
    /// Exchanges with the server, whatever for.
    pub exchanges: u64,
    /// How many times the server asked to come again later, with 429 or 503, and was asked again.
    #[serde(default, skip_serializing_if = "is_none")]
    pub put_off: u64,
}

/// What older reports do not count, and most have nothing of.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
const fn is_none(count: &u64) -> bool {
    *count == 0
}

impl Judged {
    pub(crate) fn add(&mut self, more: &Self) {
        self.operations += more.operations;
        self.requirements += more.requirements;
        self.scenarios += more.scenarios;
        self.examples += more.examples;
        self.credentials += more.credentials;
        self.cases += more.cases;
        self.decisions += more.decisions;
        self.exchanges += more.exchanges;
        self.put_off += more.put_off;
    }
}

/// One requirement in one edition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RequirementReport {
    /// The requirement itself.
    #[serde(flatten)]
    pub requirement: Requirement,
    /// The consumer profiles that need its operation in this edition.
    pub profiles: Vec<String>,
    /// The worst of what its checks came to.
    pub verdict: Verdict,
    /// The checks that judged it, by name, each with what it came to.
    pub checks: BTreeMap<String, Verdict>,
    /// How long each of them took, in seconds.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub seconds: BTreeMap<String, f64>,
    /// Why it was not judged, where it was not; and where its failure is expected, why.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub reasons: BTreeSet<String>,
    /// What was found against it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
    /// An exchange that shows that it holds, where it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Evidence>,
}

/// An exchange, and how a person repeats it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Evidence {
    /// What went over the wire.
    pub exchange: Exchange,
    /// A command that sends the request again.
    pub curl: String,
    /// A command that judges the requirement again.
    pub replay: String,
}

/// Something found against a requirement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Finding {
    /// Which check found it: a scenario's name and place, or a derived check.
    pub check: String,
    /// Whether it lets somebody in, hands out what is another's, or takes effect without a credential.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub security: bool,
    /// What was wrong.
    #[serde(flatten)]
    pub breach: Breach,
    /// A command that starts a server like the one that answered, where that one is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server: Option<String>,
    /// A command that sends the request again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub curl: Option<String>,
    /// A command that makes the check again.
    pub replay: String,
}

/// What can be said of a profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ProfileReport {
    /// Its name.
    pub profile: String,
    /// Whether the target claims it.
    pub claimed: bool,
    /// Its operations in the edition.
    pub operations: usize,
    /// How many of its `must` requirements were judged.
    pub musts_judged: usize,
    /// How many of them have to be, before anybody may say that the target conforms.
    pub floor: usize,
    /// Its requirements by verdict.
    pub verdicts: BTreeMap<Verdict, usize>,
    /// What that comes to.
    pub standing: Standing,
}

/// What can be said of a profile as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Standing {
    /// Every `must` was judged, and nothing speaks against it.
    Conforms,
    /// Nothing speaks against it, but some `must` was not judged.
    JudgedInPart,
    /// Nothing was judged.
    NotJudged,
    /// The target neither claims it nor has its operations, or is of a kind that need not have them.
    NotApplicable,
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
    /// Nothing was judged, too little of a profile, or an expectation is stale.
    Nothing,
}

impl Report {
    /// A report in which nothing is judged, and why not.
    #[must_use]
    pub fn of_nothing(why: &str) -> Self {
        Self {
            labproof: env!("CARGO_PKG_VERSION").to_owned(),
            began: jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            seconds: 0.0,
            seed: 0,
            cases: 0,
            strict: false,
            partial: false,
            shard: None,
            notes: Vec::new(),
            interrupted: Some(why.to_owned()),
            stale: Vec::new(),
            editions: Vec::new(),
        }
    }

    /// What the run came to. Never [`Conclusion::Conforms`] where nothing was judged in some edition.
    #[must_use]
    pub fn conclusion(&self) -> Conclusion {
        let requirements = || self.editions.iter().flat_map(|edition| &edition.requirements);
        let any = |verdict| requirements().any(|requirement| requirement.verdict == verdict);
        if any(Verdict::Error) || self.interrupted.is_some() {
            return Conclusion::Broken;
        }
        if requirements().any(|requirement| requirement.counts_against(self.strict)) {
            return Conclusion::Breaks;
        }
        let judged = |edition: &EditionReport| edition.judged.requirements > 0;
        let below = |profile: &ProfileReport| profile.is_below_its_floor() && !self.partial;
        let mut profiles = self.editions.iter().flat_map(|edition| &edition.profiles);
        if self.editions.is_empty()
            || !self.editions.iter().all(judged)
            || profiles.any(below)
            || any(Verdict::UnexpectedPass)
            || !self.stale.is_empty()
        {
            return Conclusion::Nothing;
        }
        Conclusion::Conforms
    }

    /// How many requirements, over all editions, have the verdict.
    #[must_use]
    pub fn count(&self, verdict: Verdict) -> usize {
        let requirements = self.editions.iter().flat_map(|edition| &edition.requirements);
        requirements
            .filter(|requirement| requirement.verdict == verdict)
            .count()
    }
}

impl ProfileReport {
    /// Whether too few of its `must` requirements were judged.
    #[must_use]
    pub fn is_below_its_floor(&self) -> bool {
        self.claimed && self.musts_judged < self.floor
    }
}

impl RequirementReport {
    /// Whether it speaks against the server.
    #[must_use]
    pub fn counts_against(&self, strict: bool) -> bool {
        match self.verdict {
            Verdict::Fail | Verdict::Error | Verdict::Untestable => true,
            Verdict::Warning | Verdict::Flaky => strict,
            Verdict::Pass
            | Verdict::NotApplicable
            | Verdict::Skipped
            | Verdict::ExpectedFailure
            | Verdict::UnexpectedPass => false,
        }
    }

    /// Whether it was judged at all.
    #[must_use]
    pub fn was_judged(&self) -> bool {
        match self.verdict {
            Verdict::Pass
            | Verdict::ExpectedFailure
            | Verdict::Warning
            | Verdict::Flaky
            | Verdict::UnexpectedPass
            | Verdict::Fail => true,
            Verdict::NotApplicable | Verdict::Skipped | Verdict::Untestable | Verdict::Error => false,
        }
    }

    /// What is found of a whole profile at once, where that is all there is against it.
    #[must_use]
    pub fn lack(&self) -> Option<&str> {
        match self.findings.as_slice() {
            [finding] if finding.check == PRESENCE => finding.breach.actual.first().map(String::as_str),
            _ => None,
        }
    }

    /// Whether a finding counts whatever the level, since it lets in who is to be kept out.
    #[must_use]
    pub fn is_insecure(&self) -> bool {
        self.verdict == Verdict::Fail && self.findings.iter().any(|finding| finding.security)
    }

    /// Findings against a `may`, which never count.
    #[must_use]
    pub fn is_remark(&self) -> bool {
        self.requirement.level == Level::May && !self.findings.is_empty() && !self.is_insecure()
    }
}
