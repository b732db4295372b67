//! The documents as they are written: every edition at once, nothing resolved.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::choice::{ByEdition, one_or_more};
use crate::{Edition, Editions, InstanceKind, Otherwise};

/// Where an edition was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EditionKind {
    /// In the documentation.
    Documented,
    /// In the source and the answers of a release of GitLab.
    Served,
}

/// An edition, as `editions.yaml` describes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditionEntry {
    /// The edition.
    #[serde(rename = "label")]
    pub edition: Edition,
    /// Where it was read.
    pub kind: EditionKind,
    /// The page, or the release.
    pub read_from: String,
    /// The day from which that is, as `2025-02-20`.
    pub date: String,
    /// The GitLab versions that it speaks for.
    pub gitlab: Versions,
    /// The kind of instance that was seen; reference servers of the edition are of that kind unless told otherwise.
    #[serde(default)]
    pub instance: InstanceKind,
}

/// GitLab versions in a row, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Versions {
    /// The first.
    pub first: Edition,
    /// The last; without one, all from the first on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<Edition>,
}

/// How strongly a requirement binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Tolerated either way; reported, never failing.
    May,
    /// Not documented, but GitLab's source does it and clients rely on it; a breach is a warning.
    Should,
    /// Documented; a breach is a failure.
    Must,
}

impl std::fmt::Display for Level {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Self::May => "may",
            Self::Should => "should",
            Self::Must => "must",
        })
    }
}

/// Where a statement was read: a page of the documentation, or a file of GitLab's source; or where it was observed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The documentation's page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// The heading on that page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub heading: Option<String>,
    /// The file in GitLab's source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// How sure the reading of the source is: `S` a request spec asserts it, `C` read in the code path, `D` derived.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
    /// The release of GitLab that was seen to do so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub observed: Option<String>,
    /// The editions whose page has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub editions: Option<Editions>,
}

/// A file of GitLab's source, as `sources.yaml` describes it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceFile {
    /// The oldest edition that it speaks for.
    pub since: Edition,
    /// The releases and copies that were read.
    pub read: String,
}

impl DerivedCheck {
    /// What the requirement is called after the operation.
    pub(crate) fn name(&self) -> &str {
        self.id.as_ref().unwrap_or(&self.check)
    }

    /// Whether the operation is of a family that the entry is for.
    pub(crate) fn is_for(&self, operation: &str) -> bool {
        let is_of = |family: &String| {
            operation
                .strip_prefix(family.as_str())
                .is_some_and(|rest| rest.starts_with('.'))
        };
        self.families.is_empty() || self.families.iter().any(is_of)
    }
}

impl Erratum {
    /// The number of its id, by which errata are in order.
    pub(crate) fn number(&self) -> Option<u32> {
        self.id.strip_prefix("E-")?.parse().ok()
    }
}

impl Source {
    /// Whether this is where the edition has it.
    pub(crate) fn holds_in(&self, edition: Edition) -> bool {
        self.editions
            .as_ref()
            .is_none_or(|editions| editions.contains(edition))
    }
}

impl std::fmt::Display for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (&self.page, &self.heading, &self.file) {
            (Some(page), Some(heading), _) => write!(f, "{page}, “{heading}”"),
            (Some(page), None, _) => write!(f, "{page}"),
            (None, _, Some(file)) => {
                write!(f, "GitLab source {file}")?;
                match &self.evidence {
                    Some(evidence) => write!(f, " (evidence {evidence})"),
                    None => Ok(()),
                }
            }
            (None, _, None) => match &self.observed {
                Some(release) => write!(f, "observed on {release}"),
                None => write!(f, "not recorded"),
            },
        }
    }
}

/// How callers authenticate in some editions: by all of `schemes`, or in any one of several ways.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct AuthChoice {
    #[serde(default)]
    pub(crate) editions: Editions,
    #[serde(default)]
    pub(crate) schemes: Vec<String>,
    #[serde(default, rename = "anyOf")]
    pub(crate) any_of: Vec<Vec<String>>,
    #[serde(default)]
    pub(crate) errata: Vec<String>,
}

impl AuthChoice {
    /// The ways, the usual one first; each is a list of schemes that are needed together.
    pub(crate) fn ways(&self) -> impl Iterator<Item = &Vec<String>> {
        let only = Some(&self.schemes).filter(|schemes| !schemes.is_empty());
        only.into_iter().chain(&self.any_of)
    }
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Consumer {
    #[serde(default)]
    pub(crate) editions: Editions,
    pub(crate) profile: String,
    /// What it does with the operation.
    pub(crate) why: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct ParameterDocument {
    pub(crate) name: String,
    #[serde(rename = "in")]
    pub(crate) place: crate::Place,
    #[serde(default)]
    pub(crate) required: bool,
    #[serde(default)]
    pub(crate) description: String,
    #[serde(default)]
    pub(crate) editions: Editions,
    pub(crate) schema: Value,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BodyDocument {
    pub(crate) media_types: ByEdition<Vec<String>>,
    pub(crate) schema: Value,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ResponseDocument {
    pub(crate) description: String,
    #[serde(default)]
    pub(crate) editions: Editions,
    #[serde(default)]
    pub(crate) conditions: Vec<String>,
    #[serde(default = "json")]
    pub(crate) media_types: ByEdition<Vec<String>>,
    #[serde(default)]
    pub(crate) headers: BTreeMap<String, HeaderDocument>,
    pub(crate) schema: Option<Value>,
}

fn json() -> ByEdition<Vec<String>> {
    ByEdition::Same(vec!["application/json".to_owned()])
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct HeaderDocument {
    pub(crate) description: String,
    #[serde(default)]
    pub(crate) editions: Editions,
    #[serde(default)]
    pub(crate) required: bool,
    pub(crate) schema: Value,
}

/// A refusal as some editions word it.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct RefusalDocument {
    #[serde(default)]
    pub(crate) editions: Editions,
    pub(crate) status: u16,
    pub(crate) body: Value,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct RequirementDocument {
    pub(crate) id: String,
    pub(crate) level: Level,
    #[serde(default)]
    pub(crate) security: bool,
    pub(crate) editions: Option<Editions>,
    #[serde(default)]
    pub(crate) conditions: Vec<String>,
    pub(crate) sentence: String,
    /// Where it was read; where the operation was, in editions that no source of its own is of.
    #[serde(default, deserialize_with = "one_or_more")]
    pub(crate) source: Vec<Source>,
    #[serde(default)]
    pub(crate) errata: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct ExampleDocument {
    pub(crate) case: String,
    pub(crate) editions: Option<Editions>,
    /// Whether the page does not show it, and it stands in for one that it does show.
    #[serde(default)]
    pub(crate) substitute: bool,
    #[serde(default)]
    pub(crate) conditions: Vec<String>,
    #[serde(default)]
    pub(crate) before: Vec<crate::Call>,
    #[serde(default)]
    pub(crate) request: crate::ExampleRequest,
    pub(crate) response: crate::ExampleResponse,
}

impl OperationDocument {
    /// Where, how and with which credential it is asked for otherwise in one edition than in another: the JSON pointer of
    /// each difference, with the errata that decide the later one.
    pub(crate) fn asked_for_otherwise(
        &self,
        before: Edition,
        now: Edition,
    ) -> Vec<(&'static str, Vec<&String>)> {
        let mut differences = Vec::new();
        if self.method.of(before) != self.method.of(now) {
            differences.push(("/method", self.method.errata_of(now).collect()));
        }
        if self.path.of(before) != self.path.of(now) {
            differences.push(("/path", self.path.errata_of(now).collect()));
        }
        let auth = |edition| {
            let mut choices = self.auth.iter();
            choices.find(|choice| choice.editions.contains(edition))
        };
        if let (Some(before), Some(now)) = (auth(before), auth(now))
            && before.ways().ne(now.ways())
        {
            differences.push(("/auth", now.errata.iter().collect()));
        }
        differences
    }
}

/// What the operation answers where a condition is not met.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct OtherwiseDocument {
    pub(crate) condition: String,
    #[serde(default)]
    pub(crate) editions: Editions,
    #[serde(flatten)]
    pub(crate) otherwise: Otherwise,
}

/// One operation, all editions at once.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OperationDocument {
    pub(crate) operation: String,
    pub(crate) summary: String,
    pub(crate) method: ByEdition<String>,
    pub(crate) path: ByEdition<String>,
    pub(crate) editions: Editions,
    #[serde(default)]
    pub(crate) writes: bool,
    pub(crate) gitaly_context: Option<Editions>,
    #[serde(default)]
    pub(crate) tells_methods: bool,
    #[serde(default)]
    pub(crate) decisions: bool,
    #[serde(default)]
    pub(crate) conditions: Vec<String>,
    #[serde(default)]
    pub(crate) otherwise: Vec<OtherwiseDocument>,
    pub(crate) sources: Vec<Source>,
    pub(crate) auth: Vec<AuthChoice>,
    pub(crate) consumers: Vec<Consumer>,
    #[serde(default)]
    pub(crate) parameters: Vec<ParameterDocument>,
    pub(crate) request_body: Option<BodyDocument>,
    pub(crate) responses: BTreeMap<String, ResponseDocument>,
    #[serde(default)]
    pub(crate) refusals: BTreeMap<String, Vec<RefusalDocument>>,
    #[serde(default)]
    pub(crate) errata: Vec<String>,
    pub(crate) requirements: Vec<RequirementDocument>,
    pub(crate) examples: Vec<ExampleDocument>,
}

/// A check that every operation gets without a word in its own document.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DerivedCheck {
    /// The check's name.
    pub check: String,
    /// What the requirement is called, `<operation>/<id>`, where that is not the check's name.
    pub id: Option<String>,
    /// Only operations whose names begin with one of these; of several entries with one id the first that applies counts.
    #[serde(default)]
    pub families: Vec<String>,
    /// How strongly it binds.
    pub level: Level,
    /// Whether its breach lets somebody in, hands out what is another's, or takes effect without a credential.
    #[serde(default)]
    pub security: bool,
    /// What holds; `{operation}` stands for the operation's name.
    pub sentence: String,
    /// What the check does, for people.
    pub how: String,
    /// Where it was read.
    pub source: Source,
    /// The errata it decides.
    #[serde(default)]
    pub errata: Vec<String>,
    /// Only operations that take a body.
    #[serde(default)]
    pub with_body: bool,
    /// Only operations whose body may be of each of these media types.
    #[serde(default)]
    pub media_types: Vec<String>,
    /// Only operations of whose schemes one has credentials that are unusual but lawful.
    #[serde(default)]
    pub with_lawful_credentials: bool,
    /// Only operations of whose schemes one has credentials that a server may accept and may refuse.
    #[serde(default)]
    pub with_tolerated_credentials: bool,
    /// Only operations whose success has a documented body.
    #[serde(default)]
    pub with_answer: bool,
    /// Only the operation of which decisions.yaml says who may do what.
    #[serde(default)]
    pub with_decisions: bool,
}

/// How much an erratum decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Weight {
    /// It decides what a test asserts or what a server has to accept.
    #[serde(rename = "PIN")]
    Pin,
    /// A server should tolerate every reading; no test asserts one.
    #[serde(rename = "TOL")]
    Tolerate,
    /// For readers only.
    #[serde(rename = "NOTE")]
    Note,
}

/// A place where the documentation contradicts itself or its consumers, with the reading chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Erratum {
    /// Its permanent id, `E-` and a number.
    pub id: String,
    /// How much it decides.
    pub weight: Weight,
    /// The operations it concerns; empty with `all`.
    #[serde(default)]
    pub operations: Vec<String>,
    /// Whether it concerns every operation.
    #[serde(default)]
    pub all: bool,
    /// What it is about.
    pub title: String,
    /// The ways to read the documentation.
    #[serde(default)]
    pub readings: Vec<String>,
    /// The reading taken here.
    pub chosen: String,
    /// Why.
    pub reason: String,
    /// What releases of GitLab answer, where that is not what the documentation says.
    #[serde(default)]
    pub served: Option<Served>,
}

/// How GitLab itself parts from its documentation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Served {
    /// The served editions in which it does.
    pub editions: Editions,
    /// What it does.
    pub is: String,
}

/// What a scenario needs of a target: a role that the target file fills with real ids.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// What has to be true of it.
    pub is: String,
    /// The fields it has to give, each with its JSON type.
    pub fields: BTreeMap<String, String>,
    /// The editions in which something needs it.
    #[serde(default)]
    pub editions: Editions,
    /// Whether every use takes another one, which the target makes when it is asked to.
    #[serde(default)]
    pub fresh: bool,
}

/// A consumer of the API.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Its name, such as `gitlab-shell`.
    #[serde(default)]
    pub name: String,
    /// What it is, and what it wants of the API.
    pub is: String,
    /// How many of a hundred of its `must` requirements have to be judged before a server may be said to conform.
    pub floor_percent: u8,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct FixturesDocument {
    pub(crate) roles: BTreeMap<String, Role>,
}

/// Schemas that operations share, by name.
pub(crate) type Schemas = Map<String, Value>;
