//! Forms and queries: `a=1&b[c]=2&d[]=3&e[][f]=4`, brackets and blanks encoded or not.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::Fields;
use crate::answer::ApiError;

/// How deep names may nest; a deeper one is taken as it stands.
const MAX_DEPTH: usize = 32;

/// Adds the pairs of a form to the parameters. Only what is no text is refused.
pub(crate) fn read(form: &[u8], params: &mut Fields) -> Result<(), ApiError> {
    for pair in form.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
        let equals = pair.iter().position(|byte| *byte == b'=');
        let (name, value) = equals.map_or((pair, None), |at| (&pair[..at], Some(&pair[at + 1..])));
        let value = value.map(decode).transpose()?;
        let value = value.map_or(Value::Null, |value| Value::String(value.into_owned()));
        insert(params, decode(name)?, value);
    }
    Ok(())
}

/// Adds one parameter whose name may hold brackets.
pub(crate) fn insert(params: &mut Fields, name: Cow<'_, str>, value: Value) {
    match steps(&name) {
        Some((first, rest)) => put(params.entry(first), &rest, value),
        None => {
            params.insert(&name, value);
        }
    }
}

fn decode(text: &[u8]) -> Result<Cow<'_, str>, ApiError> {
    if !text.iter().any(|byte| matches!(byte, b'+' | b'%')) {
        return std::str::from_utf8(text)
            .ok()
            .filter(|text| is_text(text))
            .map(Cow::Borrowed)
            .ok_or(ApiError::NoText);
    }
    if !escapes_are_whole(text) {
        return Err(ApiError::NoText);
    }
    let spaced: Vec<u8> = text
        .iter()
        .map(|byte| if *byte == b'+' { b' ' } else { *byte })
        .collect();
    let decoded = percent_encoding::percent_decode(&spaced).decode_utf8();
    let decoded = decoded.ok().filter(|text| is_text(text));
    Ok(Cow::Owned(decoded.ok_or(ApiError::NoText)?.into_owned()))
}

/// Whether nothing in it ends a text.
pub(super) fn is_text(text: &str) -> bool {
    !text.contains('\0')
}

/// Whether two digits follow each percent sign.
fn escapes_are_whole(text: &[u8]) -> bool {
    let mut after = text.split(|byte| *byte == b'%').skip(1);
    after.all(|rest| rest.len() >= 2 && rest[..2].iter().all(u8::is_ascii_hexdigit))
}

/// `a[b][]` is `a`, then `b`, then the next item of a list (an empty step). A name of another form has no steps.
fn steps(name: &str) -> Option<(&str, Vec<&str>)> {
    let (first, rest) = name.split_at(name.find('[').filter(|at| *at > 0)?);
    let inner = rest.strip_prefix('[')?.strip_suffix(']')?;
    let steps: Vec<&str> = inner.split("][").collect();
    let plain = steps.iter().all(|step| !step.contains(['[', ']']));
    (plain && steps.len() <= MAX_DEPTH).then_some((first, steps))
}

fn put(place: &mut Value, steps: &[&str], value: Value) {
    match steps {
        [] => *place = value,
        ["", rest @ ..] => {
            if !place.is_array() {
                *place = Value::Array(Vec::new());
            }
            if let Value::Array(items) = place {
                put_item(items, rest, value);
            }
        }
        [name, rest @ ..] => {
            if !place.is_object() {
                *place = Value::Object(Map::new());
            }
            if let Value::Object(members) = place {
                put(members.entry(*name).or_insert(Value::Null), rest, value);
            }
        }
    }
}

/// `e[][f]` fills the last object of the list until that has an `f`; then it begins the next.
fn put_item(items: &mut Vec<Value>, rest: &[&str], value: Value) {
    let fits_last = match (rest.first(), items.last()) {
        (Some(name), Some(Value::Object(last))) => !name.is_empty() && !last.contains_key(*name),
        _ => false,
    };
    if !fits_last {
        items.push(Value::Null);
    }
    if let Some(last) = items.last_mut() {
        put(last, rest, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read_as_json(form: &str) -> Value {
        let mut params = Fields::new();
        read(form.as_bytes(), &mut params).unwrap();
        params.into()
    }

    #[test]
    fn names_nest_by_brackets_encoded_or_not() {
        assert_eq!(
            read_as_json("a=1&b[c]=2&b[d]=3"),
            json!({"a": "1", "b": {"c": "2", "d": "3"}})
        );
        assert_eq!(
            read_as_json("s[]=api&s%5B%5D=read_user"),
            json!({"s": ["api", "read_user"]})
        );
        assert_eq!(
            read_as_json("e[][f]=1&e[][g]=2&e[][f]=3"),
            json!({"e": [{"f": "1", "g": "2"}, {"f": "3"}]})
        );
    }

    #[test]
    fn raw_and_encoded_characters_mean_the_same() {
        assert_eq!(
            read_as_json("changes=00 11 refs/heads/a"),
            json!({"changes": "00 11 refs/heads/a"})
        );
        assert_eq!(
            read_as_json("changes=00+11%20refs%2Fheads/a"),
            json!({"changes": "00 11 refs/heads/a"})
        );
    }

    #[test]
    fn what_is_odd_is_taken_as_well_as_it_can_be() {
        assert_eq!(read_as_json("&&a&b=&=c"), json!({"a": null, "b": "", "": "c"}));
        assert_eq!(read_as_json("a[b=1&[c]=2"), json!({"a[b": "1", "[c]": "2"}));
        assert_eq!(read_as_json("a=1&a[b]=2"), json!({"a": {"b": "2"}}));
        assert_eq!(read_as_json("a[b]=1&a[]=2&a=3"), json!({"a": "3"}));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for form in [
            &b"a=%zz"[..],
            b"a=1%",
            b"a=%f",
            b"a=%ff",
            b"a=%00",
            b"a=\xff",
            b"a=\0",
            b"%ff=a",
        ] {
            let refused = read(form, &mut Fields::new());
            assert_eq!(refused, Err(ApiError::NoText), "{form:?}");
        }
    }

    #[test]
    fn a_name_that_nests_too_deep_is_only_a_name() {
        let name = format!("a{}", "[b]".repeat(1000));
        assert_eq!(read_as_json(&format!("{name}=1")), json!({ name: "1" }));
    }
}
