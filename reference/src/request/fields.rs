//! What a request says, by name.

use std::collections::BTreeMap;

use serde_json::Value;

/// Parameters by name. A request has a handful, and so few are one node of this map, a short list, where a map of JSON
/// would hash every name; and thousands of them cannot slow it down as they could a list.
#[derive(Debug, Default)]
pub(crate) struct Fields {
    by_name: BTreeMap<Box<str>, Field>,
}

#[derive(Debug, Default)]
struct Field {
    /// How many others were there before it.
    place: usize,
    /// Whether JSON says it, where no credential is looked for.
    in_json: bool,
    value: Value,
}

impl Fields {
    pub(super) fn new() -> Self {
        Self::default()
    }

    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.by_name.get(name).map(|field| &field.value)
    }

    /// The same unless JSON says it.
    pub(super) fn get_outside_json(&self, name: &str) -> Option<&Value> {
        let field = self.by_name.get(name)?;
        (!field.in_json).then_some(&field.value)
    }

    /// The value of this name, to be changed; null where there was none.
    pub(super) fn entry(&mut self, name: &str) -> &mut Value {
        &mut self.field(name).value
    }

    /// A value in the place of the one that was there.
    pub(super) fn insert(&mut self, name: &str, value: Value) {
        *self.entry(name) = value;
    }

    /// The same as a member of JSON.
    pub(super) fn insert_from_json(&mut self, name: &str, value: Value) {
        let field = self.field(name);
        field.value = value;
        field.in_json = true;
    }

    pub(super) fn remove(&mut self, name: &str) -> Option<Value> {
        self.by_name.remove(name).map(|field| field.value)
    }

    /// All of them, in the order in which they were said.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        let mut fields: Vec<_> = self.by_name.iter().collect();
        fields.sort_by_key(|(_, field)| field.place);
        fields
            .into_iter()
            .map(|(name, field)| (name.as_ref(), &field.value))
    }

    fn field(&mut self, name: &str) -> &mut Field {
        let place = self.by_name.len();
        self.by_name.entry(name.into()).or_insert_with(|| Field {
            place,
            ..Field::default()
        })
    }
}

#[cfg(test)]
impl From<Fields> for Value {
    fn from(fields: Fields) -> Self {
        fields.iter().map(|(name, value)| (name, value.clone())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn they_keep_the_order_in_which_they_were_said() {
        let mut fields = Fields::new();
        for (name, value) in [("b", 1), ("a", 2), ("b", 3)] {
            fields.insert(name, json!(value));
        }
        let said: Vec<_> = fields.iter().collect();
        assert_eq!(said, [("b", &json!(3)), ("a", &json!(2))]);
    }

    #[test]
    fn what_json_says_is_no_credential() {
        let mut fields = Fields::new();
        fields.insert("a", json!(1));
        fields.insert_from_json("b", json!(2));
        assert_eq!(fields.get_outside_json("a"), Some(&json!(1)));
        assert_eq!(
            (fields.get("b"), fields.get_outside_json("b")),
            (Some(&json!(2)), None)
        );
    }
}
