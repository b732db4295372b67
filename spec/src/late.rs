//! A document that nobody may ask for, read when somebody does.

use std::ops::Deref;
use std::sync::LazyLock;

/// Something that is made when it is first looked at.
pub(crate) struct Late<T>(LazyLock<T, Box<dyn FnOnce() -> T + Send + Sync>>);

impl<T> Late<T> {
    pub(crate) fn new(make: impl FnOnce() -> T + Send + Sync + 'static) -> Self {
        Self(LazyLock::new(Box::new(make)))
    }
}

impl<T: Default + 'static> Default for Late<T> {
    fn default() -> Self {
        Self::new(T::default)
    }
}

impl<T> Deref for Late<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}
