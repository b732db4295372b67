//! What documents leave out because it is said elsewhere, filled in before they are read.

use serde_json::{Map, Value};

use crate::{Edition, Editions, Faults};

/// Closes the open ends of every set of editions in a document, and notes those that are none.
pub(crate) fn close(value: &mut Value, known: &[Edition], path: &str, faults: &mut Faults) {
    within(value, known, &mut String::new(), &mut |pointer, fault| {
        faults.add(path, pointer, fault);
    });
}

fn within(value: &mut Value, known: &[Edition], pointer: &mut String, told: &mut impl FnMut(&str, String)) {
    let before = pointer.len();
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                pointer.push('/');
                pointer.push_str(key);
                match member {
                    Value::String(text) if key == "editions" => match Editions::read(text, known) {
                        Ok(editions) => *text = editions.to_string(),
                        Err(fault) => told(pointer, fault.to_string()),
                    },
                    _ if DATA.contains(&key.as_str()) => {}
                    _ => within(member, known, pointer, told),
                }
                pointer.truncate(before);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                pointer.push('/');
                pointer.push_str(&index.to_string());
                within(item, known, pointer, told);
                pointer.truncate(before);
            }
        }
        _ => {}
    }
}

/// What documents hold values of the API under, in which `editions` would be a member like any other.
const DATA: [&str; 5] = ["body", "const", "default", "enum", "with"];

/// Puts a shared response in the place of each reference to it; what stands beside the reference wins.
pub(crate) fn share(value: &mut Value, shared: &Map<String, Value>, path: &str, faults: &mut Faults) {
    let Some(Value::Object(responses)) = value.get_mut("responses") else {
        return;
    };
    for (status, response) in responses {
        let Value::Object(own) = response else { continue };
        let Some(reference) = own.remove("$ref") else {
            continue;
        };
        let target = reference.as_str().unwrap_or_default();
        let name = target.strip_prefix("#/components/responses/");
        match name.and_then(|name| shared.get(name)?.as_object()) {
            Some(whole) => {
                let missing = whole.iter().filter(|(key, _)| !own.contains_key(*key));
                let missing: Vec<_> = missing.map(|(key, value)| (key.clone(), value.clone())).collect();
                own.extend(missing);
            }
            None => {
                let message =
                    format!("unknown response `{target}`; describe it in responses.yaml or fix the name");
                faults.add(path, format!("/responses/{status}/$ref"), message);
            }
        }
    }
}
