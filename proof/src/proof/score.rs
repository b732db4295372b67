//! How much of a number of mutants was noticed.

use serde::Serialize;

use super::Judged;

/// How many mutants there were, and how many of them were noticed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Score {
    /// All of them.
    pub mutants: usize,
    /// Those that nobody can notice, each of which is explained.
    pub explained: usize,
    /// Noticed by any requirement.
    pub caught: usize,
    /// Noticed by a failure, not by a warning alone.
    pub failed: usize,
    /// Noticed by a requirement that they break.
    pub by_name: usize,
}

impl Score {
    /// Of these.
    pub fn of<'a>(mutants: impl IntoIterator<Item = &'a Judged>) -> Self {
        let mut score = Self::default();
        for judged in mutants {
            score.mutants += 1;
            score.explained += usize::from(judged.explained.is_some());
            score.caught += usize::from(judged.is_caught());
            score.failed += usize::from(!judged.failed.is_empty());
            score.by_name += usize::from(judged.is_caught_by_name());
        }
        score
    }

    /// How many of a hundred that anybody can notice were noticed, and by a requirement that they break; to a tenth, and
    /// never rounded up, so that a hundred is all of them.
    #[must_use]
    pub fn per_cent(&self) -> (f64, f64) {
        let of = |part: usize, whole: usize| match whole {
            0 => 100.0,
            _ => (1000 * part / whole) as f64 / 10.0,
        };
        (
            of(self.caught, self.mutants - self.explained),
            of(self.by_name, self.caught),
        )
    }
}
