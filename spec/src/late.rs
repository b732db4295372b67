//! A document that nobody may ask for, read when somebody does.

use std::ops::Deref;
use std::sync::LazyLock;

/// Something that is made when it is first looked at.
pub struct Late<T>(LazyLock<T, Box<dyn FnOnce() -> T + Send + Sync>>);

impl<T> Late<T> {
    /// What is made like that.
    pub fn new(make: impl FnOnce() -> T + Send + Sync + 'static) -> Self {
        Self(LazyLock::new(Box::new(make)))
    }
}

impl<T: Default + 'static> Default for Late<T> {
    fn default() -> Self {
        Self::new(T::default)
    }
}

impl<T> std::fmt::Debug for Late<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Late(..)")
    }
}

impl<T> Deref for Late<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}
