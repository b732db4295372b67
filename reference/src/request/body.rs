//! Bodies, by their media type.

use serde_json::{Map, Number, Value};

use super::query::is_text;
use super::{Fields, multipart, query};
use crate::answer::ApiError;

/// How deep JSON may nest.
const MAX_JSON_DEPTH: usize = 32;
/// How many items or members a list or object of JSON may have.
const MAX_JSON_ITEMS: usize = 50_000;

/// The body of a request with the type it claims.
#[derive(Clone, Copy)]
pub(crate) struct Body<'r> {
    pub(crate) content_type: Option<&'r str>,
    pub(crate) bytes: &'r [u8],
}

impl Body<'_> {
    /// Adds the body's parameters. An empty body has none, whatever its type: clients name one on GET too.
    pub(crate) fn read(&self, params: &mut Fields) -> Result<(), ApiError> {
        if self.bytes.is_empty() {
            return Ok(());
        }
        let content_type = self.content_type.unwrap_or_default();
        let media_type = self.media_type();
        match media_type.as_str() {
            "application/x-www-form-urlencoded" => query::read(self.bytes, params),
            "application/json" => read_json(self.bytes, params),
            "application/scim+json" => read_scim(self.bytes, params),
            "multipart/form-data" => multipart::read(content_type, self.bytes, params),
            _ => Err(ApiError::UnsupportedMediaType(media_type)),
        }
    }

    /// Looks at a body that nobody reads: even there, JSON has to be JSON.
    pub(crate) fn check(&self) -> Result<(), ApiError> {
        if self.media_type() == "application/json" {
            self.read(&mut Fields::new())
        } else {
            Ok(())
        }
    }

    /// The object of JSON that is all of a text of JSON.
    pub(crate) fn unquoted(&self) -> Option<Vec<u8>> {
        let text: String = serde_json::from_slice(self.bytes).ok()?;
        let is_object = serde_json::from_str::<Map<String, Value>>(&text).is_ok();
        is_object.then(|| text.into_bytes())
    }

    /// The type without what is said about it, in lower case.
    pub(crate) fn media_type(&self) -> String {
        let content_type = self.content_type.unwrap_or_default();
        let media_type = content_type.split(';').next().unwrap_or_default();
        media_type.trim().to_ascii_lowercase()
    }
}

fn read_json(bytes: &[u8], params: &mut Fields) -> Result<(), ApiError> {
    match parsed(bytes)? {
        // Only an object has parameters; a list or a text is as good as nothing, and a number is worse.
        Value::Object(members) => {
            for (name, value) in members {
                params.insert_from_json(&name, value);
            }
        }
        Value::Number(_) => return Err(ApiError::InvalidJson),
        _ => {}
    }
    Ok(())
}

/// Nothing looks at SCIM's JSON before the framework does, which minds a number as little as a text.
fn read_scim(bytes: &[u8], params: &mut Fields) -> Result<(), ApiError> {
    match read_json(bytes, params) {
        Err(ApiError::InvalidJson) if serde_json::from_slice::<Number>(bytes).is_ok() => Ok(()),
        Err(ApiError::InvalidJson) => Err(ApiError::NotAsDeclared),
        read => read,
    }
}

fn parsed(bytes: &[u8]) -> Result<Value, ApiError> {
    let value = serde_json::from_slice(bytes).map_err(|fault| {
        // The parser has its own limit, far above ours.
        if fault.to_string().starts_with("recursion limit") {
            ApiError::JsonTooDeep
        } else if is_json_but_for_numbers(bytes) {
            ApiError::NoText
        } else {
            ApiError::InvalidJson
        }
    })?;
    check_limits(&value, 1)?;
    Ok(value)
}

/// Whether all that is wrong with it are numbers that only JavaScript has.
fn is_json_but_for_numbers(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    // What is between quotation marks does not matter here: a text stays one, whatever it says.
    let mended = text
        .replace("-Infinity", "0")
        .replace("Infinity", "0")
        .replace("NaN", "0");
    serde_json::from_str::<Value>(&mended).is_ok()
}

fn check_limits(value: &Value, depth: usize) -> Result<(), ApiError> {
    let too_deep = depth > MAX_JSON_DEPTH;
    match value {
        Value::Array(_) | Value::Object(_) if too_deep => Err(ApiError::JsonTooDeep),
        Value::Array(items) if items.len() > MAX_JSON_ITEMS => Err(ApiError::JsonArrayTooLarge),
        Value::Object(members) if members.len() > MAX_JSON_ITEMS => Err(ApiError::JsonObjectTooLarge),
        Value::String(text) if !is_text(text) => Err(ApiError::NoText),
        Value::Array(items) => items.iter().try_for_each(|item| check_limits(item, depth + 1)),
        Value::Object(members) => members
            .values()
            .try_for_each(|member| check_limits(member, depth + 1)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(content_type: Option<&str>, bytes: &[u8]) -> Result<Value, ApiError> {
        let mut params = Fields::new();
        Body { content_type, bytes }.read(&mut params)?;
        Ok(params.into())
    }

    fn read_json_of(bytes: &[u8]) -> Result<Value, ApiError> {
        read(Some("application/json"), bytes)
    }

    #[test]
    fn form_and_json_say_the_same() {
        let expected = json!({"name": "a", "scopes": ["api"]});
        assert_eq!(
            read(Some("application/x-www-form-urlencoded"), b"name=a&scopes[]=api").unwrap(),
            expected
        );
        assert_eq!(
            read(
                Some("Application/JSON; charset=utf-8"),
                br#"{"name": "a", "scopes": ["api"]}"#
            )
            .unwrap(),
            expected
        );
    }

    #[test]
    fn an_empty_body_is_fine_under_any_type() {
        assert_eq!(read(Some("text/plain"), b"").unwrap(), json!({}));
        assert_eq!(read_json_of(b"").unwrap(), json!({}));
    }

    #[test]
    fn an_unknown_type_and_malformed_json_are_refused() {
        assert!(
            matches!(read(Some("text/plain"), b"a"), Err(ApiError::UnsupportedMediaType(t)) if t == "text/plain")
        );
        assert!(matches!(read(None, b"a=1"), Err(ApiError::UnsupportedMediaType(t)) if t.is_empty()));
        for bytes in [
            &b"{"[..],
            b"{\"a\":}",
            b"{} {}",
            b"{\"a\": 1,}",
            b"\xef\xbb\xbf{}",
            b"7",
            b"\xff",
        ] {
            assert!(matches!(read_json_of(bytes), Err(ApiError::InvalidJson)));
        }
    }

    #[test]
    fn what_is_no_object_has_no_parameters() {
        for text in [
            &b"[1, 2]"[..],
            b"null",
            br#""""#,
            br#""words""#,
            br#""{\"a\": 1}""#,
        ] {
            assert_eq!(read_json_of(text).unwrap(), json!({}));
        }
    }

    #[test]
    fn malformed_json_of_scim_is_refused_in_the_words_of_the_framework() {
        let read_scim = |bytes| read(Some("application/scim+json; charset=utf-8"), bytes);
        assert_eq!(read_scim(br#"{"a":"#), Err(ApiError::NotAsDeclared));
        assert_eq!(read_scim(br#"{"a": 1}"#).unwrap(), json!({"a": 1}));
        assert_eq!(read_scim(b"7").unwrap(), json!({}));
    }

    #[test]
    fn what_is_no_text_is_refused_in_other_words() {
        for text in [
            &br#"{"a": NaN}"#[..],
            br#"{"a": [-Infinity]}"#,
            br#"{"a": "\u0000"}"#,
        ] {
            assert_eq!(read_json_of(text), Err(ApiError::NoText));
        }
        assert_eq!(read_json_of(br#"{"a": "NaN"}"#).unwrap(), json!({"a": "NaN"}));
        assert!(matches!(
            read_json_of(br#"{"a": NaN"#),
            Err(ApiError::InvalidJson)
        ));
    }

    #[test]
    fn json_has_limits_of_depth_and_size() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(read_json_of(nested(32).as_bytes()).is_ok());
        assert!(matches!(
            read_json_of(nested(33).as_bytes()),
            Err(ApiError::JsonTooDeep)
        ));
        assert!(matches!(
            read_json_of(nested(500).as_bytes()),
            Err(ApiError::JsonTooDeep)
        ));
        let list = |items: usize| format!("[{}1]", "1,".repeat(items - 1));
        assert!(read_json_of(list(50_000).as_bytes()).is_ok());
        assert!(matches!(
            read_json_of(list(50_001).as_bytes()),
            Err(ApiError::JsonArrayTooLarge)
        ));
        let members: Vec<String> = (0..=50_000).map(|n| format!("\"{n}\":1")).collect();
        let object = format!("{{{}}}", members.join(","));
        assert!(matches!(
            read_json_of(object.as_bytes()),
            Err(ApiError::JsonObjectTooLarge)
        ));
    }
}
