//! What a request says: query and body merged into one set of parameters, as Rails does it.
//!
//! [`query`] reads `a=1&b[c]=2&d[]=3`, [`body`] chooses by media type, [`multipart`] reads what browsers send,
//! and [`Params`] answers for all of them alike: ids as digits or numbers, text from either.

mod body;
mod day;
mod fields;
mod multipart;
mod query;
mod typed;
mod value;

use std::borrow::Cow;

use serde_json::Value;

pub(crate) use body::Body;
pub(crate) use day::read as read_day;
pub(crate) use typed::Declared;

use self::fields::Fields;
use crate::answer::ApiError;

/// The merged parameters of a request.
#[derive(Debug, Default)]
pub(crate) struct Params(Fields);

impl Params {
    /// Reads the query and the body; what the body says wins.
    pub(crate) fn read(query: &str, body: &Body<'_>) -> Result<Self, ApiError> {
        let mut params = Fields::new();
        query::read(query.as_bytes(), &mut params)?;
        if let Some(format) = params.get("format").and_then(Value::as_str)
            && !matches!(format, "json" | "txt" | "")
        {
            return Err(ApiError::UnknownFormat(format.to_owned()));
        }
        body.read(&mut params)?;
        Ok(Self(params))
    }

    /// Adds the parameters that the path carries; they win over all others.
    pub(crate) fn insert(&mut self, name: &str, value: String) {
        self.0.insert(name, Value::String(value));
    }

    /// Gives a parameter another value.
    pub(crate) fn set(&mut self, name: &str, value: Value) {
        self.0.insert(name, value);
    }

    /// Takes a parameter away; whether it was there.
    pub(crate) fn remove(&mut self, name: &str) -> bool {
        self.0.remove(name).is_some()
    }

    /// The parameter, if it is there and not null.
    pub(crate) fn given(&self, name: &str) -> Option<&Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    /// The parameter as text, unless it stands in JSON: nobody looks for a credential there.
    pub(crate) fn credential(&self, name: &str) -> Option<&str> {
        self.0.get_outside_json(name)?.as_str()
    }

    /// All parameters, in the order in which the request has them.
    pub(crate) fn members(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter()
    }

    /// Whether the parameter is there, be it null.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.get(name).is_some()
    }

    /// The parameter as text; numbers and booleans are text as well.
    pub(crate) fn text(&self, name: &str) -> Option<Cow<'_, str>> {
        text(self.given(name)?)
    }

    /// The parameter as an id, that of a list being its first item's. A value that is none becomes 0, which nothing has:
    /// it was given, and finds nothing.
    pub(crate) fn id(&self, name: &str) -> Option<u64> {
        Some(match self.given(name)? {
            Value::Array(items) => items.first().map_or(0, id),
            value => id(value),
        })
    }

    /// The parameter as a list of texts; one value alone is a list of one.
    pub(crate) fn texts(&self, name: &str) -> Vec<Cow<'_, str>> {
        match self.given(name) {
            None => Vec::new(),
            Some(Value::Array(items)) => items
                .iter()
                .filter(|item| !item.is_null())
                .map(any_text)
                .collect(),
            Some(value) => vec![any_text(value)],
        }
    }
}

fn text(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Number(_) | Value::Bool(_) => Some(Cow::Owned(value.to_string())),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The text, and for a list or an object its JSON: good enough to be named in a refusal.
fn any_text(value: &Value) -> Cow<'_, str> {
    text(value).unwrap_or_else(|| Cow::Owned(value.to_string()))
}

/// Rails takes what is true for 1, and of a fraction the whole.
fn id(value: &Value) -> u64 {
    match value {
        Value::String(digits) => leading_digits(digits),
        Value::Number(number) => {
            let whole = number.as_u64();
            whole
                .or_else(|| number.as_f64().map(|float| float as u64))
                .unwrap_or(0)
        }
        Value::Bool(true) => 1,
        _ => 0,
    }
}

/// Rails reads `11abc` as 11 and `abc` as 0.
fn leading_digits(text: &str) -> u64 {
    let text = text.trim_start();
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text[..end].parse().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn params(value: Value) -> Params {
        let Value::Object(map) = value else {
            panic!("not an object")
        };
        let mut params = Params::default();
        for (name, value) in map {
            params.set(&name, value);
        }
        params
    }

    #[test]
    fn an_id_is_digits_or_a_number_and_anything_else_finds_nothing() {
        let params = params(json!({
            "digits": "11", "number": 11, "trailing": "11abc", "word": "abc", "huge": "99999999999999999999",
            "negative": -3, "float": 11.5, "list": ["11", 12], "null": null, "blank": "", "true": true, "false": false,
            "empty": [], "object": {"0": 11},
        }));
        for name in ["digits", "number", "trailing", "float", "list"] {
            assert_eq!(params.id(name), Some(11), "{name}");
        }
        for name in ["word", "huge", "negative", "blank", "false", "empty", "object"] {
            assert_eq!(params.id(name), Some(0), "{name}");
        }
        assert_eq!(params.id("true"), Some(1));
        assert_eq!(params.id("null"), None);
        assert_eq!(params.id("absent"), None);
    }

    #[test]
    fn one_value_alone_is_a_list_of_one() {
        let params = params(json!({"one": "api", "many": ["api", null, 3], "none": []}));
        assert_eq!(params.texts("one"), ["api"]);
        assert_eq!(params.texts("many"), ["api", "3"]);
        assert!(params.texts("none").is_empty());
        assert!(params.texts("absent").is_empty());
    }

    #[test]
    fn the_body_wins_over_the_query() {
        let body = Body {
            content_type: Some("application/json"),
            bytes: br#"{"key_id": 7}"#,
        };
        let params = Params::read("key_id=11&project=a%2Fb", &body).unwrap();
        assert_eq!(params.id("key_id"), Some(7));
        assert_eq!(params.text("project").as_deref(), Some("a/b"));
    }

    #[test]
    fn another_format_than_json_is_refused() {
        let body = Body {
            content_type: None,
            bytes: b"",
        };
        let refused = Params::read("format=xml", &body).unwrap_err();
        assert!(matches!(refused, ApiError::UnknownFormat(format) if format == "xml"));
        assert!(Params::read("format=json", &body).is_ok());
    }
}
