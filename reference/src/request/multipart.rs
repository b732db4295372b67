//! `multipart/form-data`, as far as its parts are plain fields.

use std::convert::Infallible;
use std::future::ready;

use bytes::Bytes;
use futures_util::{FutureExt, stream};
use multer::Multipart;
use serde_json::Value;

use super::query::is_text;
use super::{Fields, query};
use crate::answer::ApiError;

/// Adds the fields of the parts. A part without a name is left out, and all that comes after one that cannot be read.
pub(crate) fn read(content_type: &str, body: &[u8], params: &mut Fields) -> Result<(), ApiError> {
    let Ok(boundary) = multer::parse_boundary(content_type) else {
        return Ok(());
    };
    let body = stream::once(ready(Ok::<_, Infallible>(Bytes::copy_from_slice(body))));
    // All of the body is there, so that nobody waits.
    let mut texts = true;
    let _ = fields(Multipart::new(body, boundary), params, &mut texts).now_or_never();
    if texts { Ok(()) } else { Err(ApiError::NoText) }
}

/// Every value has to be a text.
async fn fields(mut parts: Multipart<'_>, params: &mut Fields, texts: &mut bool) -> multer::Result<()> {
    while let Some(part) = parts.next_field().await? {
        let Some(name) = part.name().map(str::to_owned) else {
            continue;
        };
        let value = String::from_utf8_lossy(&part.bytes().await?).into_owned();
        *texts &= is_text(&value) && !value.contains(char::REPLACEMENT_CHARACTER);
        query::insert(params, name.into(), Value::String(value));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read_as_json(content_type: &str, body: &str) -> Value {
        let mut params = Fields::new();
        read(content_type, body.as_bytes(), &mut params).unwrap();
        params.into()
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

    fn part(value: &str) -> String {
        format!("--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n{value}\r\n")
    }

    #[test]
    fn a_value_may_have_the_text_of_the_boundary_in_it() {
        for value in [
            "one --x two",
            "--x",
            "--x--",
            "\n--x\n",
            "--",
            "\r\n",
            "\r\n\r\n--y",
        ] {
            let body = format!("{}--x--\r\n", part(value));
            let read = read_as_json("multipart/form-data; boundary=x", &body);
            assert_eq!(read, json!({ "a": value }), "{value:?}");
        }
    }

    #[test]
    fn a_large_body_is_read_as_any_other() {
        // Each line looks like a boundary for as long as can be.
        let value = "\r\n--a-boundary-like-nearly-all-of-it".repeat(200_000);
        let head = "--a-boundary-like-nearly-all-of-its-lines\r\n";
        let field = "Content-Disposition: form-data; name=a\r\n\r\n";
        let end = "\r\n--a-boundary-like-nearly-all-of-its-lines--\r\n";
        let body = [head, field, &value, end].concat();
        let content_type = "multipart/form-data; boundary=a-boundary-like-nearly-all-of-its-lines";
        assert_eq!(read_as_json(content_type, &body), json!({ "a": value }));
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
