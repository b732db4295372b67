//! The documented shapes of answers, compiled once somebody needs them.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use jsonschema::Validator;
use labproof_spec::{Api, Operation};
use serde_json::{Map, Value, json};

use crate::asking::exchange::Answer;

/// The status of the documented answer that one with this status is read as: its own, but for 200 where the operation
/// documents a more specific success instead. Clients that ask for that one take any; the other way round they break.
pub(crate) fn read_as(operation: &Operation, status: u16) -> u16 {
    let is_documented = |status: &u16| operation.responses.contains_key(status);
    let specific = || [201, 202, 204].into_iter().find(is_documented);
    match status {
        200 if !is_documented(&200) => specific().unwrap_or(200),
        other => other,
    }
}

/// The schema of every documented answer with a body, by operation and status.
pub(crate) struct AnswerSchemas(BTreeMap<(String, u16), OnceLock<Result<Validator, String>>>);

impl AnswerSchemas {
    pub(crate) fn of(api: &Api) -> Self {
        let operations = api.operations.iter();
        let with_body = operations.flat_map(|operation| {
            let responses = operation.responses.iter();
            let with_body = responses.filter(|(_, response)| response.schema.is_some());
            with_body.map(|(status, _)| ((operation.slug.clone(), *status), OnceLock::new()))
        });
        Self(with_body.collect())
    }

    /// How the answer differs from what the operation documents: its status, then its body's shape.
    pub(crate) fn differences(&self, api: &Api, operation: &Operation, answer: &Answer) -> Vec<String> {
        let status = read_as(operation, answer.status);
        let Some(response) = operation.responses.get(&status) else {
            let documented: Vec<String> = operation.responses.keys().map(u16::to_string).collect();
            let documented = documented.join(", ");
            return vec![format!(
                "status {} is none of the documented {documented}",
                answer.status
            )];
        };
        let key = (operation.slug.clone(), status);
        let Some((validator, schema)) = self.0.get(&key).zip(response.schema.as_ref()) else {
            // Only where HTTP has no body at all is one too many.
            return if answer.text.is_empty() || response.schema.is_some() || answer.status != 204 {
                Vec::new()
            } else {
                vec!["a body where none is documented".to_owned()]
            };
        };
        let Some(body) = &answer.json else {
            return vec![format!("the body is no JSON: {}", answer.excerpt())];
        };
        let validator = match validator.get_or_init(|| compile(schema, &api.schemas)) {
            Ok(validator) => validator,
            // The documents are checked when they are loaded.
            Err(fault) => return vec![format!("the documented schema cannot be used: {fault}")],
        };
        let errors = validator.iter_errors(body);
        errors
            .map(|error| {
                let place = error.instance_path().to_string();
                format!(
                    "at {}: {error}",
                    if place.is_empty() { "the top" } else { &place }
                )
            })
            .collect()
    }
}

/// Compiles a schema of the documents, whose references are those of an OpenAPI document.
fn compile(schema: &Value, shared: &Map<String, Value>) -> Result<Validator, String> {
    let mut whole = schema.clone();
    if let Value::Object(object) = &mut whole {
        object.insert("components".to_owned(), json!({"schemas": shared}));
    }
    jsonschema::draft202012::new(&whole).map_err(|error| error.to_string())
}
