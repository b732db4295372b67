//! Bodies that are compared to the letter, and what may stand beside it.

use std::collections::BTreeSet;

use labproof_spec::Operation;
use serde_json::{Map, Value};

use crate::asking::schema_members;

/// Whether a body is the wanted one. Its objects may have more members, which clients overlook, but for those of the
/// operation's successes: a refusal that tells what was asked for refuses nothing.
pub(crate) fn is_answered(
    wanted: &Value,
    body: Option<&Value>,
    operation: &Operation,
    shared: &Map<String, Value>,
) -> bool {
    let Some(body) = body else { return false };
    // There seldom is more.
    body == wanted || is_in(wanted, body, &told_by_successes(operation, shared))
}

fn is_in(wanted: &Value, body: &Value, told: &BTreeSet<String>) -> bool {
    match (wanted, body) {
        (Value::Object(wanted), Value::Object(body)) if !wanted.is_empty() => {
            let mut more = body.keys().filter(|name| !wanted.contains_key(*name));
            let is_there = |(name, wanted)| body.get(name).is_some_and(|body| is_in(wanted, body, told));
            wanted.iter().all(is_there) && !more.any(|name| told.contains(name))
        }
        (Value::Array(wanted), Value::Array(body)) => {
            let mut pairs = wanted.iter().zip(body);
            wanted.len() == body.len() && pairs.all(|(wanted, body)| is_in(wanted, body, told))
        }
        _ => wanted == body,
    }
}

/// The names of all members that the operation's successes have.
fn told_by_successes(operation: &Operation, shared: &Map<String, Value>) -> BTreeSet<String> {
    // 300 tells the client to do it elsewhere.
    let successes = operation.responses.range(200..=300);
    let schemas = successes.filter_map(|(_, response)| response.schema.as_ref());
    let members = schemas.flat_map(|schema| schema_members::all(schema, shared));
    let names = members.filter_map(|member| Some(member.pointer.rsplit_once('/')?.1.to_owned()));
    names.collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_refusal_may_say_more_but_nothing_that_was_asked_for() {
        let told = BTreeSet::from(["token".to_owned()]);
        let wanted = json!({"success": false, "errors": [{"message": "no"}]});
        let is = |body: Value| is_in(&wanted, &body, &told);
        assert!(is(wanted.clone()));
        assert!(is(
            json!({"success": false, "errors": [{"message": "no", "code": 7}], "id": "01HZ"})
        ));
        for body in [
            json!({"success": false, "errors": [{"message": "no"}], "token": "a"}),
            json!({"success": false, "errors": [{"message": "no", "token": "a"}]}),
            json!({"success": false, "errors": [{"message": "No"}]}),
            json!({"success": false, "errors": [{"message": "no"}, {}]}),
            json!({"success": false, "errors": []}),
            json!({"errors": [{"message": "no"}]}),
            json!(null),
        ] {
            assert!(!is(body.clone()), "{body}");
        }
        assert!(!is_in(&json!({}), &json!({"a": 1}), &told));
    }
}
