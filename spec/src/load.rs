//! Reading documents: YAML, then its published JSON Schema, then the types.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::auth::AuthDocument;
use crate::document::{
    DerivedCheck, EditionEntry, Erratum, FixturesDocument, OperationDocument, Profile, Schemas,
};
use crate::files::File;
use crate::{Edition, Editions, Faults};

/// The document that says which editions there are.
pub(crate) const EDITIONS: &str = "editions.yaml";

/// Every document, typed, with the file each operation came from.
#[derive(Default)]
pub(crate) struct Documents {
    /// Oldest first.
    pub(crate) editions: Vec<EditionEntry>,
    pub(crate) operations: Vec<(String, OperationDocument)>,
    pub(crate) schemas: Schemas,
    pub(crate) auth: AuthDocument,
    pub(crate) derived: Vec<DerivedCheck>,
    pub(crate) errata: Vec<Erratum>,
    pub(crate) fixtures: FixturesDocument,
    pub(crate) profiles: BTreeMap<String, Profile>,
}

impl Documents {
    /// The editions, oldest first.
    pub(crate) fn known(&self) -> impl Iterator<Item = Edition> {
        self.editions.iter().map(|entry| entry.edition)
    }
}

/// The published format of a document, by the kind of document.
fn format_of(path: &str) -> Option<&'static str> {
    Some(match path {
        "auth.yaml" => include_str!("../formats/auth.schema.json"),
        "derived.yaml" => include_str!("../formats/derived.schema.json"),
        EDITIONS => include_str!("../formats/editions.schema.json"),
        "errata.yaml" => include_str!("../formats/errata.schema.json"),
        "fixtures.yaml" => include_str!("../formats/fixtures.schema.json"),
        "profiles.yaml" => include_str!("../formats/profiles.schema.json"),
        path if path.starts_with("api/") => include_str!("../formats/operation.schema.json"),
        _ => return None,
    })
}

/// Reads all documents, and notes every fault of every one of them.
pub(crate) fn documents(files: &[File], faults: &mut Faults) -> Documents {
    let mut documents = Documents::default();
    let mut formats = BTreeMap::new();
    let mut values = Vec::new();
    for file in files {
        if !file.path.ends_with(".yaml") {
            faults.add(&file.path, "", "is no document; documents end in .yaml");
            continue;
        }
        match serde_saphyr::from_str::<Value>(&file.text) {
            Ok(value) => values.push((file.path.as_str(), value)),
            Err(error) => {
                let message = format!("is no well-formed YAML: {}", one_line(&error));
                faults.add(&file.path, "", message);
            }
        }
    }
    values.retain(|(path, value)| match format_of(path) {
        Some(format) => fits(value, path, format, &mut formats, faults),
        None => true,
    });
    // The editions first: every other document speaks of them.
    values.sort_by_key(|(path, _)| *path != EDITIONS);
    for (path, mut value) in values {
        let known: Vec<Edition> = documents.known().collect();
        if !known.is_empty() {
            close(&mut value, &known, path, "", faults);
        }
        sort_in(value, path, &mut documents, faults);
    }
    documents
}

/// Closes the open ends of every set of editions in a document, and notes those that are none.
fn close(value: &mut Value, known: &[Edition], path: &str, pointer: &str, faults: &mut Faults) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                let here = format!("{pointer}/{key}");
                match member {
                    Value::String(text) if key == "editions" => match Editions::read(text, known) {
                        Ok(editions) => *text = editions.to_string(),
                        Err(fault) => faults.add(path, here, fault.to_string()),
                    },
                    _ if DATA.contains(&key.as_str()) => {}
                    _ => close(member, known, path, &here, faults),
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                close(item, known, path, &format!("{pointer}/{index}"), faults);
            }
        }
        _ => {}
    }
}

/// What documents hold values of the API under, in which `editions` would be a member like any other.
const DATA: [&str; 5] = ["body", "const", "default", "enum", "with"];

fn one_line(error: &impl std::fmt::Display) -> String {
    let text = error.to_string();
    text.lines().map(str::trim).next().unwrap_or_default().to_owned()
}

/// Whether the value fits its format; every place where it does not becomes a fault.
fn fits(
    value: &Value,
    path: &str,
    format: &'static str,
    formats: &mut BTreeMap<&'static str, jsonschema::Validator>,
    faults: &mut Faults,
) -> bool {
    if !formats.contains_key(format) {
        let validator = serde_json::from_str(format)
            .map_err(|error| error.to_string())
            .and_then(|schema: Value| {
                jsonschema::draft202012::new(&schema).map_err(|error| error.to_string())
            });
        match validator {
            Ok(validator) => {
                formats.insert(format, validator);
            }
            Err(error) => {
                faults.add(path, "", format!("its published format is broken: {error}"));
                return false;
            }
        }
    }
    let mut sound = true;
    if let Some(validator) = formats.get(format) {
        for error in validator.iter_errors(value) {
            let pointer = error.instance_path().to_string();
            let key = pointer.rsplit('/').next().unwrap_or_default();
            let message = if VERSIONS.contains(&key) && error.instance().is_number() {
                "put it in quotes, since 13.10 is the number 13.1 without them".to_owned()
            } else {
                error.to_string()
            };
            faults.add(path, pointer, message);
            sound = false;
        }
    }
    sound
}

/// The members that hold a version or several.
const VERSIONS: [&str; 4] = ["editions", "first", "label", "last"];

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
        "derived.yaml" => typed(value, path, faults, |derived| documents.derived = derived),
        "errata.yaml" => typed(value, path, faults, |errata| documents.errata = errata),
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
