//! Forms and queries: `a=1&b[c]=2&d[]=3&e[][f]=4`, brackets and blanks encoded or not.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::Fields;

/// How deep names may nest; a deeper one is taken as it stands.
const MAX_DEPTH: usize = 32;

/// Adds the pairs of a form to the parameters. Nothing is refused: what cannot be decoded stays as it is.
pub(crate) fn read(form: &[u8], params: &mut Fields) {
    for pair in form.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
        let equals = pair.iter().position(|byte| *byte == b'=');
        let (name, value) = equals.map_or((pair, None), |at| (&pair[..at], Some(&pair[at + 1..])));
        insert(
            params,
            decode(name),
            value.map_or(Value::Null, |value| Value::String(decode(value).into_owned())),
        );
    }
}

/// Adds one parameter whose name may hold brackets.
pub(crate) fn insert(params: &mut Fields, name: Cow<'_, str>, value: Value) {
    match steps(&name) {
        Some((first, rest)) => put(params.entry(first.into()).or_default(), &rest, value),
        None => {
            params.insert(name.into(), value);
        }
    }
}

fn decode(text: &[u8]) -> Cow<'_, str> {
    if !text.iter().any(|byte| matches!(byte, b'+' | b'%')) {
        return String::from_utf8_lossy(text);
    }
    let spaced: Vec<u8> = text
        .iter()
        .map(|byte| if *byte == b'+' { b' ' } else { *byte })
        .collect();
    let decoded = percent_encoding::percent_decode(&spaced).decode_utf8_lossy();
    Cow::Owned(decoded.into_owned())
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
        read(form.as_bytes(), &mut params);
        params.into_iter().collect()
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
        assert_eq!(read_as_json("a=%zz%"), json!({"a": "%zz%"}));
        assert_eq!(read_as_json("a[b=1&[c]=2"), json!({"a[b": "1", "[c]": "2"}));
        assert_eq!(read_as_json("a=1&a[b]=2"), json!({"a": {"b": "2"}}));
        assert_eq!(read_as_json("a[b]=1&a[]=2&a=3"), json!({"a": "3"}));
        assert_eq!(read_as_json("a=%ff"), json!({"a": "\u{fffd}"}));
    }

    #[test]
    fn a_name_that_nests_too_deep_is_only_a_name() {
        let name = format!("a{}", "[b]".repeat(1000));
        assert_eq!(read_as_json(&format!("{name}=1")), json!({ name: "1" }));
    }
}
