//! All documents, and what they say for one edition.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, OnceLock};

use serde_json::{Map, Value, json};

use crate::document::{ExampleDocument, OperationDocument, RequirementDocument, ResponseDocument};
use crate::load::Documents;
use crate::{
    Body, Call, Condition, DerivedCheck, Edition, EditionEntry, EditionKind, Editions, EditionsFault,
    Erratum, Example, Faults, Header, Operation, Parameter, Profile, Requirement, Response, Role, Scheme,
    SecretKind, Source, UnknownEdition, Variant, check, files, load, select,
};

/// Every document, loaded and found sound.
pub struct Spec {
    documents: Documents,
    newest: Edition,
    /// What they say for each edition, once somebody asked.
    editions: BTreeMap<Edition, OnceLock<Arc<Api>>>,
}

/// The Internal API as one edition documents it.
#[derive(Clone, Debug)]
pub struct Api {
    /// The edition.
    pub edition: Edition,
    /// Its operations, by name.
    pub operations: Vec<Arc<Operation>>,
    /// The consumers that need any of them, by name.
    pub profiles: Vec<Profile>,
    /// The schemas they share, by name.
    pub schemas: Map<String, Value>,
    /// The roles its examples and features may ask a target for.
    pub roles: BTreeMap<String, Role>,
    /// Every scheme of every edition, by name: an operation's own is with the operation.
    pub schemes: BTreeMap<String, Scheme>,
    /// The secrets that callers prove to know, by name.
    pub secrets: BTreeMap<String, SecretKind>,
    /// The credentials that differ from the ordinary one in one way.
    pub variants: Vec<Variant>,
}

impl Spec {
    /// The documents that this program carries inside.
    ///
    /// # Errors
    ///
    /// All faults of all documents; a released program has none.
    pub fn embedded() -> Result<&'static Self, &'static Faults> {
        static EMBEDDED: OnceLock<Result<Spec, Faults>> = OnceLock::new();
        EMBEDDED
            .get_or_init(|| Self::from_files(&files::embedded()))
            .as_ref()
    }

    /// The documents of a folder that is laid out like `spec`.
    ///
    /// # Errors
    ///
    /// All faults of all documents, each with its file and JSON pointer.
    pub fn load(folder: &Path) -> Result<Self, Faults> {
        Self::from_files(&files::from_folder(folder)?)
    }

    fn from_files(files: &[files::File]) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let mut documents = load::documents(files, &mut faults);
        // A document that did not load would make every name in it look unknown to the others.
        if faults.count() == 0 {
            check::all(&documents, &mut faults);
        }
        let mut documented = documents.editions.iter().rev();
        let Some(newest) = documented.find(|entry| entry.kind == EditionKind::Documented) else {
            faults.add(
                load::EDITIONS,
                "",
                "has no documented edition; the newest one is the default",
            );
            return Err(faults.sorted());
        };
        let newest = newest.edition;
        faults.none_or_all()?;
        for (name, scheme) in &mut documents.auth.schemes {
            scheme.name.clone_from(name);
        }
        for (name, profile) in &mut documents.profiles {
            profile.name.clone_from(name);
        }
        documents.errata.sort_by_key(Erratum::number);
        documents
            .operations
            .sort_by(|a, b| a.1.operation.cmp(&b.1.operation));
        let editions = documents.editions.iter();
        let editions = editions.map(|entry| (entry.edition, OnceLock::new())).collect();
        Ok(Self {
            documents,
            newest,
            editions,
        })
    }

    /// The editions, oldest first.
    pub fn editions(&self) -> impl DoubleEndedIterator<Item = Edition> + Clone {
        self.documents.editions.iter().map(|entry| entry.edition)
    }

    /// What `editions.yaml` says of each of them, oldest first.
    #[must_use]
    pub fn edition_entries(&self) -> &[EditionEntry] {
        &self.documents.editions
    }

    /// The newest documented edition, the default wherever one is needed.
    #[must_use]
    pub fn newest(&self) -> Edition {
        self.newest
    }

    /// The edition that people mean by a label.
    ///
    /// # Errors
    ///
    /// Where no edition is called so, with those that there are.
    pub fn edition(&self, label: &str) -> Result<Edition, UnknownEdition> {
        let known: Vec<Edition> = self.editions().collect();
        let mut found = known.iter().filter(|edition| edition.to_string() == label);
        found.next().copied().ok_or_else(|| UnknownEdition {
            label: label.to_owned(),
            known: known.clone(),
        })
    }

    /// A set of editions as documents write it, such as `16.3..`, with its open ends closed.
    ///
    /// # Errors
    ///
    /// Where it is none, or names an edition that no document has.
    pub fn read_editions(&self, text: &str) -> Result<Editions, EditionsFault> {
        Editions::read(text, &self.editions().collect::<Vec<_>>())
    }

    /// Everything the documents say for one edition.
    #[must_use]
    pub fn api(&self, edition: Edition) -> Arc<Api> {
        let assembled = || Arc::new(self.assemble(edition));
        match self.editions.get(&edition) {
            Some(api) => Arc::clone(api.get_or_init(assembled)),
            None => assembled(),
        }
    }

    fn assemble(&self, edition: Edition) -> Api {
        let documents = &self.documents;
        let operations: Vec<Arc<Operation>> = documents
            .operations
            .iter()
            .filter(|(_, operation)| operation.editions.contains(edition))
            .filter_map(|(_, operation)| self.resolve(operation, edition))
            .map(Arc::new)
            .collect();
        let needed = |name: &String| {
            operations
                .iter()
                .any(|operation| operation.profiles.contains(name))
        };
        let profiles = documents.profiles.iter().filter(|(name, _)| needed(name));
        let profiles = profiles.map(|(_, profile)| profile.clone()).collect();
        let roles = documents.fixtures.roles.iter();
        let secrets = documents.auth.secrets.iter();
        let variants = documents.auth.variants.iter();
        Api {
            edition,
            operations,
            profiles,
            schemas: documents
                .schemas
                .iter()
                .filter_map(|(name, schema)| Some((name.clone(), select::schema(schema, edition)?)))
                .collect(),
            roles: roles
                .filter(|(_, role)| role.editions.contains(edition))
                .map(|(name, role)| (name.clone(), role.clone()))
                .collect(),
            schemes: documents.auth.schemes.clone(),
            secrets: secrets
                .filter(|(_, secret)| secret.editions.contains(edition))
                .map(|(name, secret)| (name.clone(), secret.clone()))
                .collect(),
            variants: variants
                .filter(|variant| variant.editions.contains(edition))
                .cloned()
                .collect(),
        }
    }

    /// Every operation's name with the editions that document it, by name.
    pub fn operations(&self) -> impl Iterator<Item = (&str, &Editions)> {
        self.documents
            .operations
            .iter()
            .map(|(_, operation)| (operation.operation.as_str(), &operation.editions))
    }

    /// What may or may not be true of an instance, by name.
    #[must_use]
    pub fn conditions(&self) -> &BTreeMap<String, Condition> {
        &self.documents.conditions
    }

    /// The errata, in the order of their ids.
    #[must_use]
    pub fn errata(&self) -> &[Erratum] {
        &self.documents.errata
    }

    /// The checks that every operation gets without a word in its own document.
    #[must_use]
    pub fn derived(&self) -> &[DerivedCheck] {
        &self.documents.derived
    }

    /// The consumer profiles, by name.
    #[must_use]
    pub fn profiles(&self) -> BTreeSet<String> {
        let operations = self.documents.operations.iter();
        operations
            .flat_map(|(_, operation)| {
                operation
                    .consumers
                    .iter()
                    .map(|consumer| consumer.profile.clone())
            })
            .collect()
    }

    /// A consumer profile.
    #[must_use]
    pub fn profile(&self, name: &str) -> Option<&Profile> {
        self.documents.profiles.get(name)
    }

    /// The roles of all editions, by name.
    #[must_use]
    pub fn roles(&self) -> &BTreeMap<String, Role> {
        &self.documents.fixtures.roles
    }

    /// The secrets that callers prove to know, by name.
    #[must_use]
    pub fn secrets(&self) -> &BTreeMap<String, SecretKind> {
        &self.documents.auth.secrets
    }

    /// The credentials that differ from the ordinary one in one way, of every edition.
    #[must_use]
    pub fn variants(&self) -> &[Variant] {
        &self.documents.auth.variants
    }

    /// The schemes, by name.
    #[must_use]
    pub fn schemes(&self) -> &BTreeMap<String, Scheme> {
        &self.documents.auth.schemes
    }

    fn resolve(&self, document: &OperationDocument, edition: Edition) -> Option<Operation> {
        let choice = document
            .auth
            .iter()
            .find(|choice| choice.editions.contains(edition))?;
        let schemes = |names: &Vec<String>| -> Vec<Scheme> {
            let schemes = names.iter();
            let schemes = schemes.filter_map(|name| self.documents.auth.schemes.get(name).cloned());
            schemes.collect()
        };
        let mut ways = choice.ways().map(schemes);
        let source = document.sources.iter().find(|source| source.holds_in(edition))?;
        let consumers = || {
            let consumers = document.consumers.iter();
            consumers.filter(|consumer| consumer.editions.contains(edition))
        };
        let body = document.request_body.as_ref().and_then(|body| {
            Some(Body {
                media_types: body.media_types.of(edition)?.clone(),
                schema: select::schema(&body.schema, edition)?,
            })
        });
        let mut operation = Operation {
            slug: document.operation.clone(),
            summary: document.summary.clone(),
            method: document.method.of(edition)?.clone(),
            path: document.path.of(edition)?.clone(),
            writes: document.writes,
            conditions: document.conditions.clone(),
            source: source.clone(),
            schemes: ways.next()?,
            other_ways: ways.collect(),
            profiles: consumers().map(|consumer| consumer.profile.clone()).collect(),
            whys: consumers()
                .filter_map(|consumer| Some((consumer.profile.clone(), consumer.why.clone()?)))
                .collect(),
            parameters: parameters(document, edition),
            body,
            responses: responses(document, edition),
            errata: document.errata.clone(),
            requirements: Vec::new(),
            examples: examples(document, edition),
        };
        operation.requirements = self.requirements(document, &operation, edition);
        Some(operation)
    }

    /// The written requirements of the edition, then the derived ones.
    fn requirements(
        &self,
        document: &OperationDocument,
        operation: &Operation,
        edition: Edition,
    ) -> Vec<Requirement> {
        let written = document
            .requirements
            .iter()
            .map(|requirement| written(document, requirement, &operation.source, edition));
        let derived = self
            .documents
            .derived
            .iter()
            .filter(|derived| applies(derived, operation, &self.documents.auth.variants));
        let derived = derived.map(|derived| Requirement {
            id: format!("{}/{}", document.operation, derived.check),
            operation: document.operation.clone(),
            level: derived.level,
            editions: document.editions.clone(),
            conditions: document.conditions.clone(),
            sentence: derived.sentence.replace("{operation}", &document.operation),
            source: derived.source.clone(),
            errata: derived.errata.clone(),
            check: Some(derived.check.clone()),
        });
        written
            .chain(derived)
            .filter(|requirement| requirement.editions.contains(edition))
            .collect()
    }
}

fn written(
    document: &OperationDocument,
    requirement: &RequirementDocument,
    of_operation: &Source,
    edition: Edition,
) -> Requirement {
    let mut conditions = document.conditions.clone();
    let own = requirement.conditions.iter();
    conditions.extend(own.filter(|name| !document.conditions.contains(name)).cloned());
    let mut sources = requirement.source.iter();
    let source = sources
        .find(|source| source.holds_in(edition))
        .unwrap_or(of_operation);
    Requirement {
        id: requirement.id.clone(),
        operation: document.operation.clone(),
        level: requirement.level,
        editions: requirement
            .editions
            .clone()
            .unwrap_or_else(|| document.editions.clone()),
        conditions,
        sentence: requirement.sentence.clone(),
        source: Source {
            editions: None,
            ..source.clone()
        },
        errata: requirement.errata.clone(),
        check: None,
    }
}

fn applies(derived: &DerivedCheck, operation: &Operation, variants: &[Variant]) -> bool {
    let body = operation.body.as_ref();
    let takes = |media_type| body.is_some_and(|body| body.media_types.contains(media_type));
    let mut responses = operation.responses.iter();
    let answers =
        responses.any(|(status, response)| (200..300).contains(status) && response.schema.is_some());
    let lawful = |scheme| {
        variants
            .iter()
            .any(|variant| variant.accepted && variant.suits(scheme))
    };
    (!derived.with_lawful_credentials || operation.every_scheme().into_iter().any(lawful))
        && (!derived.with_body || body.is_some())
        && derived.media_types.iter().all(takes)
        && (!derived.with_answer || answers)
}

fn parameters(document: &OperationDocument, edition: Edition) -> Vec<Parameter> {
    let parameters = document
        .parameters
        .iter()
        .filter(|parameter| parameter.editions.contains(edition));
    parameters
        .filter_map(|parameter| {
            Some(Parameter {
                name: parameter.name.clone(),
                place: parameter.place,
                required: parameter.required,
                description: parameter.description.clone(),
                schema: select::schema(&parameter.schema, edition)?,
            })
        })
        .collect()
}

fn responses(document: &OperationDocument, edition: Edition) -> BTreeMap<u16, Response> {
    let responses = document
        .responses
        .iter()
        .filter(|(_, response)| response.editions.contains(edition));
    responses
        .filter_map(|(status, response)| {
            let schema = response
                .schema
                .as_ref()
                .map(|schema| select::schema(schema, edition));
            let response = Response {
                description: response.description.clone(),
                conditions: response.conditions.clone(),
                media_types: response.media_types.of(edition)?.clone(),
                headers: headers(response, edition),
                schema: schema.map(|schema| schema.unwrap_or(json!(false))),
            };
            Some((status.parse().ok()?, response))
        })
        .collect()
}

fn headers(response: &ResponseDocument, edition: Edition) -> Vec<Header> {
    let headers = response
        .headers
        .iter()
        .filter(|(_, header)| header.editions.contains(edition));
    headers
        .filter_map(|(name, header)| {
            Some(Header {
                name: name.clone(),
                description: header.description.clone(),
                required: header.required,
                schema: select::schema(&header.schema, edition)?,
            })
        })
        .collect()
}

fn examples(document: &OperationDocument, edition: Edition) -> Vec<Example> {
    let examples = document.examples.iter();
    examples
        .filter(|example| {
            let editions = example.editions.as_ref();
            editions.unwrap_or(&document.editions).contains(edition)
        })
        .map(|example| Example {
            case: example.case.clone(),
            conditions: example.conditions.clone(),
            before: before(example, edition),
            request: example.request.clone(),
            response: example.response.clone(),
        })
        .collect()
}

fn before(example: &ExampleDocument, edition: Edition) -> Vec<Call> {
    let calls = example.before.iter();
    let calls = calls.filter(|call| call.editions.contains(edition));
    calls.cloned().collect()
}
