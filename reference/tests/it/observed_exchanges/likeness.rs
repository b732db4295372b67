//! Whether an answer is the recorded one.

use serde_json::Value;

/// What stands for whatever the instance may say.
const ANY: &str = "{any}";

/// Whether it is the same but for what may be anything.
pub(super) fn agrees(expected: &Value, seen: &Value) -> bool {
    match (expected, seen) {
        (Value::String(text), _) if text == ANY => true,
        (Value::String(text), Value::String(seen)) => fits(text, seen),
        (Value::Array(expected), Value::Array(seen)) => {
            expected.len() == seen.len() && expected.iter().zip(seen).all(|(one, other)| agrees(one, other))
        }
        (Value::Object(expected), Value::Object(seen)) => {
            expected.len() == seen.len()
                && expected
                    .iter()
                    .all(|(name, value)| seen.get(name).is_some_and(|other| agrees(value, other)))
        }
        (expected, seen) => expected == seen,
    }
}

fn fits(pattern: &str, text: &str) -> bool {
    let Some((first, rest)) = pattern.split_once(ANY) else {
        return pattern == text;
    };
    let Some(text) = text.strip_prefix(first) else {
        return false;
    };
    let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    ends.into_iter().any(|at| fits(rest, &text[at..]))
}
