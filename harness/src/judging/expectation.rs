//! What a feature's table says of one member of an answer.

use regex::Regex;
use serde_json::Value;

use crate::asking::mask::Mask;

/// One cell: what the value has to be.
#[derive(Debug)]
pub(crate) enum Expectation {
    /// Plain text: that very string.
    Text(String),
    /// `= JSON`: that very value.
    Is(Value),
    /// `~ regex`: a string that matches.
    Matches(Regex),
    /// `: type or type`: any value of these JSON types.
    Types(Vec<String>),
    /// `with JSON`: an array that has that value, among whatever others.
    Holds(Value),
    /// `!= text`: anything that does not read like this.
    Differs(String),
    /// `(absent)`
    Absent,
    /// `(present)`
    Present,
    /// `(absent) or …`: nothing, or what else is said.
    IfAny(Box<Self>),
}

const TYPES: [&str; 7] = [
    "string", "integer", "number", "boolean", "null", "array", "object",
];

impl Expectation {
    /// Reads a cell whose placeholders are replaced already.
    pub(crate) fn read(cell: &str) -> Result<Self, String> {
        let cell = cell.trim();
        if let Some(rest) = cell.strip_prefix("(absent) or ") {
            return Self::read(rest).map(|rest| Self::IfAny(Box::new(rest)));
        }
        if let Some(json) = cell.strip_prefix("= ") {
            return serde_json::from_str(json)
                .map(Self::Is)
                .map_err(|error| format!("`{cell}` is no JSON: {error}"));
        }
        if let Some(json) = cell.strip_prefix("with ") {
            return serde_json::from_str(json)
                .map(Self::Holds)
                .map_err(|error| format!("`{cell}` is no JSON: {error}"));
        }
        if let Some(regex) = cell.strip_prefix("~ ") {
            return Regex::new(regex)
                .map(Self::Matches)
                .map_err(|error| format!("`{cell}`: {error}"));
        }
        if let Some(text) = cell.strip_prefix("!= ") {
            return Ok(Self::Differs(text.to_owned()));
        }
        if let Some(types) = cell.strip_prefix(": ") {
            let types: Vec<String> = types.split(" or ").map(|name| name.trim().to_owned()).collect();
            return match types.iter().find(|name| !TYPES.contains(&name.as_str())) {
                Some(name) => Err(format!("`{name}` is no JSON type")),
                None => Ok(Self::Types(types)),
            };
        }
        Ok(match cell {
            "(absent)" => Self::Absent,
            "(present)" => Self::Present,
            text => Self::Text(text.to_owned()),
        })
    }

    /// Whether the value, or its absence, is as expected.
    pub(crate) fn holds(&self, value: Option<&Value>) -> bool {
        let Some(value) = value else {
            return matches!(self, Self::Absent | Self::IfAny(_));
        };
        match self {
            Self::Text(text) => value == text.as_str(),
            Self::Is(wanted) => value == wanted,
            Self::Matches(regex) => value.as_str().is_some_and(|text| regex.is_match(text)),
            Self::Holds(item) => value.as_array().is_some_and(|items| items.contains(item)),
            Self::Types(types) => types.iter().any(|name| is_of(value, name)),
            Self::Differs(text) => crate::asking::template::plain(value) != *text,
            Self::Absent => false,
            Self::Present => true,
            Self::IfAny(rest) => rest.holds(Some(value)),
        }
    }
}

impl std::fmt::Display for Expectation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => write!(f, "{}", Value::from(text.as_str())),
            Self::Is(value) => write!(f, "{value}"),
            Self::Matches(regex) => write!(f, "a string that matches {regex}"),
            Self::Holds(item) => write!(f, "an array with {item}"),
            Self::Types(types) => write!(f, "a value of type {}", types.join(" or ")),
            Self::Differs(text) => write!(f, "anything but {text}"),
            Self::Absent => write!(f, "no such member"),
            Self::Present => write!(f, "any value"),
            Self::IfAny(rest) => write!(f, "no such member, or {rest}"),
        }
    }
}

fn is_of(value: &Value, name: &str) -> bool {
    match name {
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "array" => value.is_array(),
        _ => value.is_object(),
    }
}

/// A value for a message: without secrets, short, and clearly marked where it is not there.
pub(crate) fn shown(value: Option<&Value>, mask: &Mask) -> String {
    let Some(value) = value else {
        return "nothing".to_owned();
    };
    let text = value.to_string();
    let told = mask.hide(&text);
    match told.char_indices().nth(300) {
        Some((cut, _)) => format!("{}… ({} bytes)", &told[..cut], text.len()),
        None => told.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn each_kind_of_cell_accepts_and_refuses() {
        let cases = [
            ("root", json!("root"), json!("rubi")),
            ("= 7", json!(7), json!("7")),
            ("~ ^[0-9a-f]{4}$", json!("00ff"), json!(255)),
            (": integer or null", json!(null), json!(1.5)),
            ("!= 7", json!(8), json!(7)),
            ("with \"a\"", json!(["b", "a"]), json!(["b"])),
            ("with 7", json!([7]), json!(7)),
        ];
        for (cell, good, bad) in cases {
            let expectation = Expectation::read(cell).unwrap();
            assert!(expectation.holds(Some(&good)), "{cell} accepts {good}");
            assert!(!expectation.holds(Some(&bad)), "{cell} refuses {bad}");
            assert!(!expectation.holds(None), "{cell} refuses absence");
        }
        assert!(Expectation::read("(absent)").unwrap().holds(None));
        assert!(!Expectation::read("(present)").unwrap().holds(None));
        for cell in ["= {", "~ (", ": thing"] {
            assert!(Expectation::read(cell).is_err(), "{cell}");
        }
    }
}
