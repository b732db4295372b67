//! The published formats of documents, and whether a document fits its own.

use std::collections::BTreeMap;

use jsonschema::Validator;
use serde_json::Value;

use crate::Faults;
use crate::load::Checks;

/// The format of operations, of which others take parts.
const OPERATION: &str = include_str!("../formats/operation.schema.json");

/// The published format of a document, by the kind of document.
fn format_of(path: &str) -> Option<&'static str> {
    Some(match path {
        "auth.yaml" => include_str!("../formats/auth.schema.json"),
        "conditions.yaml" => include_str!("../formats/conditions.schema.json"),
        "decisions.yaml" => include_str!("../formats/decisions.schema.json"),
        "derived.yaml" => include_str!("../formats/derived.schema.json"),
        "editions.yaml" => include_str!("../formats/editions.schema.json"),
        "errata.yaml" => include_str!("../formats/errata.schema.json"),
        "fixtures.yaml" => include_str!("../formats/fixtures.schema.json"),
        "profiles.yaml" => include_str!("../formats/profiles.schema.json"),
        "responses.yaml" => include_str!("../formats/responses.schema.json"),
        "sources.yaml" => include_str!("../formats/sources.schema.json"),
        path if path.starts_with("api/") => OPERATION,
        _ => return None,
    })
}

/// Notes what keeps a value from being a JSON Schema.
pub(crate) fn is_schema(schema: &Value, file: &str, pointer: &str, checks: Checks, faults: &mut Faults) {
    if checks == Checks::All
        && let Err(error) = jsonschema::draft202012::meta::validate(schema)
    {
        let place = format!("{pointer}{}", error.instance_path());
        faults.add(file, place, format!("is no JSON Schema: {error}"));
    }
}

/// Holds documents to their formats.
pub(crate) struct Check {
    checks: Checks,
    validators: BTreeMap<&'static str, Validator>,
}

impl Check {
    pub(crate) fn new(checks: Checks) -> Self {
        Self {
            checks,
            validators: BTreeMap::new(),
        }
    }

    /// Whether a document fits its format; every place where it does not becomes a fault.
    pub(crate) fn fits(&mut self, value: &Value, path: &str, faults: &mut Faults) -> bool {
        let Some(format) = format_of(path).filter(|_| self.checks == Checks::All) else {
            return true;
        };
        let validator = match self.validator(format) {
            Ok(validator) => validator,
            Err(error) => {
                faults.add(path, "", format!("its published format is broken: {error}"));
                return false;
            }
        };
        let before = faults.count();
        for error in validator.iter_errors(value) {
            let pointer = error.instance_path().to_string();
            let key = pointer.rsplit('/').next().unwrap_or_default();
            let message = if VERSIONS.contains(&key) && error.instance().is_number() {
                "put it in quotes, since 13.10 is the number 13.1 without them".to_owned()
            } else {
                error.to_string()
            };
            faults.add(path, pointer, message);
        }
        faults.count() == before
    }

    fn validator(&mut self, format: &'static str) -> Result<&Validator, String> {
        use std::collections::btree_map::Entry;
        match self.validators.entry(format) {
            Entry::Occupied(entry) => Ok(entry.into_mut()),
            Entry::Vacant(entry) => {
                let schema = schema(format).map_err(|error| error.to_string())?;
                let validator = jsonschema::draft202012::new(&schema).map_err(|error| error.to_string())?;
                Ok(entry.insert(validator))
            }
        }
    }
}

/// The members that hold a version or several.
const VERSIONS: [&str; 4] = ["editions", "first", "label", "last"];

/// A format as one schema: what it takes from the format of operations stands in it.
fn schema(format: &str) -> Result<Value, serde_json::Error> {
    let elsewhere = "operation.schema.json#/";
    let mut schema: Value = serde_json::from_str(&format.replace(elsewhere, "#/"))?;
    if format.contains(elsewhere) {
        let operation: Value = serde_json::from_str(OPERATION)?;
        schema["$defs"] = operation["$defs"].clone();
    }
    Ok(schema)
}
