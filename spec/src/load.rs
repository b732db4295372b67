//! Reading documents: YAML, then its published JSON Schema, then the types.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::Faults;
use crate::auth::AuthDocument;
use crate::document::{DerivedCheck, Erratum, FixturesDocument, OperationDocument, Profile, Schemas};
use crate::files::File;
#[cfg(feature = "check")]
use crate::format::Check;

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

/// Whether documents are held to their published formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formats {
    /// Each of them.
    Checked,
    /// They were before.
    Trusted,
}

#[cfg(not(feature = "check"))]
struct Check;

#[cfg(not(feature = "check"))]
impl Check {
    fn new(_: Formats) -> Self {
        Self
    }

    fn fits(&mut self, _: &Value, _: &str, _: &mut Faults) -> bool {
        true
    }
}

/// Reads all documents, and notes every fault of every one of them.
pub(crate) fn documents(files: &[File], formats: Formats, faults: &mut Faults) -> Documents {
    let mut documents = Documents::default();
    let mut check = Check::new(formats);
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
        if !check.fits(&value, &file.path, faults) {
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
