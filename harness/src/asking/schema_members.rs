//! The members that a JSON Schema of the documents names.

use serde_json::{Map, Value};

/// A member of a body, as a schema names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Member {
    /// Its JSON pointer; `*` stands for any index of an array or any name of an open object.
    pub(crate) pointer: String,
    /// Whether the schema around it requires it.
    pub(crate) required: bool,
    /// The word for its value, where that is the server's own.
    pub(crate) volatile: Option<String>,
    /// Whether it is an array whose order is the server's own, and that may hold more than anybody asked for.
    pub(crate) unordered: bool,
    /// Whether it is an array that may have more items than are documented.
    pub(crate) more: bool,
    /// Whether it refuses what was asked for where it is false.
    pub(crate) grants: bool,
    /// The types that its schema names, as far as it names any itself.
    pub(crate) types: Vec<String>,
}

/// Every member, the body itself included (as the empty pointer); shared schemas are followed.
pub(crate) fn all(schema: &Value, shared: &Map<String, Value>) -> Vec<Member> {
    let mut found = Vec::new();
    walk(schema, shared, String::new(), true, &mut found);
    found
}

fn walk(
    schema: &Value,
    shared: &Map<String, Value>,
    pointer: String,
    required: bool,
    found: &mut Vec<Member>,
) {
    let volatile = schema["x-volatile"].as_str().map(str::to_owned);
    found.push(Member {
        pointer: pointer.clone(),
        required,
        volatile,
        unordered: schema["x-unordered"] == true,
        more: schema["x-more"] == true,
        grants: schema["x-grants"] == true,
        types: types(schema),
    });
    let name = schema["$ref"]
        .as_str()
        .and_then(|target| target.rsplit('/').next());
    if let Some(target) = name.and_then(|name| shared.get(name)) {
        walk(target, shared, pointer.clone(), required, found);
    }
    for branch in ["oneOf", "anyOf", "allOf"]
        .iter()
        .filter_map(|key| schema[*key].as_array())
        .flatten()
    {
        walk(branch, shared, pointer.clone(), required, found);
    }
    let is_required = |name: &str| {
        schema["required"]
            .as_array()
            .is_some_and(|names| names.iter().any(|n| n == name))
    };
    for (name, member) in schema["properties"].as_object().into_iter().flatten() {
        walk(
            member,
            shared,
            format!("{pointer}/{name}"),
            is_required(name),
            found,
        );
    }
    for key in ["items", "additionalProperties"] {
        if schema[key].is_object() {
            walk(&schema[key], shared, format!("{pointer}/*"), false, found);
        }
    }
}

fn types(schema: &Value) -> Vec<String> {
    let word = |value: &Value| value.as_str().map(str::to_owned);
    match &schema["type"] {
        Value::Array(words) => words.iter().filter_map(word).collect(),
        one => word(one).into_iter().collect(),
    }
}
