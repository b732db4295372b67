//! How large generated values may be: small enough for any server, unless it is one of our own or somebody wants more.

use serde_json::{Value, json};

use crate::asking::subject::Subject;
use crate::judging::checks::checked::Generation;

/// The largest values that are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bounds {
    /// Of numbers: a server may be busy with a count for as long as it is large, since GitLab counts one by one.
    pub(super) number: i64,
    /// Of texts, in characters.
    pub(super) text: usize,
    /// Whether a documented maximum is gone up to.
    to_maximum: bool,
}

/// What nobody notices.
pub(super) const HARMLESS: Bounds = Bounds {
    number: 100,
    text: 4096,
    to_maximum: false,
};
/// What only who is asked for it has to bear.
pub(super) const LARGE: Bounds = Bounds {
    number: 1_000_000,
    text: 65_536,
    to_maximum: true,
};

impl Bounds {
    pub(super) fn of(subject: &Subject, generation: Generation) -> Self {
        match subject.server.is_ours || generation.thorough {
            true => LARGE,
            false => HARMLESS,
        }
    }

    /// The range of a number, as its schema and these bounds have it.
    pub(super) fn range(self, schema: &Value) -> (i64, i64) {
        let least = schema["minimum"].as_i64().unwrap_or(1);
        let most = match schema["maximum"].as_i64() {
            Some(most) if self.to_maximum => most,
            Some(most) => most.min(self.number),
            None => self.number,
        };
        (least, most.max(least))
    }

    /// A value that is no larger than that, where its schema says that it is a number.
    pub(super) fn allow(self, schema: &Value, value: &Value) -> bool {
        let (_, most) = self.range(schema);
        let number = value.as_i64().or(value.as_u64().map(|_| i64::MAX));
        number.is_none_or(|number| number <= most)
    }

    /// A value of another type; a number that is too large for what may be a count gives way to the largest that is sent.
    pub(super) fn harmless(self, schema: &Value, value: Value) -> Value {
        let may_be_count = match self.to_maximum {
            true => schema["maximum"].is_number(),
            false => !schema["x-fixture"].is_array(),
        };
        match may_be_count && !self.allow(schema, &value) {
            true => json!(self.range(schema).1),
            false => value,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_keeps_a_server_busy_is_not_sent() {
        let counter = json!({"type": ["integer", "string"], "minimum": 0, "maximum": 1000});
        assert_eq!(LARGE.harmless(&counter, json!(u64::MAX)), json!(1000));
        assert_eq!(HARMLESS.harmless(&counter, json!(u64::MAX)), json!(100));
        for value in [json!(-1), json!(1.5), json!("a"), json!(null), json!([7])] {
            assert_eq!(HARMLESS.harmless(&counter, value.clone()), value);
        }
        let id = json!({"type": "integer", "x-fixture": ["member.user_id"]});
        let any = json!({"type": "integer"});
        assert_eq!(HARMLESS.harmless(&any, json!(u64::MAX)), json!(100));
        for (bounds, schema) in [(HARMLESS, &id), (LARGE, &id), (LARGE, &any)] {
            assert_eq!(bounds.harmless(schema, json!(u64::MAX)), json!(u64::MAX));
        }
        assert_eq!(
            (HARMLESS.range(&counter), LARGE.range(&counter)),
            ((0, 100), (0, 1000))
        );
        assert_eq!(
            (HARMLESS.range(&id), LARGE.range(&id)),
            ((1, 100), (1, 1_000_000))
        );
        assert_eq!(HARMLESS.range(&json!({"minimum": 500})), (500, 500));
    }
}
