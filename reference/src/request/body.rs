//! Bodies, by their media type.

use serde_json::Value;

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
        let media_type = content_type
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        match media_type.as_str() {
            // Rack takes a body without a type for a form.
            "" | "application/x-www-form-urlencoded" => query::read(self.bytes, params),
            "application/json" | "application/scim+json" => read_json(self.bytes, params)?,
            "multipart/form-data" => multipart::read(content_type, self.bytes, params),
            _ => return Err(ApiError::UnsupportedMediaType(media_type)),
        }
        Ok(())
    }
}

fn read_json(bytes: &[u8], params: &mut Fields) -> Result<(), ApiError> {
    let value = parsed(bytes)?;
    // Clients quote a body once too often; GitLab's own documentation does.
    let inner = value.as_str().and_then(|text| parsed(text.as_bytes()).ok());
    // Only an object has parameters; a list or a number is as good as nothing.
    if let Value::Object(members) = inner.unwrap_or(value) {
        params.extend(members.into_iter().map(|(name, value)| (name.into(), value)));
    }
    Ok(())
}

fn parsed(bytes: &[u8]) -> Result<Value, ApiError> {
    let value = serde_json::from_slice(bytes).map_err(|fault| {
        // The parser has its own limit, far above ours.
        if fault.to_string().starts_with("recursion limit") {
            ApiError::JsonTooDeep
        } else {
            ApiError::InvalidJson
        }
    })?;
    check_limits(&value, 1)?;
    Ok(value)
}

fn check_limits(value: &Value, depth: usize) -> Result<(), ApiError> {
    let too_deep = depth > MAX_JSON_DEPTH;
    match value {
        Value::Array(_) | Value::Object(_) if too_deep => Err(ApiError::JsonTooDeep),
        Value::Array(items) if items.len() > MAX_JSON_ITEMS => Err(ApiError::JsonArrayTooLarge),
        Value::Object(members) if members.len() > MAX_JSON_ITEMS => Err(ApiError::JsonObjectTooLarge),
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
        Ok(params.into_iter().collect())
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
        assert_eq!(read(None, b"name=a&scopes[]=api").unwrap(), expected);
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
        for bytes in [&b"{"[..], b"{\"a\":}", b"{} {}", b"\xff"] {
            assert!(matches!(read_json_of(bytes), Err(ApiError::InvalidJson)));
        }
        assert_eq!(read_json_of(b"[1, 2]").unwrap(), json!({}));
    }

    #[test]
    fn a_body_may_stand_in_a_text_once() {
        assert_eq!(read_json_of(br#""{\"a\": 1}""#).unwrap(), json!({"a": 1}));
        for text in [&br#""""#[..], br#""words""#, br#""[1]""#, br#""\"{}\"""#] {
            assert_eq!(read_json_of(text).unwrap(), json!({}));
        }
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
