//! Covering arrays: few rows in which all wanted combinations of values stand, in each kind of row that they can be in.
//!
//! What is wanted are groups of parts: every combination of the values of a group that is possible at all has to be in
//! some row of each kind in which it can be. A combination that stands only in rows which are refused anyway shows
//! nothing of one that is granted. Rows are made one after the other, each around a combination that is still missing;
//! of several by chance, the one that brings most.

use proptest::prelude::Rng;

/// Values of a row by part; nothing where none is chosen yet.
pub(crate) type Partial = [Option<usize>];

/// How many rows of the right kind are compared.
const CANDIDATES: usize = 8;
/// How many rows are tried before a combination counts as one that no row of the kind has.
const TRIES: usize = 150;

/// What to cover.
pub(crate) struct Wanted<'w> {
    /// How many values each part has.
    pub(crate) sizes: Vec<usize>,
    /// The parts whose values have to meet in every combination.
    pub(crate) groups: Vec<Vec<usize>>,
    /// Whether values may stand in one row at all, as far as they are chosen.
    pub(crate) is_possible: &'w dyn Fn(&Partial) -> bool,
    /// How many kinds of row there are.
    pub(crate) kinds: usize,
    /// The kind of a row; nothing where it is not possible.
    pub(crate) kind_of: &'w dyn Fn(&[usize]) -> Option<usize>,
}

/// The rows; the same for the same chance.
pub(crate) fn rows(wanted: &Wanted<'_>, chance: &mut impl Rng) -> Vec<Vec<usize>> {
    let mut groups: Vec<Group> = wanted
        .groups
        .iter()
        .map(|parts| Group::new(parts, wanted))
        .collect();
    let mut missing: Vec<(usize, usize)> = groups
        .iter()
        .enumerate()
        .flat_map(|(at, group)| group.missing().map(move |combination| (at, combination)))
        .collect();
    shuffle(&mut missing, chance);
    // What is large decides how many rows there are, and the small come with it.
    missing.sort_by_key(|(at, _)| std::cmp::Reverse(groups[*at].parts.len()));
    let mut rows = Vec::new();
    for (at, combination) in missing {
        if groups[at].is_covered[combination] {
            continue;
        }
        if let Some((row, kind)) = best(&groups[at], combination, wanted, &groups, chance) {
            groups.iter_mut().for_each(|group| group.cover(&row, kind));
            rows.push(row);
        }
    }
    rows
}

/// Of some rows with a combination, by chance, the one that brings most.
fn best(
    group: &Group,
    combination: usize,
    wanted: &Wanted<'_>,
    groups: &[Group],
    chance: &mut impl Rng,
) -> Option<(Vec<usize>, usize)> {
    let kind = combination % wanted.kinds;
    let mut row = vec![0; wanted.sizes.len()];
    let mut best = None;
    let mut found = 0;
    for _ in 0..TRIES {
        by_chance(&mut row, &wanted.sizes, chance.next_u64());
        group.put(combination / wanted.kinds, |part, value| row[part] = value);
        if (wanted.kind_of)(&row) != Some(kind) {
            continue;
        }
        let gain = groups.iter().filter(|group| group.gains(&row, kind)).count();
        if best.as_ref().is_none_or(|(known, _)| gain > *known) {
            best = Some((gain, row.clone()));
        }
        found += 1;
        if found == CANDIDATES {
            break;
        }
    }
    best.map(|(_, row)| (row, kind))
}

/// Any value for every part, all of them out of one number: a row is drawn very often.
fn by_chance(row: &mut [usize], sizes: &[usize], mut number: u64) {
    for (value, size) in row.iter_mut().zip(sizes) {
        let size = (*size).max(1) as u64;
        *value = usize::try_from(number % size).unwrap_or_default();
        number /= size;
    }
}

fn below(count: usize, chance: &mut impl Rng) -> usize {
    usize::try_from(chance.next_u64() % count.max(1) as u64).unwrap_or_default()
}

fn shuffle<T>(items: &mut [T], chance: &mut impl Rng) {
    for at in (1..items.len()).rev() {
        items.swap(at, below(at + 1, chance));
    }
}

/// Parts whose values have to meet, and the combinations that are there already, each in every kind of row.
struct Group {
    parts: Vec<usize>,
    sizes: Vec<usize>,
    kinds: usize,
    is_covered: Vec<bool>,
}

impl Group {
    /// A group of which what is impossible counts as covered.
    fn new(parts: &[usize], wanted: &Wanted<'_>) -> Self {
        let sizes: Vec<usize> = parts.iter().map(|part| wanted.sizes[*part]).collect();
        let count: usize = sizes.iter().product();
        let mut group = Self {
            parts: parts.to_vec(),
            sizes,
            kinds: wanted.kinds,
            is_covered: Vec::with_capacity(count * wanted.kinds),
        };
        for combination in 0..count {
            let mut row = vec![None; wanted.sizes.len()];
            group.put(combination, |part, value| row[part] = Some(value));
            let is_covered = !(wanted.is_possible)(&row);
            group
                .is_covered
                .extend(std::iter::repeat_n(is_covered, wanted.kinds));
        }
        group
    }

    fn missing(&self) -> impl Iterator<Item = usize> {
        let covered = self.is_covered.iter().enumerate();
        covered.filter(|(_, is_covered)| !**is_covered).map(|(at, _)| at)
    }

    /// Gives the parts the values of a combination.
    fn put(&self, combination: usize, mut give: impl FnMut(usize, usize)) {
        let mut rest = combination;
        for (part, size) in self.parts.iter().zip(&self.sizes) {
            give(*part, rest % size);
            rest /= size;
        }
    }

    /// The place of a row's combination, in rows of its kind.
    fn place(&self, row: &[usize], kind: usize) -> usize {
        let parts = self.parts.iter().zip(&self.sizes).rev();
        let combination = parts.fold(0, |sum, (part, size)| sum * size + row[*part]);
        combination * self.kinds + kind
    }

    fn gains(&self, row: &[usize], kind: usize) -> bool {
        !self.is_covered[self.place(row, kind)]
    }

    fn cover(&mut self, row: &[usize], kind: usize) {
        let place = self.place(row, kind);
        self.is_covered[place] = true;
    }
}

/// Every group of so many of the parts.
pub(crate) fn groups_of(strength: usize, parts: &[usize]) -> Vec<Vec<usize>> {
    match (strength, parts) {
        (0, _) => vec![Vec::new()],
        (_, []) => Vec::new(),
        (_, [first, rest @ ..]) => {
            let with_it = groups_of(strength - 1, rest).into_iter();
            let with_it = with_it.map(|group| [&[*first][..], &group].concat());
            with_it.chain(groups_of(strength, rest)).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::test_runner::{RngAlgorithm, TestRng};

    use super::*;

    fn chance(seed: u8) -> TestRng {
        TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32])
    }

    const ALL: fn(&Partial) -> bool = |_| true;
    const ALIKE: fn(&[usize]) -> Option<usize> = |_| Some(0);
    /// Rows are of the second kind where the first and the fourth value are even.
    const EVEN: fn(&[usize]) -> Option<usize> = |row| Some(usize::from(row[0] % 2 == 0 && row[3] % 2 == 0));

    fn wanted<'w>(
        is_possible: &'w dyn Fn(&Partial) -> bool,
        kinds: usize,
        kind_of: &'w dyn Fn(&[usize]) -> Option<usize>,
    ) -> Wanted<'w> {
        let mut groups = groups_of(2, &[0, 1, 2, 3, 4]);
        groups.extend(groups_of(3, &[0, 1, 2]));
        Wanted {
            sizes: vec![7, 3, 4, 5, 2],
            groups,
            is_possible,
            kinds,
            kind_of,
        }
    }

    /// Every row that is possible.
    fn product(wanted: &Wanted<'_>) -> Vec<Vec<usize>> {
        let mut rows = vec![Vec::new()];
        for size in &wanted.sizes {
            let longer = |row: &Vec<usize>| -> Vec<Vec<usize>> {
                (0..*size).map(|value| [&row[..], &[value]].concat()).collect()
            };
            rows = rows.iter().flat_map(longer).collect();
        }
        rows.retain(|row| {
            let row: Vec<Option<usize>> = row.iter().map(|value| Some(*value)).collect();
            (wanted.is_possible)(&row)
        });
        rows
    }

    /// How many combinations of the groups stand in a possible row of a kind, and in none of these.
    fn left_out(wanted: &Wanted<'_>, rows: &[Vec<usize>]) -> usize {
        let left_out = |parts: &Vec<usize>| {
            let group = Group::new(parts, wanted);
            let places = |rows: &[Vec<usize>]| -> BTreeSet<usize> {
                let places = rows
                    .iter()
                    .filter_map(|row| Some(group.place(row, (wanted.kind_of)(row)?)));
                places.collect()
            };
            places(&product(wanted)).difference(&places(rows)).count()
        };
        wanted.groups.iter().map(left_out).sum()
    }

    #[test]
    fn every_combination_is_there_in_far_fewer_rows_than_the_product_has() {
        let wanted = wanted(&ALL, 1, &ALIKE);
        let rows = rows(&wanted, &mut chance(1));
        assert_eq!(left_out(&wanted, &rows), 0);
        // The largest group has 84 combinations, the product 840.
        assert!((84..120).contains(&rows.len()), "{}", rows.len());
    }

    #[test]
    fn every_combination_is_there_in_each_kind_of_row_in_which_it_can_be() {
        let wanted = wanted(&ALL, 2, &EVEN);
        let rows = rows(&wanted, &mut chance(1));
        assert_eq!(left_out(&wanted, &rows), 0);
        assert!((84..220).contains(&rows.len()), "{}", rows.len());
    }

    #[test]
    fn what_cannot_be_is_in_no_row_and_hides_nothing_else() {
        // The first value of the first part goes with no second one of the second.
        let possible = |row: &Partial| !(row[0] == Some(0) && row[1].is_some_and(|value| value > 0));
        let odd = |row: &[usize]| EVEN(row).filter(|kind| *kind == 0 && (row[0] != 0 || row[1] == 0));
        let wanted = wanted(&possible, 2, &odd);
        let rows = rows(&wanted, &mut chance(1));
        assert_eq!(left_out(&wanted, &rows), 0);
        assert!(rows.iter().all(|row| row[0] != 0 || row[1] == 0));
        assert!(rows.iter().all(|row| odd(row).is_some()));
    }

    #[test]
    fn the_same_chance_makes_the_same_rows_and_another_others() {
        let wanted = wanted(&ALL, 2, &EVEN);
        let made = |seed| rows(&wanted, &mut chance(seed));
        assert_eq!(made(1), made(1));
        assert_ne!(made(1), made(2));
    }

    #[test]
    fn the_first_rows_are_the_strongest() {
        let wanted = wanted(&ALL, 1, &ALIKE);
        let rows = rows(&wanted, &mut chance(3));
        let (first, last) = rows.split_at(rows.len() / 2);
        assert!(left_out(&wanted, first) < left_out(&wanted, last));
    }

    #[test]
    fn groups_have_each_choice_of_parts_once() {
        assert_eq!(groups_of(2, &[0, 1, 2]), [[0, 1], [0, 2], [1, 2]]);
        assert_eq!(groups_of(3, &[0, 1]), Vec::<Vec<usize>>::new());
    }
}
