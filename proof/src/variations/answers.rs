//! Answers that say the same otherwise.

use std::io;

use serde::Serialize as _;
use serde_json::Value;
use serde_json::ser::{Formatter, PrettyFormatter, Serializer};

use super::wire::Message;

/// The name and the value of a member that no document has.
const UNKNOWN: (&str, &str) = ("x_labproof_unknown", "nobody asked for this");

/// Headers that answers may have beside those anybody asks for.
const HEADERS: [(&str, &str); 9] = [
    ("cache-control", "max-age=0, private, must-revalidate"),
    ("etag", "W/\"0123456789abcdef\""),
    ("server", "nginx"),
    ("set-cookie", "_gitlab_session=1; path=/; HttpOnly"),
    ("set-cookie", "experimentation=2; path=/"),
    ("strict-transport-security", "max-age=63072000"),
    ("vary", "Origin"),
    ("x-gitlab-meta", "{\"correlation_id\":\"01HZ\",\"version\":\"1\"}"),
    ("x-runtime", "0.012345"),
];

/// Changes the body where it is JSON, and has it written by the formatter.
fn rewrite<F: Formatter>(answer: &mut Message, formatter: F, change: fn(&mut Value)) {
    let Ok(mut value) = serde_json::from_slice::<Value>(&answer.body) else {
        return;
    };
    change(&mut value);
    let mut body = Vec::new();
    // Nothing in a value and nothing about a vector of bytes can go wrong.
    if value
        .serialize(&mut Serializer::with_formatter(&mut body, formatter))
        .is_ok()
    {
        answer.body = body;
    }
}

/// Every object of a successful answer gets one more member, and a refusal as a whole: inside, it may be a map of faults.
pub(super) fn add_members(answer: &mut Message) {
    match answer.status() {
        Some(200..300) => rewrite(answer, Compact, |body| each_object(body, &add_member)),
        _ => rewrite(answer, Compact, |body| {
            body.as_object_mut().into_iter().for_each(add_member);
        }),
    }
}

fn add_member(members: &mut serde_json::Map<String, Value>) {
    members.insert(UNKNOWN.0.to_owned(), UNKNOWN.1.into());
}

/// What says which schemas it is of is of another as well.
pub(super) fn add_schemas(answer: &mut Message) {
    if !matches!(answer.status(), Some(200..300)) {
        return;
    }
    rewrite(answer, Compact, |body| {
        each_object(body, &|members| {
            if let Some(Value::Array(schemas)) = members.get_mut("schemas") {
                schemas.insert(
                    0,
                    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User".into(),
                );
            }
        });
    });
}

/// The instance has a word for everybody.
pub(super) fn greet(answer: &mut Message) {
    rewrite(answer, Compact, |body| {
        if let Some(Value::Array(messages)) = body.get_mut("gl_console_messages") {
            messages.insert(0, "Welcome. This instance is down on Sunday.".into());
        }
    });
}

/// 200 for 201.
pub(super) fn say_less(answer: &mut Message) {
    answer.first = answer.first.replacen(" 201 Created", " 200 OK", 1);
}

/// The members of every object come in the opposite order.
pub(super) fn reverse(answer: &mut Message) {
    rewrite(answer, Compact, |body| {
        each_object(body, &|members| {
            let reversed = std::mem::take(members).into_iter().rev();
            members.extend(reversed);
        });
    });
}

/// Indented with tabs, and line breaks around it.
pub(super) fn indent(answer: &mut Message) {
    rewrite(answer, PrettyFormatter::with_indent(b"\t"), |_| {});
    if serde_json::from_slice::<Value>(&answer.body).is_ok() {
        answer.body = [b"\r\n ", answer.body.as_slice(), b"\n\n"].concat();
    }
}

/// Letters and slashes in texts are written as escapes.
pub(super) fn escape(answer: &mut Message) {
    rewrite(answer, Escaping, |_| {});
}

/// Times in UTC end in `+00:00` instead of `Z`, which is the same.
pub(super) fn offset_times(answer: &mut Message) {
    rewrite(answer, Compact, |body| {
        each_text(body, &|text| {
            if is_utc(text) {
                text.truncate(text.len() - 1);
                text.push_str("+00:00");
            }
        });
    });
}

/// Whether a text is a point in time such as `2019-06-27T15:29:02.219Z`.
fn is_utc(text: &str) -> bool {
    const SHAPE: &[u8] = b"0000-00-00T00:00:00";
    let digits = |byte: u8| if byte.is_ascii_digit() { b'0' } else { byte };
    let fits = |bytes: &[u8]| bytes.iter().copied().map(digits).eq(SHAPE.iter().copied());
    text.ends_with('Z') && text.as_bytes().get(..SHAPE.len()).is_some_and(fits)
}

/// More headers than anybody asks for.
pub(super) fn add_headers(answer: &mut Message) {
    let more = HEADERS.iter();
    answer
        .headers
        .extend(more.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
}

/// `Content-Type` for `content-type`.
pub(super) fn title_case(answer: &mut Message) {
    for (name, _) in &mut answer.headers {
        let parts = name.split('-').map(|part| match part.split_at_checked(1) {
            Some((first, rest)) => first.to_ascii_uppercase() + rest,
            None => part.to_owned(),
        });
        *name = parts.collect::<Vec<_>>().join("-");
    }
}

/// `CONTENT-TYPE` for `content-type`.
pub(super) fn upper_case(answer: &mut Message) {
    for (name, _) in &mut answer.headers {
        name.make_ascii_uppercase();
    }
}

/// The content type says what any JSON is.
pub(super) fn add_charset(answer: &mut Message) {
    relabel(answer, |label| format!("{label}; charset=utf-8"));
}

/// Media types have no case.
pub(super) fn shout_media_type(answer: &mut Message) {
    relabel(answer, str::to_ascii_uppercase);
}

/// What is some kind of JSON may call itself JSON.
pub(super) fn plain_json(answer: &mut Message) {
    relabel(answer, |label| match label.split_once('+') {
        Some((_, "json")) => "application/json".to_owned(),
        _ => label.to_owned(),
    });
}

fn relabel(answer: &mut Message, label: fn(&str) -> String) {
    for (name, value) in &mut answer.headers {
        if name.eq_ignore_ascii_case("content-type") && value.ends_with("json") {
            *value = label(value);
        }
    }
}

/// The status without words; the space before them has to stay.
pub(super) fn drop_reason(answer: &mut Message) {
    let words: Vec<&str> = answer.first.splitn(3, ' ').collect();
    if let [version, status, _] = words[..] {
        answer.first = format!("{version} {status} ");
    }
}

fn each_object(value: &mut Value, change: &dyn Fn(&mut serde_json::Map<String, Value>)) {
    match value {
        Value::Object(members) => {
            members
                .values_mut()
                .for_each(|member| each_object(member, change));
            change(members);
        }
        Value::Array(items) => items.iter_mut().for_each(|item| each_object(item, change)),
        _ => {}
    }
}

fn each_text(value: &mut Value, change: &dyn Fn(&mut String)) {
    match value {
        Value::String(text) => change(text),
        Value::Object(members) => members.values_mut().for_each(|member| each_text(member, change)),
        Value::Array(items) => items.iter_mut().for_each(|item| each_text(item, change)),
        _ => {}
    }
}

/// JSON without any space.
struct Compact;

impl Formatter for Compact {}

/// JSON without any space, and every letter, slash and foreign character in its texts an escape.
struct Escaping;

impl Formatter for Escaping {
    fn write_string_fragment<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        for character in fragment.chars() {
            match character {
                '/' => writer.write_all(b"\\/")?,
                plain if plain.is_ascii() && !plain.is_ascii_alphabetic() => {
                    writer.write_all(&[plain as u8])?
                }
                other => {
                    for unit in other.encode_utf16(&mut [0; 2]) {
                        write!(writer, "\\u{unit:04x}")?;
                    }
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(first: &str, label: &str, body: &str) -> Message {
        Message {
            first: first.to_owned(),
            headers: vec![("content-type".to_owned(), label.to_owned())],
            body: body.as_bytes().to_vec(),
        }
    }

    fn body(edit: fn(&mut Message), first: &str, text: &str) -> String {
        let mut answer = sample(first, "application/json", text);
        edit(&mut answer);
        String::from_utf8(answer.body).unwrap()
    }

    #[test]
    fn bodies_say_the_same_otherwise() {
        let text = r#"{"a":[{"b":"é/\n1"}],"c":2}"#;
        let written = |edit| body(edit, "HTTP/1.1 200 OK", text);
        assert_eq!(written(reverse), r#"{"c":2,"a":[{"b":"é/\n1"}]}"#);
        assert_eq!(
            written(escape),
            r#"{"\u0061":[{"\u0062":"\u00e9\/\n1"}],"\u0063":2}"#
        );
        assert_eq!(
            written(indent),
            "\r\n {\n\t\"a\": [\n\t\t{\n\t\t\t\"b\": \"é/\\n1\"\n\t\t}\n\t],\n\t\"c\": 2\n}\n\n"
        );
        for edit in [reverse, escape, indent] {
            let same = serde_json::from_str::<Value>(&written(edit)).unwrap();
            assert_eq!(same, serde_json::from_str::<Value>(text).unwrap());
            assert_eq!(body(edit, "HTTP/1.1 200 OK", "no JSON"), "no JSON");
        }
        assert_eq!(written(add_members).matches(UNKNOWN.0).count(), 2);
        let refused = body(add_members, "HTTP/1.1 404 Not Found", r#"{"message":{}}"#);
        assert_eq!(refused.matches(UNKNOWN.0).count(), 1);
        let person = r#"{"schemas":["a"]}"#;
        assert_eq!(body(add_schemas, "HTTP/1.1 404 Not Found", person), person);
        let more = body(add_schemas, "HTTP/1.1 200 OK", person);
        assert!(more.ends_with(r#":User","a"]}"#), "{more}");
        let greeted = body(greet, "HTTP/1.1 200 OK", r#"{"gl_console_messages":[]}"#);
        assert!(
            greeted.starts_with(r#"{"gl_console_messages":["Welcome"#),
            "{greeted}"
        );
    }

    #[test]
    fn points_in_time_and_nothing_else_get_an_offset() {
        let text = r#"["2019-06-27T15:29:02.219Z","2019-06-27","T-00Z",{"at":"2019-06-27T15:29:02Z"}]"#;
        let other =
            r#"["2019-06-27T15:29:02.219+00:00","2019-06-27","T-00Z",{"at":"2019-06-27T15:29:02+00:00"}]"#;
        assert_eq!(body(offset_times, "HTTP/1.1 200 OK", text), other);
    }

    #[test]
    fn heads_say_the_same_otherwise() {
        let after = |edit: fn(&mut Message)| {
            let mut answer = sample("HTTP/1.1 200 OK", "application/scim+json", "");
            edit(&mut answer);
            String::from_utf8(answer.bytes()).unwrap()
        };
        assert_eq!(
            after(title_case),
            "HTTP/1.1 200 OK\r\nContent-Type: application/scim+json\r\n\r\n"
        );
        assert_eq!(
            after(upper_case),
            "HTTP/1.1 200 OK\r\nCONTENT-TYPE: application/scim+json\r\n\r\n"
        );
        assert_eq!(
            after(add_charset),
            "HTTP/1.1 200 OK\r\ncontent-type: application/scim+json; charset=utf-8\r\n\r\n"
        );
        assert_eq!(
            after(shout_media_type),
            "HTTP/1.1 200 OK\r\ncontent-type: APPLICATION/SCIM+JSON\r\n\r\n"
        );
        assert_eq!(
            after(plain_json),
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n"
        );
        assert_eq!(
            after(drop_reason),
            "HTTP/1.1 200 \r\ncontent-type: application/scim+json\r\n\r\n"
        );
        assert_eq!(after(add_headers).matches("set-cookie").count(), 2);
        let mut made = sample("HTTP/1.1 201 Created", "application/json", "{}");
        say_less(&mut made);
        assert_eq!(made.first, "HTTP/1.1 200 OK");
    }
}
