//! One value of a parameter, in the type that was declared for it.

use jiff::civil::Date;
use serde_json::Value;

use super::text;

pub(super) fn is_blank(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty())
}

/// Of a fraction the whole; what is too large stays the largest there is.
pub(super) fn integer(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64().or_else(|| Some(number.as_f64()? as i64)),
        Value::String(digits) => digits.trim().parse().ok(),
        _ => None,
    }
}

pub(super) fn boolean(value: &Value) -> Option<bool> {
    let word = text(value)?.to_ascii_lowercase();
    match word.as_str() {
        "true" | "t" | "1" | "yes" | "y" | "on" => Some(true),
        "false" | "f" | "0" | "no" | "n" | "off" => Some(false),
        _ => None,
    }
}

/// The value, or what the JSON in its text stands for: a form may carry structure that way.
pub(super) fn json(value: &Value) -> Option<Value> {
    match value {
        Value::String(text) => serde_json::from_str(text).ok(),
        other => Some(other.clone()),
    }
}

/// `2020-07-24`, with or without separators or a time after it, or in words such as `24 Jul 2020`.
pub(crate) fn read_date(text: &str) -> Option<Date> {
    let text = text.trim();
    let day = text.split(['T', ' ']).next().unwrap_or_default();
    let read = |formats: &[&str], text: &str| {
        formats
            .iter()
            .find_map(|format| Date::strptime(format, text).ok())
    };
    read(&["%Y-%m-%d", "%Y/%m/%d", "%Y%m%d"], day).or_else(|| {
        read(
            &[
                "%d %b %Y",
                "%d %B %Y",
                "%b %d %Y",
                "%B %d %Y",
                "%b %d, %Y",
                "%B %d, %Y",
            ],
            text,
        )
    })
}
