//! The questions of the table of decisions that a target can be asked, few enough to ask them all.

use std::collections::BTreeMap;

use labproof_spec::{Choice, Decisions, PARTS, Question};
use serde_json::Value;

use super::Generation;
use super::combinations;
use super::expected::Table;
use crate::asking::subject::Subject;
use crate::asking::template;

/// What can be asked.
pub(super) struct Questions<'t> {
    /// The values of each part that the target can be asked for.
    values: [Vec<&'t str>; PARTS],
    /// By who asks: the ways in which they can be named.
    is_way: Vec<Vec<bool>>,
    /// The values that the target lacks a role for.
    pub(super) left_out: Vec<&'t str>,
}

impl<'t> Questions<'t> {
    /// What the target gives the roles for.
    pub(super) fn of(table: &'t Decisions, subject: &Subject) -> Self {
        let mut left_out = Vec::new();
        let mut given = |choices: &'t BTreeMap<String, Choice>| -> Vec<&'t str> {
            let (there, lacking): (Vec<_>, Vec<_>) = choices
                .iter()
                .partition(|(_, choice)| is_given(choice.send.as_ref(), subject));
            left_out.extend(lacking.into_iter().map(|(name, _)| name.as_str()));
            there.into_iter().map(|(name, _)| name.as_str()).collect()
        };
        let (changes, container) = (given(&table.changes), given(&table.container));
        let (address, beside) = (given(&table.address), given(&table.beside));
        let named: Vec<&str> = table.named.keys().map(String::as_str).collect();
        let way = |who: &'t str| -> (&'t str, Vec<bool>) {
            let is_way = named.iter().map(|named| is_way(table, who, named, subject));
            (who, is_way.collect())
        };
        let ways = table.who.keys().map(|who| way(who));
        let (there, nobody): (Vec<_>, Vec<_>) = ways.partition(|(_, is_way)| is_way.contains(&true));
        left_out.extend(nobody.into_iter().map(|(who, _)| who));
        let texts = |texts: &'t [String]| texts.iter().map(String::as_str).collect();
        Self {
            values: [
                there.iter().map(|(who, _)| *who).collect(),
                named,
                table.action.keys().map(String::as_str).collect(),
                texts(&table.protocol),
                changes,
                container,
                address,
                texts(&table.body),
                beside,
            ],
            is_way: there.into_iter().map(|(_, is_way)| is_way).collect(),
            left_out,
        }
    }

    /// Those that cover every pair of values, and every three of who × action × protocol × changes, granted and refused
    /// wherever they can be; with [`Generation::thorough`] every three of all.
    pub(super) async fn chosen(
        &self,
        subject: &Subject,
        table: &Table<'_>,
        generation: Generation,
    ) -> Vec<Question<'t>> {
        let rows = combinations::rows(subject, table, &self.values, &self.is_way, generation).await;
        rows.iter().map(|row| self.question(row)).collect()
    }

    fn question(&self, row: &[usize]) -> Question<'t> {
        Question::of(std::array::from_fn(|part| self.values[part][row[part]]))
    }
}

/// Whether somebody can be named so, and the target has the value for it.
fn is_way(table: &Decisions, who: &str, named: &str, subject: &Subject) -> bool {
    let question = Question {
        who,
        named,
        ..Question::default()
    };
    let sent = Value::Object(table.parameters(&question));
    table.ways(who).any(|way| way == named) && is_given(Some(&sent), subject)
}

/// Whether the target gives every role that is asked for.
fn is_given(sent: Option<&Value>, subject: &Subject) -> bool {
    let text = sent.map(ToString::to_string).unwrap_or_default();
    template::fields(&text).all(|field| subject.server.fixtures.get(field).is_ok())
}
