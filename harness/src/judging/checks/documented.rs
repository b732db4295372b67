//! A documented body beside the one that was answered.

use std::collections::{BTreeMap, BTreeSet};

use labproof_spec::Operation;
use serde_json::Value;

use crate::asking::exchange::Answer;
use crate::asking::mask::Mask;
use crate::asking::volatile;
use crate::judging::expectation::shown;

/// What is known of a documented body beside its literal values.
pub(super) struct Documented<'a> {
    /// What stands at a pointer instead, as the target has it.
    pub(super) bound: BTreeMap<&'a str, Value>,
    /// The members whose values are the server's own.
    pub(super) volatile: BTreeMap<String, String>,
    /// The arrays that hold more than the documented items, in any order.
    pub(super) unordered: BTreeSet<String>,
    /// What knows the secrets of the answered body.
    pub(super) mask: &'a Mask,
}

impl Documented<'_> {
    /// Whether an array may hold more than the documented items.
    fn may_hold_more(&self, pointer: &str) -> bool {
        let steps = || pointer.split('/');
        let is = |(known, step): (&str, &str)| known == "*" || known == step;
        let mut unordered = self.unordered.iter();
        unordered
            .any(|known| known.split('/').count() == steps().count() && known.split('/').zip(steps()).all(is))
    }

    /// A line for each place at which the answered body is another one.
    pub(super) fn differences(&self, wanted: &Value, actual: Option<&Value>, pointer: &str) -> Vec<String> {
        let bound = self.bound.get(pointer);
        match (bound.unwrap_or(wanted), actual) {
            (_, Some(_)) if bound.is_none() && volatile::word(&self.volatile, pointer).is_some() => {
                Vec::new()
            }
            (Value::Object(members), Some(actual)) if !members.is_empty() && bound.is_none() => members
                .iter()
                .flat_map(|(name, member)| {
                    self.differences(member, actual.get(name), &format!("{pointer}/{name}"))
                })
                .collect(),
            (Value::Array(items), Some(Value::Array(actual)))
                if self.may_hold_more(pointer) && bound.is_none() =>
            {
                self.absent(items, actual, pointer)
            }
            (Value::Array(items), Some(Value::Array(actual))) if !items.is_empty() && bound.is_none() => {
                let each = items.iter().enumerate().flat_map(|(at, item)| {
                    self.differences(item, actual.get(at), &format!("{pointer}/{at}"))
                });
                let more = (actual.len() > items.len()).then(|| {
                    let (actual, wanted) = (actual.len(), items.len());
                    format!("at {pointer}: {actual} items, documented are {wanted}")
                });
                each.chain(more).collect()
            }
            (wanted, actual) if actual == Some(wanted) => Vec::new(),
            (wanted, actual) => {
                let (actual, wanted) = (shown(actual, self.mask), shown(Some(wanted), self.mask));
                vec![format!("at {pointer}: {actual}, documented is {wanted}")]
            }
        }
    }

    /// The documented items that none of the answered ones is like.
    fn absent(&self, items: &[Value], actual: &[Value], pointer: &str) -> Vec<String> {
        let items = items.iter().enumerate();
        let absent = items.filter(|(at, item)| {
            let pointer = format!("{pointer}/{at}");
            !actual
                .iter()
                .any(|actual| self.differences(item, Some(actual), &pointer).is_empty())
        });
        absent
            .map(|(at, item)| {
                format!(
                    "at {pointer}/{at}: no item like the documented {}",
                    shown(Some(item), self.mask)
                )
            })
            .collect()
    }
}

/// The members of a documented body that the answered one lacks; items of arrays may be fewer.
fn missing(documented: &Value, answered: Option<&Value>, pointer: &str, mask: &Mask) -> Vec<String> {
    match documented {
        Value::Object(members) if !members.is_empty() => members
            .iter()
            .flat_map(|(name, member)| {
                let answered = answered.and_then(|answered| answered.get(name));
                missing(member, answered, &format!("{pointer}/{name}"), mask)
            })
            .collect(),
        Value::Array(items) if !items.is_empty() => Vec::new(),
        _ if answered.is_some() => Vec::new(),
        _ => vec![format!(
            "at {pointer}: nothing, documented is {}",
            shown(Some(documented), mask)
        )],
    }
}

/// Members of the answer to the usual request that this answer lacks; items of arrays may be fewer.
pub(crate) fn missing_members(operation: &Operation, answer: &Answer) -> Vec<String> {
    let documented = operation.usual_example();
    let documented = documented.and_then(|example| example.response.body.as_ref());
    documented.map_or_else(Vec::new, |documented| {
        missing(documented, answer.json.as_ref(), "", &answer.mask)
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn documented<'a>(bound: &[(&'a str, Value)], mask: &'a Mask) -> Documented<'a> {
        Documented {
            bound: bound.iter().cloned().collect(),
            volatile: [("/token".to_owned(), "token".to_owned())].into(),
            unordered: ["/people", "/*/kinds"].map(String::from).into(),
            mask,
        }
    }

    /// The places at which the answered body is another one than the documented one.
    fn places(bound: &[(&str, Value)], wanted: &Value, actual: &Value) -> Vec<String> {
        let lines = documented(bound, &Mask::default()).differences(wanted, Some(actual), "");
        let place = |line: String| {
            line.trim_start_matches("at ")
                .split(": ")
                .next()
                .map(str::to_owned)
        };
        lines.into_iter().filter_map(place).collect()
    }

    #[test]
    fn what_is_documented_has_to_be_there_and_more_may_be() {
        let wanted = json!({"a": 1, "b": {"c": [1, "2"]}});
        assert!(places(&[], &wanted, &wanted).is_empty());
        assert!(
            places(
                &[],
                &wanted,
                &json!({"more": 1, "b": {"c": [1, "2"], "d": 0}, "a": 1})
            )
            .is_empty()
        );
        assert_eq!(
            places(&[], &wanted, &json!({"a": "1", "b": {"c": [1, 2]}})),
            ["/a", "/b/c/1"]
        );
        assert_eq!(places(&[], &wanted, &json!({"a": 1, "b": null})), ["/b/c"]);
    }

    #[test]
    fn what_is_empty_stays_empty() {
        for (wanted, actual) in [
            (json!({"a": {}}), json!({"a": {"b": 1}})),
            (json!({"a": []}), json!({"a": [1]})),
        ] {
            assert_eq!(places(&[], &wanted, &actual), ["/a"]);
            assert!(places(&[], &wanted, &wanted).is_empty());
        }
    }

    #[test]
    fn an_array_has_the_documented_items_and_no_others() {
        let wanted = json!({"a": [1, 2]});
        assert_eq!(places(&[], &wanted, &json!({"a": [1]})), ["/a/1"]);
        assert_eq!(places(&[], &wanted, &json!({"a": [1, 2, 3]})), ["/a"]);
        assert_eq!(places(&[], &wanted, &json!({"a": [2, 1]})), ["/a/0", "/a/1"]);
        assert!(places(&[], &json!({"people": []}), &json!({"people": [1]})).is_empty());
        let of_a_kind = json!([{"kinds": ["a"]}]);
        assert!(places(&[], &of_a_kind, &json!([{"kinds": ["b", "a"]}])).is_empty());
        assert_eq!(
            places(&[], &of_a_kind, &json!([{"kinds": ["b"]}])),
            ["/0/kinds/0"]
        );
        let wanted = json!({"people": [{"id": 1}, {"id": 2}]});
        let more = json!({"people": [{"id": 3}, {"id": 2}, {"id": 1, "name": "a"}]});
        assert!(places(&[], &wanted, &more).is_empty());
        assert_eq!(
            places(&[], &wanted, &json!({"people": [{"id": 2}]})),
            ["/people/0"]
        );
    }

    #[test]
    fn a_value_of_the_servers_own_only_has_to_be_there() {
        let wanted = json!({"token": "documented"});
        assert!(places(&[], &wanted, &json!({"token": "another"})).is_empty());
        assert_eq!(places(&[], &wanted, &json!({})), ["/token"]);
        // Unless it is the target's.
        let bound = [("/token", json!("mine"))];
        assert_eq!(places(&bound, &wanted, &json!({"token": "another"})), ["/token"]);
        assert!(places(&bound, &wanted, &json!({"token": "mine"})).is_empty());
    }

    #[test]
    fn a_value_of_the_target_is_compared_as_a_whole() {
        let wanted = json!({"a": {"b": 1}, "c": [1]});
        let bound = [("/a", json!({"b": 2})), ("/c", json!([3]))];
        assert!(places(&bound, &wanted, &json!({"a": {"b": 2}, "c": [3]})).is_empty());
        assert_eq!(
            places(&bound, &wanted, &json!({"a": {"b": 2, "d": 0}, "c": [3]})),
            ["/a"]
        );
        let bound = [("/people", json!([1, 2]))];
        let wanted = json!({"people": [0]});
        assert_eq!(places(&bound, &wanted, &json!({"people": [2, 1]})), ["/people"]);
    }

    #[test]
    fn members_are_missed_outside_of_arrays() {
        let wanted = json!({"a": 1, "b": {"c": 2}, "list": [{"d": 1}], "e": [], "f": {}});
        let mask = Mask::default();
        let there = json!({"a": null, "b": {"c": 0}, "e": 1, "f": 0});
        assert!(missing(&wanted, Some(&there), "", &mask).is_empty());
        let lines = missing(&wanted, Some(&json!({"b": 1})), "", &mask);
        let told = ["/a", "/b/c", "/e", "/f"];
        assert_eq!(lines.len(), told.len(), "{lines:?}");
        for (line, pointer) in lines.iter().zip(told) {
            assert!(
                line.starts_with(&format!("at {pointer}: nothing, documented is ")),
                "{line}"
            );
        }
        assert_eq!(missing(&wanted, None, "", &mask).len(), 4);
    }
}
