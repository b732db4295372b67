//! One edition as a standard OpenAPI 3.1 document.

use serde_json::{Map, Value, json};

use crate::{Api, Header, Operation, Parameter, Place, Scheme};

const DESCRIPTION: &str = "The API by which GitLab's own components talk to the Rails application, as labproof \
reads its documentation. Keys that begin with `x-` are labproof's: `x-fixture` names where valid values come from, \
`x-volatile` marks a member whose value is the server's own, `x-unordered` a list whose order is, \
`x-more` a list that may have more items, \
`x-grants` a member that refuses what was asked for where it is false, \
`x-known` lists the values that labproof's own server knows, `x-sent` marks an attribute that it never leaves out, and `x-requirements` lists what is checked.";

/// The OpenAPI 3.1 document of the edition.
///
/// Keys that begin with `x-` are labproof's annotations, which the document itself explains.
#[must_use]
pub fn assemble(api: &Api) -> Value {
    let mut paths = Map::new();
    let mut schemes = Map::new();
    for operation in &api.operations {
        let path = paths.entry(operation.path.clone()).or_insert_with(|| json!({}));
        path[operation.method.to_lowercase()] = self::operation(operation);
        for scheme in operation.every_scheme() {
            schemes.insert(scheme.name.clone(), security_scheme(scheme));
            if let Some(parameter) = &scheme.parameter {
                schemes.insert(
                    in_parameter(scheme),
                    json!({
                        "type": "apiKey", "in": "query", "name": parameter,
                        "description": "The secret itself, in the query or in the body.",
                    }),
                );
            }
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "GitLab Internal API",
            "version": api.edition.to_string(),
            "description": DESCRIPTION,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "http://localhost:3001", "description": "An instance; any base URL will do"}],
        "tags": tags(api),
        "paths": paths,
        "components": {"schemas": api.schemas, "securitySchemes": schemes},
    })
}

fn tags(api: &Api) -> Vec<Value> {
    let mut families: Vec<&str> = api
        .operations
        .iter()
        .map(|operation| operation.family())
        .collect();
    families.dedup();
    families
        .into_iter()
        .map(|family| json!({"name": family, "description": format!("The `{family}` operations.")}))
        .collect()
}

fn security_scheme(scheme: &Scheme) -> Value {
    if scheme.prefix.trim() == "Bearer" && scheme.header.eq_ignore_ascii_case("authorization") {
        return json!({"type": "http", "scheme": "bearer", "description": scheme.description});
    }
    json!({"type": "apiKey", "in": "header", "name": scheme.header, "description": scheme.description})
}

/// The name of a scheme whose credential travels as a parameter instead.
fn in_parameter(scheme: &Scheme) -> String {
    format!("{}-parameter", scheme.name)
}

/// All schemes of a way together; where one of them may travel as a parameter, that is another choice.
fn security(operation: &Operation) -> Vec<Value> {
    let together = |schemes: &[Scheme], name: fn(&Scheme) -> String| {
        let names = schemes.iter().map(|scheme| (name(scheme), json!([])));
        Value::Object(names.collect())
    };
    let mut choices = Vec::new();
    for way in operation.ways() {
        choices.push(together(way, |scheme| scheme.name.clone()));
        if way.iter().any(|scheme| scheme.parameter.is_some()) {
            choices.push(together(way, in_parameter));
        }
    }
    choices
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
        "security": security(operation),
        "responses": responses(operation),
        "x-requirements": requirements,
    });
    if !operation.parameters.is_empty() {
        let parameters = operation.parameters.iter();
        object["parameters"] = parameters.map(|it| parameter(operation, it)).collect();
    }
    if let Some(body) = &operation.body {
        let content: Map<String, Value> = body
            .media_types
            .iter()
            .map(|media_type| (media_type.clone(), media(operation, media_type, &body.schema)))
            .collect();
        let required = body.schema["required"]
            .as_array()
            .is_some_and(|names| !names.is_empty());
        object["requestBody"] = json!({"required": required, "content": content});
    }
    object
}

/// A body of one media type, with the documented one where that is JSON and so is this.
fn media(operation: &Operation, media_type: &str, schema: &Value) -> Value {
    let mut media = json!({"schema": schema});
    let documented = operation.examples.iter().find_map(|example| {
        let body = example.request.body.as_deref()?;
        serde_json::from_str::<Value>(body).ok()
    });
    if let Some(documented) = documented.filter(|_| media_type.ends_with("json")) {
        media["example"] = documented;
    }
    media
}

fn parameter(operation: &Operation, parameter: &Parameter) -> Value {
    let mut object = json!({
        "name": parameter.name,
        "in": parameter.place,
        "required": parameter.required || parameter.place == Place::Path,
        "description": parameter.description,
        "schema": parameter.schema,
    });
    let mut examples = operation.examples.iter();
    if let Some(value) = examples.find_map(|example| example.request.path.get(&parameter.name)) {
        object["example"] = json!(value);
    }
    object
}

fn header(header: &Header) -> (String, Value) {
    let object = json!({
        "description": header.description, "required": header.required, "schema": header.schema,
    });
    (header.name.clone(), object)
}

fn responses(operation: &Operation) -> Value {
    let documented = operation.examples.first().map(|example| &example.response);
    let mut responses: Map<String, Value> = operation
        .responses
        .iter()
        .map(|(status, response)| {
            let mut object = json!({"description": response.description});
            if !response.headers.is_empty() {
                object["headers"] = response.headers.iter().map(header).collect();
            }
            if let Some(schema) = &response.schema {
                let mut media = json!({"schema": schema});
                let documented = documented.filter(|example| example.status.unwrap_or(200) == *status);
                if let Some(body) = documented.and_then(|example| example.body.as_ref()) {
                    media["example"] = body.clone();
                }
                let media_types = response.media_types.iter();
                object["content"] = media_types.map(|it| (it.clone(), media.clone())).collect();
            }
            (status.to_string(), object)
        })
        .collect();
    let unreadable = responses
        .entry("400")
        .or_insert_with(|| json!({"description": UNREADABLE}));
    unreadable["content"]["text/plain"] = json!({"schema": {"type": "string"}});
    Value::Object(responses)
}

/// What every operation answers before it is one: the framework itself says so, in plain text.
const UNREADABLE: &str = "The request has bytes that are no text, such as a null byte.";
