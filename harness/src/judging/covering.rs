//! Covering arrays: few rows in which all wanted combinations of values stand.
//!
//! What is wanted are groups of parts: every combination of the values of a group that is possible at all has to be in
//! some row. Rows are made one after the other, each around a combination that is still missing, its other values such
//! that as many further ones as possible come with it; so the first rows are the strongest.

use proptest::prelude::Rng;

/// Values of a row by part; nothing where none is chosen yet.
pub(crate) type Partial = [Option<usize>];

/// What to cover.
pub(crate) struct Wanted<'w> {
    /// How many values each part has.
    pub(crate) sizes: Vec<usize>,
    /// The parts whose values have to meet in every combination.
    pub(crate) groups: Vec<Vec<usize>>,
    /// Whether values may stand in one row; asked again whenever another is chosen.
    pub(crate) is_possible: &'w dyn Fn(&Partial) -> bool,
}

/// The rows, strongest first; the same for the same chance.
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
    let mut uses: Vec<Vec<usize>> = wanted.sizes.iter().map(|size| vec![0; *size]).collect();
    let mut rows = Vec::new();
    for (at, combination) in missing {
        if groups[at].is_covered[combination] {
            continue;
        }
        let mut row = vec![None; wanted.sizes.len()];
        groups[at].put(combination, &mut row);
        let Some(row) = filled(row, wanted, &groups, &uses, chance) else {
            continue;
        };
        groups.iter_mut().for_each(|group| group.cover(&row));
        for (part, value) in row.iter().enumerate() {
            uses[part][*value] += 1;
        }
        rows.push(row);
    }
    rows
}

/// The row with a value for every part: the one that brings most, of several the one that was used least.
fn filled(
    mut row: Vec<Option<usize>>,
    wanted: &Wanted<'_>,
    groups: &[Group],
    uses: &[Vec<usize>],
    chance: &mut impl Rng,
) -> Option<Vec<usize>> {
    let mut open: Vec<usize> = (0..row.len()).filter(|part| row[*part].is_none()).collect();
    shuffle(&mut open, chance);
    for part in open {
        let mut best = None;
        for (value, used) in uses[part].iter().enumerate() {
            row[part] = Some(value);
            if !(wanted.is_possible)(&row) {
                continue;
            }
            let touched = groups.iter().filter(|group| group.parts.contains(&part));
            let gain = touched.filter(|group| group.gains(&row)).count();
            let worth = (gain, std::cmp::Reverse(*used), chance.next_u32());
            if best.as_ref().is_none_or(|(known, _)| worth > *known) {
                best = Some((worth, value));
            }
        }
        row[part] = Some(best?.1);
    }
    row.into_iter().collect()
}

fn shuffle<T>(items: &mut [T], chance: &mut impl Rng) {
    for at in (1..items.len()).rev() {
        let other = usize::try_from(chance.next_u64() % (at as u64 + 1)).unwrap_or_default();
        items.swap(at, other);
    }
}

/// Parts whose values have to meet, and the combinations that are there already.
struct Group {
    parts: Vec<usize>,
    sizes: Vec<usize>,
    is_covered: Vec<bool>,
}

impl Group {
    /// A group of which what is impossible counts as covered.
    fn new(parts: &[usize], wanted: &Wanted<'_>) -> Self {
        let sizes: Vec<usize> = parts.iter().map(|part| wanted.sizes[*part]).collect();
        let count = sizes.iter().product();
        let mut group = Self {
            parts: parts.to_vec(),
            sizes,
            is_covered: vec![false; count],
        };
        for combination in 0..count {
            let mut row = vec![None; wanted.sizes.len()];
            group.put(combination, &mut row);
            group.is_covered[combination] = !(wanted.is_possible)(&row);
        }
        group
    }

    fn missing(&self) -> impl Iterator<Item = usize> {
        let covered = self.is_covered.iter().enumerate();
        covered.filter(|(_, is_covered)| !**is_covered).map(|(at, _)| at)
    }

    /// Puts the values of a combination into a row.
    fn put(&self, combination: usize, row: &mut Partial) {
        let mut rest = combination;
        for (part, size) in self.parts.iter().zip(&self.sizes) {
            row[*part] = Some(rest % size);
            rest /= size;
        }
    }

    /// The combination that a row has, where it has a value for each of the parts.
    fn combination(&self, row: &Partial) -> Option<usize> {
        let parts = self.parts.iter().zip(&self.sizes).rev();
        parts
            .into_iter()
            .try_fold(0, |sum, (part, size)| Some(sum * size + row[*part]?))
    }

    fn gains(&self, row: &Partial) -> bool {
        self.combination(row)
            .is_some_and(|combination| !self.is_covered[combination])
    }

    fn cover(&mut self, row: &[usize]) {
        let row: Vec<Option<usize>> = row.iter().map(|value| Some(*value)).collect();
        if let Some(combination) = self.combination(&row) {
            self.is_covered[combination] = true;
        }
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

    fn wanted(is_possible: &dyn Fn(&Partial) -> bool) -> Wanted<'_> {
        let mut groups = groups_of(2, &[0, 1, 2, 3, 4]);
        groups.extend(groups_of(3, &[0, 1, 2]));
        Wanted {
            sizes: vec![7, 3, 4, 5, 2],
            groups,
            is_possible,
        }
    }

    /// Every combination of the groups that is in no row though it is possible.
    fn left_out(wanted: &Wanted<'_>, rows: &[Vec<usize>]) -> usize {
        let left_out = |parts: &Vec<usize>| {
            let group = Group::new(parts, wanted);
            let all: BTreeSet<usize> = group.missing().collect();
            let there = rows.iter().filter_map(|row| {
                let row: Vec<Option<usize>> = row.iter().map(|value| Some(*value)).collect();
                group.combination(&row)
            });
            let there: BTreeSet<usize> = there.collect();
            all.difference(&there).count()
        };
        wanted.groups.iter().map(left_out).sum()
    }

    #[test]
    fn every_combination_is_there_in_far_fewer_rows_than_the_product_has() {
        let all = |_: &Partial| true;
        let wanted = wanted(&all);
        let rows = rows(&wanted, &mut chance(1));
        assert_eq!(left_out(&wanted, &rows), 0);
        // The largest group has 84 combinations, the product 840.
        assert!((84..110).contains(&rows.len()), "{}", rows.len());
    }

    #[test]
    fn what_cannot_be_is_in_no_row_and_hides_nothing_else() {
        // The first value of the first part goes with no second one of the second.
        let possible = |row: &Partial| !(row[0] == Some(0) && row[1].is_some_and(|value| value > 0));
        let wanted = wanted(&possible);
        let rows = rows(&wanted, &mut chance(1));
        assert_eq!(left_out(&wanted, &rows), 0);
        assert!(rows.iter().all(|row| row[0] != 0 || row[1] == 0));
    }

    #[test]
    fn the_same_chance_makes_the_same_rows_and_another_others() {
        let all = |_: &Partial| true;
        let wanted = wanted(&all);
        let made = |seed| rows(&wanted, &mut chance(seed));
        assert_eq!(made(1), made(1));
        assert_ne!(made(1), made(2));
    }

    #[test]
    fn the_first_rows_are_the_strongest() {
        let all = |_: &Partial| true;
        let wanted = wanted(&all);
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
