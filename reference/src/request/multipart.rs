//! `multipart/form-data`, as far as its parts are plain fields.

use serde_json::Value;

use super::{Fields, query};

/// Adds the fields of the parts. A part that cannot be understood is left out.
pub(crate) fn read(content_type: &str, body: &[u8], params: &mut Fields) {
    let Some(boundary) = attribute(content_type, "boundary") else {
        return;
    };
    let delimiter = format!("--{boundary}").into_bytes();
    let mut rest = body;
    while let Some(start) = find(rest, &delimiter) {
        rest = &rest[start + delimiter.len()..];
        let end = find(rest, &delimiter).unwrap_or(rest.len());
        if let Some((name, value)) = field(&rest[..end]) {
            query::insert(params, name.into(), Value::String(value));
        }
    }
}

/// A part is header lines, an empty line and the value; each boundary begins a line.
fn field(part: &[u8]) -> Option<(String, String)> {
    let part = part.strip_prefix(b"\r\n")?;
    let blank = find(part, b"\r\n\r\n")?;
    let (headers, value) = (String::from_utf8_lossy(&part[..blank]), &part[blank + 4..]);
    let disposition = headers
        .lines()
        .find(|line| line.to_ascii_lowercase().starts_with("content-disposition:"))?;
    let value = value.strip_suffix(b"\r\n").unwrap_or(value);
    Some((
        attribute(disposition, "name")?,
        String::from_utf8_lossy(value).into_owned(),
    ))
}

/// The value of `name="…"` or `name=…` after a semicolon.
fn attribute(header: &str, name: &str) -> Option<String> {
    let pairs = header
        .split(';')
        .skip(1)
        .filter_map(|pair| pair.trim().split_once('='));
    let mut named = pairs.filter(|(key, _)| key.eq_ignore_ascii_case(name));
    named
        .next()
        .map(|(_, value)| value.trim_matches('"').to_owned())
        .filter(|value| !value.is_empty())
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read_as_json(content_type: &str, body: &str) -> Value {
        let mut params = Fields::new();
        read(content_type, body.as_bytes(), &mut params);
        params.into_iter().collect()
    }

    #[test]
    fn every_field_becomes_a_parameter() {
        let body = "preamble\r\n--x\r\nContent-Disposition: form-data; name=\"key_id\"\r\n\r\n11\r\n\
                    --x\r\ncontent-disposition: form-data; name=\"scopes[]\"\r\nContent-Type: text/plain\r\n\r\napi\r\n--x--\r\n";
        let expected = json!({"key_id": "11", "scopes": ["api"]});
        assert_eq!(read_as_json("multipart/form-data; boundary=x", body), expected);
        assert_eq!(
            read_as_json("multipart/form-data; boundary=\"x\"", body),
            expected
        );
    }

    #[test]
    fn what_is_malformed_has_no_parameters() {
        assert_eq!(read_as_json("multipart/form-data", "--x\r\n"), json!({}));
        assert_eq!(
            read_as_json("multipart/form-data; boundary=", "--\r\n"),
            json!({})
        );
        assert_eq!(
            read_as_json("multipart/form-data; boundary=x", "--x\r\n\r\nno name\r\n--x"),
            json!({})
        );
        assert_eq!(
            read_as_json("multipart/form-data; boundary=x", "--x--x--x"),
            json!({})
        );
    }
}
