//! The questions of the table of decisions that a target can be asked, few enough to ask them all.

use std::collections::BTreeMap;

use labproof_spec::{Choice, Decisions, Question};
use serde_json::Value;

use super::{Generation, MAY_BE_MADE, MAY_MAKE};
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
const PARTS: usize = 9;

/// What can be asked.
pub(super) struct Questions<'t> {
    /// The values of each part that the target can be asked for.
    values: [Vec<&'t str>; PARTS],
    /// Which ways of naming somebody go with whom.
    ways: BTreeMap<&'t str, Vec<&'t str>>,
    /// The containers that a push may make, for want of consent.
    unmade: Vec<&'t str>,
    /// The actions that change something.
    pushes: Vec<&'t str>,
    /// The values that the target lacks a role for.
    pub(super) left_out: Vec<&'t str>,
}

impl<'t> Questions<'t> {
    /// What the target gives the roles for.
    pub(super) fn of(table: &'t Decisions, subject: &Subject) -> Self {
        let mut left_out = Vec::new();
        let mut given = |choices: &'t BTreeMap<String, Choice>| -> Vec<&'t str> {
            let (there, lacking): (Vec<&str>, Vec<&str>) = choices
                .iter()
                .map(|(name, choice)| (name.as_str(), is_given(choice.send.as_ref(), subject)))
                .fold(
                    (Vec::new(), Vec::new()),
                    |(mut there, mut lacking), (name, is_given)| {
                        if is_given {
                            there.push(name)
                        } else {
                            lacking.push(name)
                        }
                        (there, lacking)
                    },
                );
            left_out.extend(lacking);
            there
        };
        let (changes, containers) = (given(&table.changes), given(&table.container));
        let (addresses, beside) = (given(&table.address), given(&table.beside));
        let ways: BTreeMap<&str, Vec<&str>> = table
            .who
            .keys()
            .map(|who| (who.as_str(), ways(table, who, subject)))
            .collect();
        let (who, nobody): (Vec<&str>, Vec<&str>) = ways.keys().partition(|who| !ways[*who].is_empty());
        left_out.extend(nobody);
        let names = |names: &'t [String]| names.iter().map(String::as_str).collect();
        let keys = |choices: &'t BTreeMap<String, Choice>| choices.keys().map(String::as_str).collect();
        let marked = |choices: &'t BTreeMap<String, Choice>, mark: &str| -> Vec<&'t str> {
            let marked = choices.iter().filter(|(_, choice)| choice.is(mark));
            marked.map(|(name, _)| name.as_str()).collect()
        };
        Self {
            values: [
                who,
                table.named.keys().map(String::as_str).collect(),
                keys(&table.action),
                names(&table.protocol),
                changes,
                containers,
                addresses,
                names(&table.body),
                beside,
            ],
            ways,
            unmade: match subject.server.writes {
                true => Vec::new(),
                false => marked(&table.container, MAY_BE_MADE),
            },
            pushes: marked(&table.action, MAY_MAKE),
            left_out,
        }
    }

    /// Those that cover every pair of values, and every three of who × action × protocol × changes; with
    /// [`Generation::thorough`] every three of all. Strongest first.
    pub(super) fn chosen(&self, subject: &Subject, generation: Generation) -> Vec<Question<'t>> {
        let all: Vec<usize> = (0..PARTS).collect();
        let groups = match generation.thorough {
            true => groups_of(3, &all),
            false => [
                groups_of(2, &all),
                groups_of(3, &[WHO, ACTION, PROTOCOL, CHANGES]),
            ]
            .concat(),
        };
        let wanted = Wanted {
            sizes: self.values.iter().map(Vec::len).collect(),
            groups,
            is_possible: &|row| self.is_possible(row),
        };
        if wanted.sizes.contains(&0) {
            return Vec::new();
        }
        let rows = rows(&wanted, &mut chance(subject, "decisions", generation.seed));
        rows.into_iter().map(|row| self.question(&row)).collect()
    }

    fn is_possible(&self, row: &Partial) -> bool {
        let value = |part: usize| row[part].map(|at| self.values[part][at]);
        let is_way = match (value(WHO), value(NAMED)) {
            (Some(who), Some(named)) => self.ways[who].contains(&named),
            _ => true,
        };
        let makes = match (value(ACTION), value(CONTAINER)) {
            (Some(action), Some(container)) => {
                self.pushes.contains(&action) && self.unmade.contains(&container)
            }
            _ => false,
        };
        is_way && !makes
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

/// The ways to name somebody that the target has a value for.
fn ways<'t>(table: &'t Decisions, who: &'t str, subject: &Subject) -> Vec<&'t str> {
    let sent = |named: &&str| {
        let question = Question {
            who,
            named,
            ..Question::default()
        };
        let sent = Value::Object(table.parameters(&question));
        is_given(Some(&sent), subject)
    };
    table.ways(who).filter(sent).collect()
}

/// Whether the target gives every role that is asked for.
fn is_given(sent: Option<&Value>, subject: &Subject) -> bool {
    let text = sent.map(ToString::to_string).unwrap_or_default();
    template::fields(&text).all(|field| subject.server.fixtures.get(field).is_ok())
}
