//! The roles that scenarios need, with the values that one target gives them.

use std::collections::BTreeMap;

use labproof_spec::Role;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::target::nearest::meant;

/// Values by role and field, as a target file has them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fixtures(BTreeMap<String, Map<String, Value>>);

/// A fixture field that the target does not give.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the target gives no `{0}`; add it to `fixtures` of the target file")]
pub struct MissingFixture(pub String);

impl MissingFixture {
    /// The role, in the words in which the error says that it is missing.
    pub(crate) fn role(words: &str) -> Option<&str> {
        let field = words.strip_prefix("the target gives no `")?.split('`').next()?;
        field.split('.').next()
    }
}

impl Fixtures {
    /// Fixtures from values by role and field.
    #[must_use]
    pub fn new(roles: BTreeMap<String, Map<String, Value>>) -> Self {
        Self(roles)
    }

    /// Gives a role its values.
    pub(crate) fn add(&mut self, role: &str, fields: Map<String, Value>) {
        self.0.insert(role.to_owned(), fields);
    }

    /// Every field as `role.field`, with its value.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (String, &Value)> {
        self.0.iter().flat_map(|(role, fields)| {
            let fields = fields.iter();
            fields.map(move |(field, value)| (format!("{role}.{field}"), value))
        })
    }

    /// The value of `role.field`.
    pub(crate) fn get(&self, field: &str) -> Result<&Value, MissingFixture> {
        field
            .split_once('.')
            .and_then(|(role, name)| self.0.get(role)?.get(name))
            .ok_or_else(|| MissingFixture(field.to_owned()))
    }

    /// What is not as the roles want it: unknown roles and fields, and values of another type.
    pub(crate) fn faults(&self, roles: &BTreeMap<String, Role>) -> Vec<String> {
        let mut faults = Vec::new();
        for (name, fields) in &self.0 {
            let Some(role) = roles.get(name) else {
                faults.push(format!(
                    "/fixtures/{name}: no such role{}; `labproof list roles` names them",
                    meant(name, roles.keys().map(String::as_str))
                ));
                continue;
            };
            for (field, value) in fields {
                let fits = match role.fields.get(field).map(String::as_str) {
                    Some("integer") => value.is_u64(),
                    Some(_) => value.is_string(),
                    None => {
                        let meant = meant(field, role.fields.keys().map(String::as_str));
                        faults.push(format!(
                            "/fixtures/{name}/{field}: the role has no such field{meant}"
                        ));
                        continue;
                    }
                };
                if !fits {
                    let wanted = &role.fields[field];
                    faults.push(format!(
                        "/fixtures/{name}/{field}: {value} is not of type {wanted}"
                    ));
                }
            }
        }
        faults
    }
}
