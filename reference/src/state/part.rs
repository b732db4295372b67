//! A part of the state that knows its digest until it may have changed.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::{Deref, DerefMut};
use std::sync::OnceLock;

use ring::digest::{Context, SHA256};

use super::Digest;

/// Read as what it holds. Whoever takes it to change it makes the next one who asks work the digest out anew: a change
/// costs the digest of what it touches, not of the whole state.
#[derive(Clone, Default)]
pub(crate) struct Part<T> {
    holds: T,
    digest: OnceLock<Digest>,
}

impl<T: fmt::Debug> fmt::Debug for Part<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.holds.fmt(f)
    }
}

impl<T> Deref for Part<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.holds
    }
}

impl<T> DerefMut for Part<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.digest.take();
        &mut self.holds
    }
}

impl<T: Hash> Hash for Part<T> {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.digest.get_or_init(|| digest(&self.holds)).hash(hasher);
    }
}

/// The digest of all that a value says of itself.
pub(super) fn digest(value: &impl Hash) -> Digest {
    let mut written = Written(Context::new(&SHA256));
    value.hash(&mut written);
    Digest::from(written.0)
}

/// What values write of themselves, digested; 64 bits would be too few to tell all states apart.
struct Written(Context);

impl Hasher for Written {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        let digest = self.0.clone().finish();
        digest
            .as_ref()
            .iter()
            .take(8)
            .fold(0, |number, byte| number << 8 | u64::from(*byte))
    }
}
