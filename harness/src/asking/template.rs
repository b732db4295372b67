//! `{role.field}` and its kin inside the text of a feature.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::target::fixtures::{Fixtures, MissingFixture};

/// What the placeholders of one scenario stand for.
pub(crate) struct Names<'a> {
    /// Roles that were made for this scenario alone.
    pub(crate) fresh: &'a Fixtures,
    pub(crate) fixtures: &'a Fixtures,
    /// What `{unique}` stands for: text that no other scenario of any run has.
    pub(crate) unique: &'a str,
    /// What the scenario kept of earlier answers, for `{kept.name}`.
    pub(crate) kept: &'a BTreeMap<String, Value>,
}

/// The text with every placeholder replaced; braces that hold no placeholder stay as they are.
pub(crate) fn fill(text: &str, names: &Names<'_>) -> Result<String, MissingFixture> {
    fill_with(text, names, |value| value)
}

/// The value with every placeholder in its texts replaced; a text that is one placeholder becomes its value.
pub(crate) fn fill_value(value: &Value, names: &Names<'_>) -> Result<Value, MissingFixture> {
    Ok(match value {
        Value::String(text) => {
            let inner = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
            match inner.filter(|name| is_placeholder(name)) {
                Some(name) => value_of(name, names)?,
                None => Value::String(fill(text, names)?),
            }
        }
        Value::Array(items) => {
            let items = items.iter().map(|item| fill_value(item, names));
            Value::Array(items.collect::<Result<_, _>>()?)
        }
        Value::Object(members) => {
            let members = members.iter();
            let members = members.map(|(name, member)| Ok((name.clone(), fill_value(member, names)?)));
            Value::Object(members.collect::<Result<_, _>>()?)
        }
        other => other.clone(),
    })
}

/// The same inside a regular expression, in which a value stands for itself.
pub(crate) fn fill_regex(text: &str, names: &Names<'_>) -> Result<String, MissingFixture> {
    fill_with(text, names, |value| regex::escape(&value))
}

fn fill_with(
    text: &str,
    names: &Names<'_>,
    written: impl Fn(String) -> String,
) -> Result<String, MissingFixture> {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        let (before, from_brace) = rest.split_at(start);
        filled.push_str(before);
        let Some(end) = from_brace
            .find('}')
            .filter(|end| is_placeholder(&from_brace[1..*end]))
        else {
            filled.push('{');
            rest = &from_brace[1..];
            continue;
        };
        filled.push_str(&written(plain(&value_of(&from_brace[1..end], names)?)));
        rest = &from_brace[end + 1..];
    }
    filled.push_str(rest);
    Ok(filled)
}

/// The fixture fields that a text asks for.
pub(crate) fn fields(text: &str) -> impl Iterator<Item = &str> {
    let pieces = text.split('{').skip(1).filter_map(|piece| piece.split_once('}'));
    pieces
        .map(|(name, _)| name)
        .filter(|name| is_placeholder(name) && name.contains('.') && !name.starts_with("kept."))
}

/// `unique`, `zeros` or `word.word`.
fn is_placeholder(name: &str) -> bool {
    let word = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_lowercase())
            && text
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-".contains(c))
    };
    match name.split_once('.') {
        Some((role, field)) => word(role) && word(field),
        None => matches!(name, "unique" | "zeros"),
    }
}

fn value_of(name: &str, names: &Names<'_>) -> Result<Value, MissingFixture> {
    match (name, name.strip_prefix("kept.")) {
        ("unique", _) => Ok(names.unique.into()),
        ("zeros", _) => Ok("0".repeat(40).into()),
        (_, Some(kept)) => {
            let kept = names.kept.get(kept).cloned();
            kept.ok_or_else(|| MissingFixture(name.to_owned()))
        }
        _ => names
            .fresh
            .get(name)
            .or_else(|_| names.fixtures.get(name))
            .cloned(),
    }
}

/// A value as it stands inside a text: strings without their quotes.
pub(crate) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_replaced_and_other_braces_stay() {
        let fixtures: Fixtures = serde_json::from_str(r#"{"member": {"key_id": 40}}"#).unwrap();
        let kept = BTreeMap::new();
        let fresh = serde_json::from_str(r#"{"namespace": {"id": 7}}"#).unwrap();
        let names = Names {
            fresh: &fresh,
            fixtures: &fixtures,
            unique: "u1",
            kept: &kept,
        };
        let fill = |text| fill(text, &names);
        assert_eq!(fill("key-{member.key_id}-{unique}").unwrap(), "key-40-u1");
        assert_eq!(
            fill(r#"= {"a": "^[0-9a-f]{40}$"}"#).unwrap(),
            r#"= {"a": "^[0-9a-f]{40}$"}"#
        );
        let value = serde_json::json!({"a": ["{namespace.id}", "n{namespace.id}"], "b": 1});
        assert_eq!(
            fill_value(&value, &names).unwrap(),
            serde_json::json!({"a": [7, "n7"], "b": 1})
        );
        assert_eq!(fill("{guest.id}"), Err(MissingFixture("guest.id".to_owned())));
        assert_eq!(
            fields("{member.key_id} {unique} {kept.a} {x}").collect::<Vec<_>>(),
            ["member.key_id"]
        );
    }
}
