//! Variations two at a time: how answers come, and what they say.

use fastrand::Rng;

use super::Variation;
use super::list::{of_content, of_wire, together};

/// Every pair of a variation of the wire and one of the content.
#[must_use]
pub fn every_pair() -> Vec<Variation> {
    let contents = of_content();
    let wires = of_wire().into_iter();
    wires
        .flat_map(|wire| contents.iter().map(move |content| wire.with(content)))
        .collect()
}

/// As few as have every variation in them: pairs that are drawn by the seed, and all of the content at once.
#[must_use]
pub fn sample(seed: u64) -> Vec<Variation> {
    let mut sample = some_pairs(seed);
    sample.push(together());
    sample
}

fn some_pairs(seed: u64) -> Vec<Variation> {
    let (mut wires, mut contents) = (of_wire(), of_content());
    let mut rng = Rng::with_seed(seed);
    rng.shuffle(&mut wires);
    rng.shuffle(&mut contents);
    let count = wires.len().max(contents.len());
    let pairs = wires.iter().cycle().zip(contents.iter().cycle()).take(count);
    pairs.map(|(wire, content)| wire.with(content)).collect()
}

impl Variation {
    /// What is different about the content as well.
    fn with(&self, content: &Self) -> Self {
        Self {
            name: format!("{}+{}", self.name, content.name),
            what: format!("{} {}", self.what, content.what),
            told: self.told.iter().chain(&content.told).copied().collect(),
            edits: content.edits.iter().chain(&self.edits).copied().collect(),
            prefix: content.prefix,
            slash: content.slash,
            // There are many.
            in_one_edition: true,
            worlds: content.worlds.clone(),
            ..self.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn names(pairs: &[Variation]) -> BTreeSet<&str> {
        pairs.iter().map(|pair| pair.name.as_str()).collect()
    }

    #[test]
    fn a_sample_has_every_variation_in_it_and_another_seed_other_pairs() {
        let (some, every) = (some_pairs(1), every_pair());
        let (some, every) = (names(&some), names(&every));
        assert!(some.is_subset(&every) && some.len() < every.len() / 10);
        assert_eq!(every.len(), of_wire().len() * of_content().len());
        let inside = |name: &str| some.iter().any(|pair| pair.split('+').any(|part| part == name));
        for single in of_wire().iter().chain(&of_content()) {
            assert!(inside(&single.name), "{}", single.name);
        }
        assert_eq!(some, names(&some_pairs(1)));
        assert_ne!(some, names(&some_pairs(2)));
    }
}
