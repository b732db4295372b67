//! Leaving out of a JSON Schema what an edition does not have.

use serde_json::{Map, Value};

use crate::{Edition, Editions};

/// The schema as the edition has it, or nothing if the edition does not have it at all.
///
/// The key `editions` is taken away; a member that is left out leaves `required` as well.
pub(crate) fn schema(schema: &Value, edition: Edition) -> Option<Value> {
    let Value::Object(object) = schema else {
        return Some(schema.clone());
    };
    if !holds(object, edition) {
        return None;
    }
    let mut selected = Map::new();
    for (key, value) in object {
        let value = match (key.as_str(), value) {
            ("editions", _) => continue,
            ("properties", Value::Object(members)) => Value::Object(properties(members, edition)),
            ("oneOf" | "anyOf" | "allOf" | "x-known", Value::Array(branches)) => branches
                .iter()
                .filter_map(|branch| self::schema(branch, edition))
                .collect(),
            ("items" | "additionalProperties", value) => match self::schema(value, edition) {
                Some(value) => value,
                None => continue,
            },
            (_, value) => value.clone(),
        };
        selected.insert(key.clone(), value);
    }
    forget_absent(&mut selected, object);
    Some(Value::Object(selected))
}

fn holds(object: &Map<String, Value>, edition: Edition) -> bool {
    let Some(Value::String(range)) = object.get("editions") else {
        return true;
    };
    range
        .parse::<Editions>()
        .is_ok_and(|range| range.contains(edition))
}

fn properties(members: &Map<String, Value>, edition: Edition) -> Map<String, Value> {
    members
        .iter()
        .filter_map(|(name, member)| Some((name.clone(), schema(member, edition)?)))
        .collect()
}

/// Takes the members that this edition lacks out of `required`.
fn forget_absent(selected: &mut Map<String, Value>, original: &Map<String, Value>) {
    let Some(Value::Object(before)) = original.get("properties") else {
        return;
    };
    let Some(Value::Object(after)) = selected.get("properties").cloned() else {
        return;
    };
    if let Some(Value::Array(required)) = selected.get_mut("required") {
        required.retain(|name| {
            name.as_str()
                .is_none_or(|name| after.contains_key(name) || !before.contains_key(name))
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_member_of_another_edition_leaves_the_schema_and_its_required_list() {
        let whole = json!({
            "type": "object",
            "required": ["id", "token"],
            "properties": {
                "id": {"type": "integer"},
                "token": {"type": "string", "editions": "17.9"},
                "editions": {"type": "string"},
            },
        });
        let old = schema(&whole, Edition::new(16, 3)).unwrap();
        assert_eq!(old["required"], json!(["id"]));
        assert_eq!(
            old["properties"],
            json!({"id": {"type": "integer"}, "editions": {"type": "string"}})
        );
        let new = schema(&whole, Edition::new(17, 9)).unwrap();
        assert_eq!(new["properties"]["token"], json!({"type": "string"}));
    }

    #[test]
    fn a_branch_of_another_edition_is_left_out() {
        let whole = json!({"oneOf": [{"type": "null", "editions": "..13.10"}, {"type": "string"}]});
        assert_eq!(
            schema(&whole, Edition::new(17, 9)).unwrap(),
            json!({"oneOf": [{"type": "string"}]})
        );
    }
}
