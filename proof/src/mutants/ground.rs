//! What mutants of one operation in one edition are derived from.

use std::collections::BTreeSet;

use labproof_harness::scenario_facts::Reading;
use labproof_reference::mutation::{Change, Mutation, When};
use labproof_spec::{Api, Level, Operation, Spec};
use serde_json::Value;

use super::Mutant;

/// One operation in one edition, and what the features say to it.
pub(super) struct Ground<'a> {
    pub(super) spec: &'a Spec,
    pub(super) api: &'a Api,
    pub(super) operation: &'a Operation,
    readings: &'a [Reading],
}

impl<'a> Ground<'a> {
    pub(super) fn new(
        spec: &'a Spec,
        api: &'a Api,
        operation: &'a Operation,
        readings: &'a [Reading],
    ) -> Self {
        Self {
            spec,
            api,
            operation,
            readings,
        }
    }

    /// The requirement of a check that every operation gets, if this one has it.
    pub(super) fn derived(&self, check: &str) -> Vec<String> {
        let id = format!("{}/{check}", self.operation.slug);
        self.level(&id).map(|_| id).into_iter().collect()
    }

    /// The answers of the operation that scenarios ask for.
    pub(super) fn readings(&self) -> impl Iterator<Item = &'a Reading> {
        let slug = self.operation.slug.as_str();
        self.readings
            .iter()
            .filter(move |reading| reading.operation == slug)
    }

    /// The requirements of the readings that are chosen, those of the operation itself first.
    pub(super) fn judging(&self, chosen: impl Fn(&Reading) -> bool) -> Vec<String> {
        let readings = self.readings().filter(|reading| chosen(reading));
        let ids: BTreeSet<&String> = readings.flat_map(|reading| &reading.requirements).collect();
        let mut ids: Vec<String> = ids.into_iter().cloned().collect();
        let own = format!("{}/", self.operation.slug);
        ids.sort_by_key(|id| (!id.starts_with(&own), std::cmp::Reverse(self.level(id))));
        ids
    }

    /// The documented statuses of success that something asks for: that of the example or of most scenarios first.
    pub(super) fn successes(&self) -> Vec<u16> {
        let documented = self.operation.responses.keys().copied();
        let mut successes: Vec<u16> = documented.filter(|status| (200..300).contains(status)).collect();
        let in_example = |status: u16| {
            let mut examples = self.operation.examples.iter();
            examples.any(|example| example.response.status == Some(status))
        };
        let asked = |status: u16| {
            let only = BTreeSet::from([status]);
            self.readings().filter(|reading| reading.statuses == only).count()
        };
        successes.sort_by_key(|status| (!in_example(*status), std::cmp::Reverse(asked(*status)), *status));
        let first = successes.first().copied();
        successes.retain(|status| Some(*status) == first || asked(*status) > 0);
        successes
    }

    /// The status of an ordinary success.
    pub(super) fn success(&self) -> Option<u16> {
        self.successes().first().copied()
    }

    /// The requirements that need a request without this parameter to be accepted.
    pub(super) fn judging_without(&self, name: &str) -> Vec<String> {
        let is_example = !self.is_sent_in_example(name) && !self.operation.examples.is_empty();
        let example = if is_example {
            self.derived("example")
        } else {
            Vec::new()
        };
        let without = self.judging(|reading| {
            let is_sent = reading.sets.contains(name)
                || (reading.presets.contains(name) && !reading.lacks.contains(name));
            let is_accepted = |status: &u16| (200..300).contains(status);
            !is_sent && !reading.statuses.is_empty() && reading.statuses.iter().all(is_accepted)
        });
        example.into_iter().chain(without).collect()
    }

    /// Whether a documented example of the answer has a member.
    pub(super) fn is_in_example(&self, pointer: &str) -> bool {
        let bodies = self
            .operation
            .examples
            .iter()
            .filter_map(|example| example.response.body.as_ref());
        bodies
            .map(labproof_harness::coverage::pointers)
            .any(|pointers| pointers.contains(pointer))
    }

    /// Whether a documented example of the request says something of a parameter.
    pub(super) fn is_sent_in_example(&self, name: &str) -> bool {
        let mut examples = self.operation.examples.iter();
        examples.any(|example| labproof_harness::scenario_facts::sent(self.operation, example).contains(name))
    }

    /// A mutant of this operation; nothing where no requirement forbids what it does.
    pub(super) fn mutant(
        &self,
        kind: impl AsRef<str>,
        what: impl Into<String>,
        names: Vec<String>,
        change: Change,
    ) -> Option<Mutant> {
        self.mutant_when(When::default(), kind, what, names, change)
    }

    /// The same, where only some of the operation's requests are concerned.
    pub(super) fn mutant_when(
        &self,
        when: When,
        kind: impl AsRef<str>,
        what: impl Into<String>,
        names: Vec<String>,
        change: Change,
    ) -> Option<Mutant> {
        let levels = names.iter().filter_map(|id| self.level(id));
        let level = levels.max().filter(|level| *level > Level::May)?;
        let (edition, operation) = (self.api.edition, self.operation.slug.clone());
        Some(Mutant {
            id: format!("{edition}/{operation}/{}", kind.as_ref()),
            edition,
            operation: operation.clone(),
            level,
            names,
            what: what.into(),
            by_hand: false,
            security: matches!(change, Change::LetIn { .. } | Change::DoneAlthoughRefused),
            is_interaction: false,
            mutation: Mutation {
                operation,
                when,
                change,
            },
        })
    }

    fn level(&self, id: &str) -> Option<Level> {
        let mut requirements = self
            .api
            .operations
            .iter()
            .flat_map(|operation| &operation.requirements);
        requirements
            .find(|requirement| requirement.id == *id)
            .map(|requirement| requirement.level)
    }

    /// A value that a parameter could have: the one that the target gives first, or the next.
    pub(super) fn fixture(&self, schema: &Value, index: usize) -> Option<Value> {
        let fixture = schema["x-fixture"].get(index)?.as_str()?;
        Some(Value::String(format!("{{{fixture}}}")))
    }
}
