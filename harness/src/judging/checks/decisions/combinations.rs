//! Which combinations of the table's values are asked: places of values, made once for all who ask for the same.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use labproof_spec::{Choice, PARTS};
use tokio::sync::OnceCell;

use super::Generation;
use super::expected::Table;
use crate::asking::subject::Subject;
use crate::judging::checks::properties::chance;
use crate::judging::covering::{self, Partial, Wanted, groups_of};

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
/// The mark of changes that mean something of the branches of one container.
const PRESUMES_BRANCHES: &str = "presumes_branches";
/// The mark of the containers that have these.
const HAS_BRANCHES: &str = "has_branches";
/// The mark of changes of which nothing is known yet, so that the role alone decides.
const UNSAID: &str = "unsaid";

type Rows = Vec<Vec<usize>>;

/// The rows; another server that is asked the same in the same edition gets the same.
pub(super) async fn rows(
    subject: &Subject,
    table: &Table<'_>,
    values: &[Vec<&str>; PARTS],
    is_way: &[Vec<bool>],
    generation: Generation,
) -> Arc<Rows> {
    static MADE: Mutex<BTreeMap<String, Arc<OnceCell<Arc<Rows>>>>> = Mutex::new(BTreeMap::new());
    let asked = format!(
        "{} {} {} {} {:?} {values:?} {is_way:?}",
        subject.api.edition, generation.seed, generation.thorough, subject.server.writes, subject.server.kind
    );
    let made = {
        let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(made.entry(asked).or_default())
    };
    let rows = made.get_or_init(async || {
        let Some(combinations) = Combinations::of(subject, table, values, is_way) else {
            return Arc::default();
        };
        let mut chance = chance(subject, "decisions", generation.seed);
        // It takes long enough to keep a server waiting that runs in the same thread.
        let rows = tokio::task::spawn_blocking(move || combinations.rows(generation.thorough, &mut chance));
        Arc::new(rows.await.unwrap_or_default())
    });
    Arc::clone(rows.await)
}

/// What there is to combine, by the places of values.
struct Combinations<G> {
    sizes: Vec<usize>,
    is_way: Vec<Vec<bool>>,
    /// By action and container: whether a push may make it.
    may_make: Vec<bool>,
    may_be_made: Vec<bool>,
    has_consent: bool,
    /// By changes and container: whether they are about branches, and whether it has these.
    presumes_branches: Vec<bool>,
    has_branches: Vec<bool>,
    unsaid: Option<usize>,
    grants: G,
}

impl<G: Fn(&[usize; PARTS]) -> Option<bool>> Combinations<G> {
    fn rows(&self, thorough: bool, chance: &mut impl proptest::prelude::Rng) -> Rows {
        let all: Vec<usize> = (0..PARTS).collect();
        let groups = match thorough {
            true => groups_of(3, &all),
            false => [
                groups_of(2, &all),
                groups_of(3, &[WHO, ACTION, PROTOCOL, CHANGES]),
            ]
            .concat(),
        };
        let wanted = Wanted {
            sizes: self.sizes.clone(),
            groups,
            is_possible: &|row| self.is_possible(row),
            kinds: 2,
            kind_of: &|row| self.kind_of(row.try_into().ok()?),
        };
        covering::rows(&wanted, chance)
    }

    fn is_possible(&self, row: &Partial) -> bool {
        let is_way = row[WHO]
            .zip(row[NAMED])
            .is_none_or(|(who, named)| self.is_way[who][named]);
        let makes = row[ACTION]
            .zip(row[CONTAINER])
            .is_some_and(|(action, container)| self.makes(action, container));
        is_way && (self.has_consent || !makes)
    }

    fn makes(&self, action: usize, container: usize) -> bool {
        self.may_make[action] && self.may_be_made[container]
    }

    /// Whether a question is granted; nothing where it is none, or nobody can say.
    fn kind_of(&self, row: &[usize; PARTS]) -> Option<usize> {
        if !self.is_possible(&row.map(Some)) {
            return None;
        }
        let grants = (self.grants)(row)?;
        // What is made would be there for all questions after it.
        if grants && self.makes(row[ACTION], row[CONTAINER]) {
            return None;
        }
        if self.presumes_branches[row[CHANGES]] && !self.has_branches[row[CONTAINER]] {
            // Whoever is refused whatever the changes is refused with these.
            let mut role_alone = *row;
            role_alone[CHANGES] = self.unsaid?;
            if (self.grants)(&role_alone)? {
                return None;
            }
        }
        Some(usize::from(grants))
    }
}

impl Combinations<()> {
    fn of(
        subject: &Subject,
        table: &Table<'_>,
        values: &[Vec<&str>; PARTS],
        is_way: &[Vec<bool>],
    ) -> Option<Combinations<impl Fn(&[usize; PARTS]) -> Option<bool> + use<>>> {
        let sizes: Vec<usize> = values.iter().map(Vec::len).collect();
        if sizes.contains(&0) {
            return None;
        }
        let decisions = &subject.api.decisions;
        let marked = |part: usize, choices: &BTreeMap<String, Choice>, mark: &str| -> Vec<bool> {
            values[part]
                .iter()
                .map(|value| choices[*value].is(mark))
                .collect()
        };
        let unsaid = marked(CHANGES, &decisions.changes, UNSAID);
        Some(Combinations {
            sizes,
            is_way: is_way.to_vec(),
            may_make: marked(ACTION, &decisions.action, MAY_MAKE),
            may_be_made: marked(CONTAINER, &decisions.container, MAY_BE_MADE),
            has_consent: subject.server.writes,
            presumes_branches: marked(CHANGES, &decisions.changes, PRESUMES_BRANCHES),
            has_branches: marked(CONTAINER, &decisions.container, HAS_BRANCHES),
            unsaid: unsaid.iter().position(|it| *it),
            grants: table.quick(values)?,
        })
    }
}
