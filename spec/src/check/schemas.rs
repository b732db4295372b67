//! That the schemas of operations are schemas, and speak of shared schemas and fixture fields that exist.

use serde_json::Value;

use super::examples::known_field;
use crate::document::OperationDocument;
use crate::load::{Checks, Documents};
use crate::{Faults, format};

/// Notes what is wrong with the operation's schemas.
pub(super) fn all(
    file: &str,
    operation: &OperationDocument,
    documents: &Documents,
    checks: Checks,
    faults: &mut Faults,
) {
    for (pointer, schema) in schemas(operation) {
        format::is_schema(schema, file, &pointer, checks, faults);
        walk(file, &pointer, schema, documents, faults);
    }
}

/// Every schema of an operation, with its JSON pointer.
fn schemas(operation: &OperationDocument) -> Vec<(String, &Value)> {
    let mut schemas: Vec<(String, &Value)> = Vec::new();
    if let Some(body) = &operation.request_body {
        schemas.push(("/requestBody/schema".to_owned(), &body.schema));
    }
    for (index, parameter) in operation.parameters.iter().enumerate() {
        schemas.push((format!("/parameters/{index}/schema"), &parameter.schema));
    }
    for (status, response) in &operation.responses {
        if let Some(schema) = &response.schema {
            schemas.push((format!("/responses/{status}/schema"), schema));
        }
        for (name, header) in &response.headers {
            schemas.push((
                format!("/responses/{status}/headers/{name}/schema"),
                &header.schema,
            ));
        }
    }
    schemas
}

/// Shared schemas and fixture fields inside a schema.
fn walk(file: &str, pointer: &str, value: &Value, documents: &Documents, faults: &mut Faults) {
    match value {
        Value::Object(object) => {
            for (key, child) in object {
                let here = format!("{pointer}/{key}");
                match (key.as_str(), child) {
                    ("$ref", Value::String(target)) => {
                        let name = target.strip_prefix("#/components/schemas/");
                        if !name.is_some_and(|name| documents.schemas.contains_key(name)) {
                            let message =
                                format!("unknown schema `{target}`; add it to spec/schemas or fix the name");
                            faults.add(file, here, message);
                        }
                    }
                    ("x-fixture", Value::Array(fields)) => {
                        for field in fields.iter().filter_map(Value::as_str) {
                            known_field(file, &here, field, documents, faults);
                        }
                    }
                    _ => walk(file, &here, child, documents, faults),
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                walk(file, &format!("{pointer}/{index}"), item, documents, faults);
            }
        }
        _ => {}
    }
}
