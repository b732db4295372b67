//! An operation as one edition has it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Editions, Level, Otherwise, Parting, Refusal, Scheme, Source};

/// Where an attribute travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// After the `?` of the URL.
    Query,
    /// As a segment of the path.
    Path,
    /// As a header.
    Header,
    /// As a member of the body, form or JSON.
    Body,
}

/// A parameter of the URL or a header.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// In the query, in the path or in a header.
    pub place: Place,
    /// Whether the documentation requires it.
    pub required: bool,
    /// What it means.
    pub description: String,
    /// The JSON Schema of its value.
    pub schema: Value,
}

/// The body of a request.
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    /// The media types it may have; the first is the one the documentation's example sends.
    pub media_types: Vec<String>,
    /// The JSON Schema of its members.
    pub schema: Value,
}

/// An input of an operation, wherever it travels.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribute {
    /// Its name.
    pub name: String,
    /// Where it travels.
    pub place: Place,
    /// Whether the documentation requires it.
    pub required: bool,
    /// The JSON Schema of its value.
    pub schema: Value,
}

/// What an operation answers with one status.
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    /// When it is answered.
    pub description: String,
    /// What has to be true of an instance that answers so.
    pub conditions: Vec<String>,
    /// The media types that the body may have.
    pub media_types: Vec<String>,
    /// The headers that are documented.
    pub headers: Vec<Header>,
    /// The JSON Schema of the body; without one the body is empty.
    pub schema: Option<Value>,
}

/// A header of an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// What it means.
    pub description: String,
    /// Whether every such answer has it.
    pub required: bool,
    /// The JSON Schema of its value.
    pub schema: Value,
}

/// One checkable sentence with a permanent id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requirement {
    /// The permanent id, `<operation>/<words>`.
    pub id: String,
    /// The operation it is about.
    pub operation: String,
    /// How strongly it binds.
    pub level: Level,
    /// Whether its breach lets somebody in, hands out what is another's, or takes effect without a credential.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub security: bool,
    /// The editions it holds in.
    pub editions: Editions,
    /// What has to be true of an instance for it to hold there, the operation's own conditions included.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<String>,
    /// What holds.
    pub sentence: String,
    /// Where it was read.
    pub source: Source,
    /// The errata it decides.
    pub errata: Vec<String>,
    /// The derived check that judges it; without one the features do.
    pub check: Option<String>,
    /// Where GitLab itself parts from the documentation in what it says: as it says itself in a served edition, otherwise
    /// than it says in a documented one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub partings: Vec<Parting>,
}

/// A documented request, to the letter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExampleRequest {
    /// The body as the documentation sends it.
    pub body: Option<String>,
    /// The query as the documentation sends it, without the `?`.
    pub query: Option<String>,
    /// The values of the path's parameters.
    #[serde(default)]
    pub path: BTreeMap<String, String>,
    /// Headers beside the credential's and the body's media type.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// Parameters (by name, or by JSON pointer into them) whose literal value gives way to one with placeholders
    /// (`{role.field}`, `{unique}`) filled in, where that differs.
    #[serde(default)]
    pub bind: BTreeMap<String, String>,
}

/// A documented answer.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExampleResponse {
    /// The status, where the documentation says one or its listed consumers take no other.
    pub status: Option<u16>,
    /// The body, to the letter; nothing where the documentation shows none.
    #[serde(default, deserialize_with = "given")]
    pub body: Option<Value>,
    /// Members (by JSON pointer) compared with a value whose placeholders are filled in instead of the literal one.
    #[serde(default)]
    pub bind: BTreeMap<String, String>,
}

/// A `null` that is written down is a body, too.
fn given<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// A request that an example needs to have been made before it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Call {
    /// The operation that is called.
    pub operation: String,
    /// The editions in which it has to be.
    #[serde(default)]
    pub(crate) editions: Editions,
    /// Its parameters; texts may have placeholders (`{role.field}`, `{unique}`).
    #[serde(default)]
    pub with: serde_json::Map<String, Value>,
}

/// A documented request with its documented answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// Its name within the operation.
    pub case: String,
    /// What has to be true of an instance that answers so, beside the operation's own conditions.
    pub conditions: Vec<String>,
    /// What has to happen first, in this order, for the request to meet what the documentation presumes.
    pub before: Vec<Call>,
    /// What is sent.
    pub request: ExampleRequest,
    /// What comes back.
    pub response: ExampleResponse,
}

/// One method and path of the Internal API, as one edition documents it.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// The permanent name, such as `git.allowed`.
    pub slug: String,
    /// What it does, in a sentence.
    pub summary: String,
    /// The HTTP method, upper case.
    pub method: String,
    /// The path below the instance's URL, with `{name}` for path parameters.
    pub path: String,
    /// Whether an accepted request changes state.
    pub writes: bool,
    /// Whether the context that clients of Gitaly hand through is checked.
    pub gitaly_context: bool,
    /// Whether a wrong method on its path is told from an unknown path.
    pub tells_methods: bool,
    /// Whether decisions.yaml says who may do what with it.
    pub decisions: bool,
    /// What has to be true of an instance that has it.
    pub conditions: Vec<String>,
    /// What it answers where one of these is not met, by condition, where that is known.
    pub otherwise: BTreeMap<String, Otherwise>,
    /// Where the edition documents it.
    pub source: Source,
    /// How callers authenticate: by all of these, which a server asks for in this order.
    pub schemes: Vec<Scheme>,
    /// How they may authenticate instead: in any one of these ways, each by all of its schemes.
    pub other_ways: Vec<Vec<Scheme>>,
    /// The consumer profiles that need it.
    pub profiles: Vec<String>,
    /// What each of them does with it, by profile, where that is known.
    pub whys: BTreeMap<String, String>,
    /// The parameters of the URL, and headers.
    pub parameters: Vec<Parameter>,
    /// The body, if it takes one.
    pub body: Option<Body>,
    /// What it answers, by status.
    pub responses: BTreeMap<u16, Response>,
    /// Refusals by name: each as the server may word it, the wording of the newest GitLab last.
    pub refusals: BTreeMap<String, Vec<Refusal>>,
    /// The errata that concern it.
    pub errata: Vec<String>,
    /// What it has to do, the derived requirements included.
    pub requirements: Vec<Requirement>,
    /// The documented examples.
    pub examples: Vec<Example>,
    /// What to send where any request will do that is accepted, if that is none of the documented ones.
    pub substitute: Option<Example>,
}

impl Operation {
    /// The part of the name before the dots' last: `git` of `git.allowed`, `scim.group` of `scim.group.list`.
    #[must_use]
    pub fn family(&self) -> &str {
        self.slug
            .rsplit_once('.')
            .map_or(&self.slug, |(family, _)| family)
    }

    /// The refusal of this name, as the newest GitLab of the edition words it.
    #[must_use]
    pub fn refusal(&self, name: &str) -> Option<&Refusal> {
        self.refusals.get(name)?.last()
    }

    /// Every way to authenticate, the usual one first.
    pub fn ways(&self) -> impl Iterator<Item = &[Scheme]> {
        let others = self.other_ways.iter().map(Vec::as_slice);
        std::iter::once(self.schemes.as_slice()).chain(others)
    }

    /// The first way that has the scheme, else the usual one.
    #[must_use]
    pub fn way_with(&self, scheme: &str) -> &[Scheme] {
        let has_it = |way: &&[Scheme]| way.iter().any(|other| other.name == scheme);
        self.ways().find(has_it).unwrap_or(&self.schemes)
    }

    /// Every scheme of every way, once.
    #[must_use]
    pub fn every_scheme(&self) -> Vec<&Scheme> {
        let mut schemes: Vec<&Scheme> = Vec::new();
        for scheme in self.ways().flatten() {
            if schemes.iter().all(|known| known.name != scheme.name) {
                schemes.push(scheme);
            }
        }
        schemes
    }

    /// The request to send where any will do that is accepted: the first documented one, or what stands in for it.
    #[must_use]
    pub fn usual_example(&self) -> Option<&Example> {
        self.substitute.as_ref().or(self.examples.first())
    }

    /// Every input, wherever it travels, in the documents' order.
    #[must_use]
    pub fn attributes(&self) -> Vec<Attribute> {
        let mut attributes: Vec<Attribute> = self
            .parameters
            .iter()
            .map(|parameter| Attribute {
                name: parameter.name.clone(),
                place: parameter.place,
                required: parameter.required,
                schema: parameter.schema.clone(),
            })
            .collect();
        let Some(body) = &self.body else {
            return attributes;
        };
        let required = body.schema["required"].as_array();
        let is_required = |name: &str| required.is_some_and(|names| names.iter().any(|n| n == name));
        for (name, schema) in body.schema["properties"].as_object().into_iter().flatten() {
            attributes.push(Attribute {
                name: name.clone(),
                place: Place::Body,
                required: is_required(name),
                schema: schema.clone(),
            });
        }
        attributes
    }

    /// The place an attribute without one of its own travels in: the body if there is one, else the query.
    #[must_use]
    pub fn usual_place(&self) -> Place {
        if self.body.is_some() {
            Place::Body
        } else {
            Place::Query
        }
    }
}
