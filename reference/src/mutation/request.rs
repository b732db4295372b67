//! What a request says, read otherwise.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{Change, Mutant};
use crate::request::Params;

impl Mutant {
    /// Changes what a request says; a parameter that is demanded and not there comes back.
    pub(crate) fn reread(&self, params: &mut Params) -> Result<(), String> {
        match self.change() {
            Change::Ignore(names) => {
                for name in names {
                    if params.remove(name) {
                        self.reach();
                    }
                }
            }
            Change::Read(values) => {
                let values: Vec<(&String, Value)> = values
                    .iter()
                    .map(|(name, value)| (name, self.fill(value, params)))
                    .collect();
                for (name, value) in values {
                    params.set(name, value);
                }
                self.reach();
            }
            Change::Presume(values) => {
                for (name, value) in values {
                    if !params.has(name) {
                        params.set(name, self.fill(value, params));
                        self.reach();
                    }
                }
            }
            Change::Demand(name) if !params.has(name) => {
                self.reach();
                return Err(format!("{name} is missing"));
            }
            _ => {}
        }
        Ok(())
    }
}

/// Whether a parameter says this, be it as text or as a number.
pub(super) fn says(params: &Params, name: &str, wanted: &Value) -> bool {
    let plain = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    params
        .given(name)
        .is_some_and(|value| value == wanted || plain(value) == plain(wanted))
}

/// The value with `{role.field}` as the fixture has it and `{name}` as a parameter says it. A text that is nothing but
/// one of these keeps the kind of what it stands for.
pub(super) fn fill(value: &Value, fixtures: &BTreeMap<String, Map<String, Value>>, params: &Params) -> Value {
    let fill_in = |value: &Value| fill(value, fixtures, params);
    match value {
        Value::String(text) => fill_text(text, &|name| match name.split_once('.') {
            Some((role, field)) => fixtures.get(role)?.get(field).cloned(),
            None => params.given(name).cloned(),
        }),
        Value::Array(items) => items.iter().map(fill_in).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, member)| (name.clone(), fill_in(member)))
            .collect(),
        other => other.clone(),
    }
}

fn fill_text(text: &str, known: &dyn Fn(&str) -> Option<Value>) -> Value {
    let whole = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    if let Some(value) = whole.and_then(known) {
        return value;
    }
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        match after.split_once('}') {
            Some((name, behind)) => {
                match known(name) {
                    Some(Value::String(value)) => filled.push_str(&value),
                    Some(value) => filled.push_str(&value.to_string()),
                    None => filled.push_str(&format!("{{{name}}}")),
                }
                rest = behind;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    Value::String(filled)
}
