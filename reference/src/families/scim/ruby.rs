//! Parameters as Ruby prints them, since GitLab says in its refusals what it was asked.

use std::fmt::Write;

use serde_json::Value;

use crate::request::Params;

/// What is printed for a secret.
const FILTERED: &str = "\"[FILTERED]\"";

/// All parameters of a request, as the text of a Ruby hash.
pub(super) fn inspect_request(params: &Params) -> String {
    let mut text = String::new();
    print_members(params.members(), &mut text);
    text
}

/// A text is itself, and anything else is written as Ruby prints it.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => {
            let mut text = String::new();
            print(other, &mut text);
            text
        }
    }
}

fn print_members<'m>(members: impl Iterator<Item = (&'m str, &'m Value)>, text: &mut String) {
    text.push('{');
    for (index, (name, value)) in members.enumerate() {
        separate(index, text);
        // In GitLab's own routes the group's path has another name.
        print_text(if name == "group_path" { "group" } else { name }, text);
        text.push_str("=>");
        if is_secret(name) {
            text.push_str(FILTERED);
        } else {
            print(value, text);
        }
    }
    text.push('}');
}

fn print(value: &Value, text: &mut String) {
    match value {
        Value::Null => text.push_str("nil"),
        Value::String(value) => print_text(value, text),
        Value::Array(items) => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                separate(index, text);
                print(item, text);
            }
            text.push(']');
        }
        Value::Object(members) => {
            let members: Vec<_> = members
                .iter()
                .map(|(name, value)| (name.as_str(), value))
                .collect();
            print_members(members.into_iter(), text);
        }
        Value::Bool(_) | Value::Number(_) => {
            // Writing to a String cannot fail.
            let _ = write!(text, "{value}");
        }
    }
}

fn separate(index: usize, text: &mut String) {
    if index > 0 {
        text.push_str(", ");
    }
}

fn print_text(value: &str, text: &mut String) {
    text.push('"');
    let mut characters = value.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' | '\\' => text.extend(['\\', character]),
            // Only what would begin an interpolation is escaped.
            '#' if matches!(characters.peek(), Some('{' | '$' | '@')) => text.push_str("\\#"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            control if control.is_control() => {
                let _ = write!(text, "\\u{:04X}", u32::from(control));
            }
            other => text.push(other),
        }
    }
    text.push('"');
}

/// The names of parameters that Rails keeps out of its logs.
fn is_secret(name: &str) -> bool {
    name.ends_with("token") || name.ends_with("key") || name.contains("password") || name.contains("secret")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::Body;
    use serde_json::json;

    #[test]
    fn a_hash_has_arrows_and_nil() {
        let members = json!({
            "externalId": "a \"b\" #c #{d}", "active": null, "count": 1, "yes": true,
            "emails": [{"primary": true}, "\n\u{1}"], "access_token": "t", "nested": {"password": ["p"]},
        });
        let body = members.to_string();
        let body = Body {
            content_type: Some("application/json"),
            bytes: body.as_bytes(),
        };
        let mut params = Params::read("", &body).unwrap();
        params.insert("group_path", "g/h".into());
        assert_eq!(
            inspect_request(&params),
            concat!(
                r##"{"externalId"=>"a \"b\" #c \#{d}", "active"=>nil, "count"=>1, "yes"=>true, "##,
                r#""emails"=>[{"primary"=>true}, "\n\u0001"], "access_token"=>"[FILTERED]", "#,
                r#""nested"=>{"password"=>"[FILTERED]"}, "group"=>"g/h"}"#
            )
        );
    }
}
