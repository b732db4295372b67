//! What the placeholders of one scenario, documented example or generated case stand for.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Map, Value};

use crate::asking::subject::Subject;
use crate::asking::template::{self, Names};
use crate::judging::verdict::Outcome;
use crate::target::fixtures::{Fixtures, MissingFixture};

/// Everything that plays a part once: who is made for it, its unique text, and what it kept of earlier answers.
pub(crate) struct Cast {
    /// The fresh roles that were made so far.
    fresh: Fixtures,
    unique: String,
    /// What was kept of earlier answers, for `{kept.name}`.
    pub(crate) kept: BTreeMap<String, Value>,
}

impl Default for Cast {
    fn default() -> Self {
        Self {
            fresh: Fixtures::default(),
            unique: unique(),
            kept: BTreeMap::new(),
        }
    }
}

/// Text that nothing else has, on this machine or another: time, process and a counter.
pub(crate) fn unique() -> String {
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    let count = COUNTER.fetch_add(1, Ordering::Relaxed);
    let since = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap_or_default();
    format!("u{:x}{:x}x{count}", since.as_micros(), std::process::id())
}

impl Cast {
    /// The text with its placeholders replaced; a fresh role is made when it is first asked for.
    pub(crate) async fn fill(&mut self, subject: &Subject, text: &str) -> Result<String, Outcome> {
        self.provide(subject, text).await?;
        template::fill(text, &self.names(subject)).map_err(unfilled)
    }

    /// An expectation with its placeholders replaced; inside `~ regex` a value stands for itself.
    pub(crate) async fn fill_expectation(
        &mut self,
        subject: &Subject,
        cell: &str,
    ) -> Result<String, Outcome> {
        if !cell.trim_start().starts_with("~ ") {
            return self.fill(subject, cell).await;
        }
        self.provide(subject, cell).await?;
        template::fill_regex(cell, &self.names(subject)).map_err(unfilled)
    }

    /// The value with the placeholders in its texts replaced; a text that is one placeholder and nothing else
    /// becomes the very value, number or text.
    pub(crate) async fn fill_value(&mut self, subject: &Subject, value: &Value) -> Result<Value, Outcome> {
        self.provide(subject, &value.to_string()).await?;
        template::fill_value(value, &self.names(subject)).map_err(unfilled)
    }

    /// The values that nothing else has, each with the placeholder it came from.
    pub(crate) fn own(&self) -> Vec<(Value, String)> {
        let unique = (Value::String(self.unique.clone()), "[unique]".to_owned());
        let fresh = self
            .fresh
            .iter()
            .map(|(field, value)| (value.clone(), format!("[{field}]")));
        fresh.chain([unique]).collect()
    }

    fn names<'a>(&'a self, subject: &'a Subject) -> Names<'a> {
        Names {
            fresh: &self.fresh,
            fixtures: &subject.fixtures,
            unique: &self.unique,
            kept: &self.kept,
        }
    }

    /// Makes the fresh roles that the text asks for and that are not there yet.
    async fn provide(&mut self, subject: &Subject, text: &str) -> Result<(), Outcome> {
        for field in template::fields(text) {
            let role = field.split('.').next().unwrap_or_default();
            let is_fresh = subject.api.roles.get(role).is_some_and(|role| role.fresh);
            if is_fresh && self.fresh.get(field).is_err() {
                // Two roles of one kind must not meet under one name.
                let made: Map<String, Value> = subject.make(role, &unique()).await?;
                self.fresh.add(role, made);
            }
        }
        Ok(())
    }
}

fn unfilled(missing: MissingFixture) -> Outcome {
    if missing.0.starts_with("kept.") {
        return Outcome::Error(format!("nothing was ever kept as `{}`", missing.0));
    }
    Outcome::Untestable(missing.to_string())
}
