//! An answer, spoiled on its way out.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Change;
use crate::answer::{self, Answer, JSON};
use crate::ids::{Ids, Random};

/// A member of an answer's body that is not what it should be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edit {
    /// Where, as a JSON pointer; `*` is every item of a list.
    pub at: String,
    /// What becomes of it.
    pub to: To,
}

/// What becomes of a member.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum To {
    /// It is not there.
    Nothing,
    /// It is null.
    Null,
    /// It is of another type.
    AnotherType,
    /// It is another value of its type: one more, a longer text, the other truth.
    Another,
    /// It is a list without its first item.
    Shorter,
    /// It is a list with its first item twice.
    Longer,
    /// It is a UUID that no answer had before.
    Fresh,
    /// It is this value.
    Value(Value),
}

/// Does to an answer what the change says; whether that made a difference.
pub(super) fn spoil(change: &Change, answer: &mut Answer, fill: &dyn Fn(&Value) -> Value) -> bool {
    match change {
        Change::Status(status) => std::mem::replace(&mut answer.status, *status) != *status,
        Change::MediaType(media_type) => {
            answer.media_type = None;
            answer.headers.push(("content-type", media_type.clone()));
            true
        }
        Change::Members(edits) => edited(answer, |body| {
            let mut has_changed = false;
            for edit in edits {
                has_changed |= edit.apply(body, fill);
            }
            has_changed
        }),
        Change::Moved { from, to } => edited(answer, |body| moved(body, from, to)),
        Change::Answer { status, body } => {
            *answer = Answer {
                status: *status,
                media_type: Some(answer.media_type.unwrap_or(JSON)),
                headers: Vec::new(),
                body: answer::json(&fill(body)),
            };
            true
        }
        Change::Truncated => {
            let half = answer.body.len() / 2;
            answer.body.truncate(half);
            half > 0
        }
        Change::Redirect => {
            answer.status = 302;
            answer.headers.push(("location", "/users/sign_in".to_owned()));
            true
        }
        _ => false,
    }
}

fn edited(answer: &mut Answer, edit: impl FnOnce(&mut Value) -> bool) -> bool {
    let Ok(mut body) = serde_json::from_slice::<Value>(&answer.body) else {
        return false;
    };
    let has_changed = edit(&mut body);
    if has_changed {
        answer.body = answer::json(&body);
    }
    has_changed
}

impl Edit {
    fn apply(&self, body: &mut Value, fill: &dyn Fn(&Value) -> Value) -> bool {
        let steps: Vec<&str> = self.at.split('/').skip(1).collect();
        match &self.to {
            To::Value(value) => edit_at(body, &steps, &To::Value(fill(value))),
            to => edit_at(body, &steps, to),
        }
    }
}

fn moved(body: &mut Value, from: &str, to: &str) -> bool {
    let Some(value) = body.pointer(from).cloned() else {
        return false;
    };
    let steps: Vec<&str> = from.split('/').skip(1).collect();
    edit_at(body, &steps, &To::Nothing);
    let mut there = body;
    for name in to.split('/').skip(1) {
        if !there.is_object() {
            *there = json!({});
        }
        there = &mut there[unescaped(name)];
    }
    *there = value;
    true
}

fn edit_at(value: &mut Value, steps: &[&str], to: &To) -> bool {
    match (steps, value) {
        ([], value) => become_it(value, to),
        (["*", rest @ ..], Value::Array(items)) => {
            let mut has_changed = false;
            for item in items {
                has_changed |= edit_at(item, rest, to);
            }
            has_changed
        }
        ([name], Value::Object(members)) if *to == To::Nothing => {
            members.shift_remove(&unescaped(name)).is_some()
        }
        ([name], Value::Object(members)) if matches!(to, To::Value(_)) => {
            let member = members.entry(unescaped(name)).or_insert(Value::Null);
            become_it(member, to)
        }
        ([name, rest @ ..], Value::Object(members)) => members
            .get_mut(&unescaped(name))
            .is_some_and(|member| edit_at(member, rest, to)),
        ([index, rest @ ..], Value::Array(items)) => {
            let index: Option<usize> = index.parse().ok();
            index
                .and_then(|index| items.get_mut(index))
                .is_some_and(|item| edit_at(item, rest, to))
        }
        _ => false,
    }
}

fn unescaped(name: &str) -> String {
    name.replace("~1", "/").replace("~0", "~")
}

fn become_it(value: &mut Value, to: &To) -> bool {
    let new = match to {
        To::Nothing | To::Null => Value::Null,
        To::AnotherType => of_another_type(value),
        To::Another => another(value),
        To::Fresh => json!(Random.uuid()),
        To::Value(new) => new.clone(),
        To::Shorter => listed(value, |items| {
            if !items.is_empty() {
                items.remove(0);
            }
        }),
        To::Longer => listed(value, |items| {
            if let Some(first) = items.first().cloned() {
                items.push(first);
            }
        }),
    };
    std::mem::replace(value, new.clone()) != new
}

fn listed(value: &Value, change: impl FnOnce(&mut Vec<Value>)) -> Value {
    let mut value = value.clone();
    if let Value::Array(items) = &mut value {
        change(items);
    }
    value
}

fn of_another_type(value: &Value) -> Value {
    match value {
        Value::Null => json!(false),
        Value::Bool(truth) => json!(truth.to_string()),
        Value::Number(_) => json!("many"),
        Value::String(_) => json!(4_711),
        Value::Array(_) => json!({}),
        Value::Object(_) => json!([]),
    }
}

fn another(value: &Value) -> Value {
    match value {
        Value::Null => json!("something"),
        Value::Bool(truth) => json!(!truth),
        Value::Number(number) => number
            .as_i64()
            .map_or_else(|| json!(4_711), |number| json!(number.saturating_add(1))),
        Value::String(text) => json!(another_text(text)),
        Value::Array(items) if items.is_empty() => json!(["something"]),
        Value::Array(items) => items.iter().map(another).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, member)| (name.clone(), another(member)))
            .collect(),
    }
}

/// Still plausible: digits stay digits, and a day stays a day.
fn another_text(text: &str) -> String {
    let other = |digit: char| if digit == '1' { '2' } else { '1' };
    match text.char_indices().rev().find(|(_, c)| c.is_ascii_digit()) {
        Some((at, digit)) if text.bytes().all(|b| b.is_ascii_digit() || b == b'-') => {
            format!("{}{}{}", &text[..at], other(digit), &text[at + 1..])
        }
        _ => format!("{text}x"),
    }
}
