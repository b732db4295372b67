//! The published formats of documents, and whether a document fits its own.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::Faults;

/// The format of operations, of which others take parts.
const OPERATION: &str = include_str!("../formats/operation.schema.json");

/// The published format of a document, by the kind of document.
pub(crate) fn of(path: &str) -> Option<&'static str> {
    Some(match path {
        "auth.yaml" => include_str!("../formats/auth.schema.json"),
        "conditions.yaml" => include_str!("../formats/conditions.schema.json"),
        "derived.yaml" => include_str!("../formats/derived.schema.json"),
        "editions.yaml" => include_str!("../formats/editions.schema.json"),
        "errata.yaml" => include_str!("../formats/errata.schema.json"),
        "fixtures.yaml" => include_str!("../formats/fixtures.schema.json"),
        "profiles.yaml" => include_str!("../formats/profiles.schema.json"),
        "responses.yaml" => include_str!("../formats/responses.schema.json"),
        path if path.starts_with("api/") => OPERATION,
        _ => return None,
    })
}

/// Whether the value fits its format; every place where it does not becomes a fault.
pub(crate) fn fits(
    value: &Value,
    path: &str,
    format: &'static str,
    formats: &mut BTreeMap<&'static str, jsonschema::Validator>,
    faults: &mut Faults,
) -> bool {
    if !formats.contains_key(format) {
        let validator = schema(format)
            .map_err(|error| error.to_string())
            .and_then(|schema| jsonschema::draft202012::new(&schema).map_err(|error| error.to_string()));
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
