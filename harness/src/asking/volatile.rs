//! Members whose value is the server's own, as the documents annotate them with `x-volatile`.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::asking::schema_members;

/// Whether the word marks a value that nobody else may see.
pub(crate) fn is_secret(word: &str) -> bool {
    matches!(word, "token" | "code")
}

/// The word of every volatile member, by JSON pointer; `*` stands for any index of an array.
pub(crate) fn pointers(schema: &Value, shared: &Map<String, Value>) -> BTreeMap<String, String> {
    let members = schema_members::all(schema, shared).into_iter();
    members
        .filter_map(|member| Some((member.pointer, member.volatile?)))
        .collect()
}

/// The word of the member at a pointer, or of the nearest volatile member above it.
pub(crate) fn word<'a>(pointers: &'a BTreeMap<String, String>, pointer: &str) -> Option<&'a str> {
    let steps: Vec<&str> = pointer.split('/').skip(1).collect();
    (0..=steps.len()).find_map(|length| {
        let matches = |known: &str| {
            let known: Vec<&str> = known.split('/').skip(1).collect();
            known.len() == length
                && known
                    .iter()
                    .zip(&steps)
                    .all(|(known, step)| *known == "*" || known == step)
        };
        pointers
            .iter()
            .find(|(known, _)| matches(known))
            .map(|(_, word)| word.as_str())
    })
}

/// The body with every volatile value replaced by its word in brackets.
pub(crate) fn masked(body: &Value, pointers: &BTreeMap<String, String>) -> Value {
    mask(body, pointers, String::new())
}

fn mask(value: &Value, pointers: &BTreeMap<String, String>, pointer: String) -> Value {
    if let Some(word) = word(pointers, &pointer) {
        return Value::String(format!("[{word}]"));
    }
    match value {
        Value::Object(members) => {
            let members = members.iter();
            members
                .map(|(name, member)| (name.clone(), mask(member, pointers, format!("{pointer}/{name}"))))
                .collect()
        }
        Value::Array(items) => {
            let items = items.iter().enumerate();
            items
                .map(|(index, item)| mask(item, pointers, format!("{pointer}/{index}")))
                .collect()
        }
        other => other.clone(),
    }
}

/// The texts in a body that nobody else may see, each with its word: tokens and codes, by what the documents say they
/// are.
pub(crate) fn secrets(body: &Value, pointers: &BTreeMap<String, String>) -> Vec<(String, String)> {
    let mut found = Vec::new();
    gather(body, pointers, String::new(), &mut found);
    found
}

fn gather(
    value: &Value,
    pointers: &BTreeMap<String, String>,
    pointer: String,
    found: &mut Vec<(String, String)>,
) {
    match value {
        Value::String(text) if !text.is_empty() => {
            if let Some(word) = word(pointers, &pointer).filter(|word| is_secret(word)) {
                found.push((text.clone(), word.to_owned()));
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                gather(member, pointers, format!("{pointer}/{name}"), found);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                gather(item, pointers, format!("{pointer}/{index}"), found);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn volatile_members_are_found_through_arrays_and_references_and_masked() {
        let schema = json!({"properties": {
            "codes": {"type": "array", "items": {"x-volatile": "code"}},
            "inner": {"$ref": "#/components/schemas/inner"},
            "plain": {"type": "string"},
        }});
        let shared = json!({"inner": {"properties": {"at": {"x-volatile": "timestamp"}}}});
        let pointers = pointers(&schema, shared.as_object().unwrap());
        let body = json!({"codes": ["a1", "b2"], "inner": {"at": "now"}, "plain": "x"});
        assert_eq!(
            masked(&body, &pointers),
            json!({"codes": ["[code]", "[code]"], "inner": {"at": "[timestamp]"}, "plain": "x"})
        );
        let secrets: Vec<String> = secrets(&body, &pointers)
            .into_iter()
            .map(|(text, _)| text)
            .collect();
        assert_eq!(secrets, ["a1", "b2"]);
    }
}
