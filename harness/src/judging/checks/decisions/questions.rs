//! The questions of the table of decisions that a target can be asked, few enough to ask them all.

use std::collections::BTreeMap;

use labproof_spec::{Choice, Decisions, PARTS, Question};
use serde_json::Value;

use super::Generation;
use super::expected::Table;
use crate::asking::subject::Subject;
use crate::asking::template;
use crate::judging::checks::properties::chance;
use crate::judging::covering::{Partial, Wanted, groups_of, rows};

/// The parts of a question, by their places in a row.
const WHO: usize = 0;
const NAMED: usize = 1;
const ACTION: usize = 2;
const PROTOCOL: usize = 3;
const CHANGES: usize = 4;
const CONTAINER: usize = 5;

/// The mark of a container that a push may make.
const MAY_BE_MADE: &str = "may_be_made";
/// The mark of an action that may make one.
const MAY_MAKE: &str = "may_make";

/// What can be asked.
pub(super) struct Questions<'t> {
    /// The values of each part that the target can be asked for.
    values: [Vec<&'t str>; PARTS],
    /// By who asks: the ways in which they can be named.
    is_way: Vec<Vec<bool>>,
    /// By container: whether a push may make it.
    may_be_made: Vec<bool>,
    /// By action: whether it may make one.
    may_make: Vec<bool>,
    /// Whether something may be made.
    has_consent: bool,
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
        let action: Vec<&str> = table.action.keys().map(String::as_str).collect();
        let texts = |texts: &'t [String]| texts.iter().map(String::as_str).collect();
        Self {
            may_be_made: container
                .iter()
                .map(|it| table.container[*it].is(MAY_BE_MADE))
                .collect(),
            may_make: action.iter().map(|it| table.action[*it].is(MAY_MAKE)).collect(),
            values: [
                there.iter().map(|(who, _)| *who).collect(),
                named,
                action,
                texts(&table.protocol),
                changes,
                container,
                address,
                texts(&table.body),
                beside,
            ],
            is_way: there.into_iter().map(|(_, is_way)| is_way).collect(),
            has_consent: subject.server.writes,
            left_out,
        }
    }

    /// Those that cover every pair of values, and every three of who × action × protocol × changes, granted and refused
    /// wherever they can be; with [`Generation::thorough`] every three of all.
    pub(super) fn chosen(
        &self,
        subject: &Subject,
        table: &Table<'_>,
        generation: Generation,
    ) -> Vec<Question<'t>> {
        let all: Vec<usize> = (0..PARTS).collect();
        let groups = match generation.thorough {
            true => groups_of(3, &all),
            false => [
                groups_of(2, &all),
                groups_of(3, &[WHO, ACTION, PROTOCOL, CHANGES]),
            ]
            .concat(),
        };
        let sizes: Vec<usize> = self.values.iter().map(Vec::len).collect();
        let Some(grants) = table.quick(&self.values).filter(|_| !sizes.contains(&0)) else {
            return Vec::new();
        };
        let wanted = Wanted {
            sizes,
            groups,
            is_possible: &|row| self.is_possible(row),
            kinds: 2,
            kind_of: &|row| {
                let row: &[usize; PARTS] = row.try_into().ok()?;
                let is_possible = self.is_way[row[WHO]][row[NAMED]] && (self.has_consent || !self.makes(row));
                let grants = grants(row).filter(|_| is_possible)?;
                // What is made would be there for all questions after it.
                (!(grants && self.makes(row))).then_some(usize::from(grants))
            },
        };
        let rows = rows(&wanted, &mut chance(subject, "decisions", generation.seed));
        rows.into_iter().map(|row| self.question(&row)).collect()
    }

    fn is_possible(&self, row: &Partial) -> bool {
        let is_way = match (row[WHO], row[NAMED]) {
            (Some(who), Some(named)) => self.is_way[who][named],
            _ => true,
        };
        let may_make = match (row[ACTION], row[CONTAINER]) {
            (Some(action), Some(container)) => self.may_make[action] && self.may_be_made[container],
            _ => false,
        };
        is_way && (self.has_consent || !may_make)
    }

    fn makes(&self, row: &[usize; PARTS]) -> bool {
        self.may_make[row[ACTION]] && self.may_be_made[row[CONTAINER]]
    }

    fn question(&self, row: &[usize]) -> Question<'t> {
        let value = |part: usize| self.values[part][row[part]];
        Question {
            who: value(WHO),
            named: value(NAMED),
            action: value(ACTION),
            protocol: value(PROTOCOL),
            changes: value(CHANGES),
            container: value(CONTAINER),
            address: value(6),
            body: value(7),
            beside: value(8),
        }
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
