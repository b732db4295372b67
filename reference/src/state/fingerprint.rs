//! The fingerprint of the state: the sum of the digests of all its records.
//!
//! A sum does not depend on order, and what was added can be taken off again. So a change costs as much as the records
//! it touches, however large the state is, and what comes back to what it was has the fingerprint it had.

#[cfg(test)]
mod tests;

use std::io;
use std::ops::{Add, Sub};

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::State;
use super::place::Place;

/// A sum of digests, each four numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sum([u64; 4]);

impl Sum {
    /// What one record adds.
    pub(super) fn of(record: &impl Serialize) -> Self {
        let mut hash = Hash(Sha256::new());
        // Neither the hash nor the serialised types can fail.
        let _ = serde_json::to_writer(&mut hash, record);
        let digest: [u8; 32] = hash.0.finalize().into();
        let (numbers, _) = digest.as_chunks();
        Self(std::array::from_fn(|at| u64::from_le_bytes(numbers[at])))
    }

    fn with(self, other: Self, operation: fn(u64, u64) -> u64) -> Self {
        Self(std::array::from_fn(|at| operation(self.0[at], other.0[at])))
    }
}

impl Add for Sum {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        self.with(other, u64::wrapping_add)
    }
}

impl Sub for Sum {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        self.with(other, u64::wrapping_sub)
    }
}

struct Hash(Sha256);

impl io::Write for Hash {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl State {
    /// Keeps the fingerprint from now on.
    pub(crate) fn keep_fingerprint(&mut self) {
        self.fingerprint = Some(self.sum(&self.places()));
    }

    /// A digest of all state: equal before and after exactly when nothing changed.
    pub(crate) fn fingerprint(&self) -> String {
        let Sum(numbers) = self.fingerprint.unwrap_or_else(|| self.sum(&self.places()));
        numbers.iter().map(|number| format!("{number:016x}")).collect()
    }

    /// What these places add. It has to be a set: no record counts twice.
    pub(super) fn sum<'p>(&self, places: impl IntoIterator<Item = &'p Place>) -> Sum {
        let sums = places.into_iter().map(|place| self.sum_at(place));
        sums.fold(Sum::default(), Sum::add)
    }
}
