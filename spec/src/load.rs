//! Reading documents: YAML, then its published JSON Schema, then what they leave out, then the types.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::auth::AuthDocument;
use crate::document::{
    DerivedCheck, EditionEntry, Erratum, FixturesDocument, OperationDocument, Profile, Schemas, Served,
    SourceFile,
};
use crate::files::{File, Text};
use crate::format::Check;
use crate::late::Late;
use crate::{Condition, Decisions, Edition, Faults, shorthand};

/// The document that says which editions there are.
pub(crate) const EDITIONS: &str = "editions.yaml";
/// Who may do what.
const DECISIONS: &str = "decisions.yaml";
/// Where requirements were read.
const SOURCES: &str = "sources.yaml";
/// The document with the answers that several operations have.
const RESPONSES: &str = "responses.yaml";

/// Every document, typed, with the file each operation came from.
#[derive(Default)]
pub(crate) struct Documents {
    /// Oldest first.
    pub(crate) editions: Vec<EditionEntry>,
    pub(crate) operations: Vec<(String, OperationDocument)>,
    pub(crate) schemas: Schemas,
    /// Answers that several operations have, by name, as they are written.
    pub(crate) responses: Map<String, Value>,
    pub(crate) auth: AuthDocument,
    pub(crate) conditions: BTreeMap<String, Condition>,
    pub(crate) decisions: Arc<Late<Decisions>>,
    pub(crate) derived: Vec<DerivedCheck>,
    pub(crate) errata: Vec<Erratum>,
    pub(crate) fixtures: FixturesDocument,
    pub(crate) profiles: BTreeMap<String, Profile>,
    /// The files of GitLab's source, by path.
    pub(crate) sources: Late<BTreeMap<String, SourceFile>>,
}

impl Documents {
    /// The editions, oldest first.
    pub(crate) fn known(&self) -> impl Iterator<Item = Edition> {
        self.editions.iter().map(|entry| entry.edition)
    }

    /// What the erratum says that GitLab itself does in a served edition, if it says something of that.
    pub(crate) fn served(&self, erratum: &str, edition: Edition) -> Option<&Served> {
        let erratum = self.errata.iter().find(|known| known.id == erratum)?;
        erratum
            .served
            .as_ref()
            .filter(|served| served.editions.contains(edition))
    }
}

/// What documents are held to while they are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checks {
    /// Their published formats, and that their names mean something.
    All,
    /// That their names mean something.
    Names,
    /// Nothing: they were found sound before.
    None,
}

/// Reads all documents, and notes every fault of every one of them. Each is done with before the next is read, so that
/// no more than one is there in both forms.
pub(crate) fn documents(files: &[File], checks: Checks, faults: &mut Faults) -> Documents {
    let mut documents = Documents::default();
    let mut check = Check::new(checks);
    let mut files: Vec<&File> = files.iter().collect();
    // First what other documents speak of.
    let first = [EDITIONS, RESPONSES];
    files.sort_by_key(|file| {
        let place = first.iter().position(|path| *path == file.path);
        place.unwrap_or(first.len())
    });
    for file in files {
        let is_late = checks == Checks::None && is_put_off(file, &mut documents);
        if !is_late {
            one(file, &mut check, &mut documents, faults);
        }
    }
    documents
}

/// Leaves what no server asks for until somebody does.
fn is_put_off(file: &File, documents: &mut Documents) -> bool {
    let Text::Json(text) = file.text else { return false };
    let known = documents.known().collect();
    match file.path.as_str() {
        DECISIONS => documents.decisions = Arc::new(later(text, known)),
        SOURCES => documents.sources = later(text, known),
        _ => return false,
    }
    true
}

fn one(file: &File, check: &mut Check, documents: &mut Documents, faults: &mut Faults) {
    let path = file.path.as_str();
    if !path.ends_with(".yaml") {
        return faults.add(path, "", "is no document; documents end in .yaml");
    }
    let mut value = match file.text.value() {
        Ok(value) => value,
        Err(message) => return faults.add(path, "", message),
    };
    if !check.fits(&value, path, faults) {
        return;
    }
    let before = faults.count();
    let known: Vec<Edition> = documents.known().collect();
    if !known.is_empty() {
        shorthand::close(&mut value, &known, path, faults);
    }
    if path.starts_with("api/") {
        shorthand::share(&mut value, &documents.responses, path, faults);
    }
    if faults.count() == before {
        sort_in(value, path, documents, faults);
    }
}

/// A document that was found sound before.
fn later<T: DeserializeOwned + Default + 'static>(text: &'static str, known: Vec<Edition>) -> Late<T> {
    Late::new(move || {
        let mut value = serde_json::from_str(text).unwrap_or_default();
        shorthand::close(&mut value, &known, "", &mut Faults::default());
        serde_json::from_value(value).unwrap_or_default()
    })
}

/// Puts a sound document where it belongs.
fn sort_in(value: Value, path: &str, documents: &mut Documents, faults: &mut Faults) {
    match path {
        EDITIONS => {
            typed(value, path, faults, |editions| documents.editions = editions);
            documents.editions.sort_by_key(|entry| entry.edition);
            for pair in documents.editions.windows(2) {
                if pair[0].edition == pair[1].edition {
                    faults.add(path, "", format!("edition {} stands here twice", pair[0].edition));
                }
            }
        }
        "auth.yaml" => typed(value, path, faults, |auth| documents.auth = auth),
        "conditions.yaml" => typed(value, path, faults, |conditions| {
            documents.conditions = conditions
        }),
        DECISIONS => typed(value, path, faults, |decisions| {
            documents.decisions = Arc::new(Late::new(|| decisions));
        }),
        "derived.yaml" => typed(value, path, faults, |derived| documents.derived = derived),
        "errata.yaml" => typed(value, path, faults, |errata| documents.errata = errata),
        RESPONSES => typed(value, path, faults, |responses| documents.responses = responses),
        SOURCES => typed(value, path, faults, |sources| {
            documents.sources = Late::new(|| sources);
        }),
        "profiles.yaml" => typed(value, path, faults, |profiles| documents.profiles = profiles),
        "fixtures.yaml" => typed(value, path, faults, |fixtures| documents.fixtures = fixtures),
        _ => match path.strip_prefix("schemas/") {
            Some(name) => {
                documents
                    .schemas
                    .insert(name.trim_end_matches(".yaml").to_owned(), value);
            }
            None => typed(value, path, faults, |operation| {
                documents.operations.push((path.to_owned(), operation));
            }),
        },
    }
}

fn typed<T: DeserializeOwned>(value: Value, path: &str, faults: &mut Faults, keep: impl FnOnce(T)) {
    match serde_json::from_value(value) {
        Ok(document) => keep(document),
        Err(error) => faults.add(path, "", error.to_string()),
    }
}
