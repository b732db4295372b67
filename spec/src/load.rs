//! Reading documents: YAML, then its published JSON Schema, then the types.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::Faults;
use crate::auth::AuthDocument;
use crate::document::{DerivedCheck, Erratum, FixturesDocument, OperationDocument, Profile, Schemas};
use crate::files::File;

/// Every document, typed, with the file each operation came from.
#[derive(Default)]
pub(crate) struct Documents {
    pub(crate) operations: Vec<(String, OperationDocument)>,
    pub(crate) schemas: Schemas,
    pub(crate) auth: AuthDocument,
    pub(crate) derived: Vec<DerivedCheck>,
    pub(crate) errata: Vec<Erratum>,
    pub(crate) fixtures: FixturesDocument,
    pub(crate) profiles: BTreeMap<String, Profile>,
}

/// The published format of a document, by the kind of document.
fn format_of(path: &str) -> Option<&'static str> {
    Some(match path {
        "auth.yaml" => include_str!("../formats/auth.schema.json"),
        "derived.yaml" => include_str!("../formats/derived.schema.json"),
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
    for file in files {
        if !file.path.ends_with(".yaml") {
            faults.add(&file.path, "", "is no document; documents end in .yaml");
            continue;
        }
        let value: Value = match serde_saphyr::from_str(&file.text) {
            Ok(value) => value,
            Err(error) => {
                faults.add(
                    &file.path,
                    "",
                    format!("is no well-formed YAML: {}", one_line(&error)),
                );
                continue;
            }
        };
        if let Some(format) = format_of(&file.path)
            && !fits(&value, &file.path, format, &mut formats, faults)
        {
            continue;
        }
        sort_in(value, file, &mut documents, faults);
    }
    documents
}

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
            faults.add(path, error.instance_path().to_string(), error.to_string());
            sound = false;
        }
    }
    sound
}

/// Puts a sound document where it belongs.
fn sort_in(value: Value, file: &File, documents: &mut Documents, faults: &mut Faults) {
    let path = file.path.as_str();
    match path {
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
