//! What the operations of a PATCH come to.

use serde_json::Value;

use crate::request::Params;

/// What is to change. There is nothing else that a provider may change.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Wish {
    /// The provider calls the user by another id from now on.
    pub(super) id: Option<String>,
    /// The provider does not have the user any more.
    pub(super) off: bool,
}

impl Wish {
    /// The sum of all operations, of which the last one counts; nothing if they cannot be understood.
    pub(super) fn read(params: &Params) -> Option<Self> {
        let mut wish = Self::default();
        if let Some(operations) = params.given("Operations") {
            for operation in operations.as_array()? {
                wish.add(operation)?;
            }
        }
        Some(wish)
    }

    /// Operators that are not known, and attributes that may not change, are accepted and change nothing.
    fn add(&mut self, operation: &Value) -> Option<()> {
        let operator = operation.get("op")?.as_str()?;
        if !["replace", "add"].contains(&operator.to_ascii_lowercase().as_str()) {
            return Some(());
        }
        let value = operation.get("value").unwrap_or(&Value::Null);
        match operation.get("path").filter(|path| !path.is_null()) {
            Some(path) => self.set(path.as_str().unwrap_or_default(), value),
            // Some providers name the attribute inside the value. Only the first one is looked at.
            None => match value.as_object()?.iter().next() {
                Some((name, value)) => self.set(name, value),
                None => Some(()),
            },
        }
    }

    fn set(&mut self, attribute: &str, value: &Value) -> Option<()> {
        match attribute {
            "id" | "externalId" => self.id = id(value)?,
            "active" => self.off = is_false(value),
            _ => {}
        }
        Some(())
    }
}

/// An id is a text; a number will do, and no value is no wish.
fn id(value: &Value) -> Option<Option<String>> {
    match value {
        Value::String(id) => Some(Some(id.clone())),
        Value::Number(id) => Some(Some(id.to_string())),
        Value::Null => Some(None),
        Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Providers send booleans as texts, too, in whatever case.
fn is_false(value: &Value) -> bool {
    match value {
        Value::Bool(value) => !value,
        Value::String(text) => text.replace('"', "").eq_ignore_ascii_case("false"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::Body;
    use serde_json::json;

    fn wish(operations: Value) -> Option<Wish> {
        let body = json!({"Operations": operations}).to_string();
        let body = Body {
            content_type: Some("application/json"),
            bytes: body.as_bytes(),
        };
        Wish::read(&Params::read("", &body).unwrap())
    }

    fn off() -> Option<Wish> {
        Some(Wish { id: None, off: true })
    }

    fn renamed(id: &str) -> Option<Wish> {
        Some(Wish {
            id: Some(id.into()),
            off: false,
        })
    }

    #[test]
    fn operators_have_any_case_and_booleans_may_be_texts() {
        for value in [json!(false), json!("false"), json!("False"), json!("\"false\"")] {
            assert_eq!(
                wish(json!([{"op": "Replace", "path": "active", "value": value}])),
                off()
            );
        }
        for value in [json!(true), json!("true"), json!("no"), json!(0), json!(null)] {
            let operations = json!([{"op": "ADD", "path": "active", "value": value}]);
            assert_eq!(wish(operations), Some(Wish::default()), "{value}");
        }
        for (path, value) in [("id", json!("7")), ("externalId", json!(7))] {
            assert_eq!(
                wish(json!([{"op": "add", "path": path, "value": value}])),
                renamed("7")
            );
        }
    }

    #[test]
    fn the_attribute_may_be_inside_the_value() {
        assert_eq!(
            wish(json!([{"op": "replace", "value": {"active": false}}])),
            off()
        );
        assert_eq!(
            wish(json!([{"op": "replace", "path": null, "value": {"id": "b", "active": false}}])),
            renamed("b")
        );
        assert_eq!(
            wish(json!([{"op": "replace", "value": {}}])),
            Some(Wish::default())
        );
    }

    #[test]
    fn the_last_operation_counts() {
        let on = json!({"op": "replace", "path": "active", "value": true});
        let off_again = json!({"op": "replace", "path": "active", "value": false});
        assert_eq!(wish(json!([on, off_again])), off());
        assert_eq!(wish(json!([off_again, on])), Some(Wish::default()));
    }

    #[test]
    fn what_is_not_known_changes_nothing() {
        for operations in [
            json!(null),
            json!([]),
            json!([{"op": "Update", "path": "active", "value": false}]),
            json!([{"op": "remove", "path": "active"}]),
            json!([{"op": "replace", "path": "name.formatted", "value": "New Name"}]),
            json!([{"op": "replace", "path": "userName", "value": ["x"]}]),
            json!([{"op": "replace", "path": 7, "value": false}]),
            json!([{"op": "replace", "path": "id"}]),
        ] {
            assert_eq!(wish(operations.clone()), Some(Wish::default()), "{operations}");
        }
    }

    #[test]
    fn what_cannot_be_understood_is_told() {
        for operations in [
            json!({"op": "replace", "path": "active", "value": false}),
            json!("replace"),
            json!(["replace"]),
            json!([null]),
            json!([{}]),
            json!([{"op": null}]),
            json!([{"op": 7}]),
            json!([{"op": "replace", "value": false}]),
            json!([{"op": "replace", "path": "id", "value": ["a"]}]),
        ] {
            assert_eq!(wish(operations.clone()), None, "{operations}");
        }
    }
}
