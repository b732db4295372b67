//! One edition as a standard OpenAPI 3.1 document.

use serde_json::{Map, Value, json};

use crate::{Api, Operation, Parameter, Place, Scheme};

/// The OpenAPI 3.1 document of the edition.
///
/// Keys that begin with `x-` are labproof's annotations: `x-fixture` (where valid values come from),
/// `x-volatile` (a member whose value is the server's own), `x-requirements` (what is checked).
#[must_use]
pub fn assemble(api: &Api) -> Value {
    let mut paths = Map::new();
    let mut schemes = Map::new();
    for operation in &api.operations {
        let path = paths.entry(operation.path.clone()).or_insert_with(|| json!({}));
        path[operation.method.to_lowercase()] = self::operation(operation);
        let scheme = &operation.scheme;
        schemes.insert(scheme.name.clone(), security_scheme(scheme));
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "GitLab Internal API",
            "version": api.edition.label(),
            "description": "The API by which GitLab's own components talk to the Rails application, as labproof reads its documentation.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "http://localhost:3001", "description": "An instance; any base URL will do"}],
        "tags": tags(api),
        "paths": paths,
        "components": {"schemas": api.schemas, "securitySchemes": schemes},
    })
}

fn tags(api: &Api) -> Vec<Value> {
    let mut families: Vec<&str> = api.operations.iter().map(Operation::family).collect();
    families.dedup();
    families
        .into_iter()
        .map(|family| json!({"name": family, "description": format!("The `{family}` operations.")}))
        .collect()
}

fn security_scheme(scheme: &Scheme) -> Value {
    json!({"type": "apiKey", "in": "header", "name": scheme.header, "description": scheme.description})
}

fn operation(operation: &Operation) -> Value {
    let requirements: Vec<&str> = operation
        .requirements
        .iter()
        .map(|requirement| requirement.id.as_str())
        .collect();
    let mut object = json!({
        "operationId": operation.slug,
        "summary": operation.summary,
        "tags": [operation.family()],
        "security": [{operation.scheme.name.as_str(): []}],
        "responses": responses(operation),
        "x-requirements": requirements,
    });
    if !operation.parameters.is_empty() {
        object["parameters"] = operation.parameters.iter().map(parameter).collect();
    }
    if let Some(body) = &operation.body {
        let content: Map<String, Value> = body
            .media_types
            .iter()
            .map(|media_type| (media_type.clone(), json!({"schema": body.schema})))
            .collect();
        let required = body.schema["required"]
            .as_array()
            .is_some_and(|names| !names.is_empty());
        object["requestBody"] = json!({"required": required, "content": content});
    }
    object
}

fn parameter(parameter: &Parameter) -> Value {
    json!({
        "name": parameter.name,
        "in": parameter.place,
        "required": parameter.required || parameter.place == Place::Path,
        "description": parameter.description,
        "schema": parameter.schema,
    })
}

fn responses(operation: &Operation) -> Value {
    let documented = operation.examples.first().map(|example| &example.response);
    let responses: Map<String, Value> = operation
        .responses
        .iter()
        .map(|(status, response)| {
            let mut object = json!({"description": response.description});
            if let Some(schema) = &response.schema {
                let mut media = json!({"schema": schema});
                if let Some(example) = documented.filter(|example| example.status.unwrap_or(200) == *status) {
                    media["example"] = example.body.clone();
                }
                object["content"] = json!({response.media_type.as_str(): media});
            }
            (status.to_string(), object)
        })
        .collect();
    Value::Object(responses)
}
