//! Telling somebody who waits how far a run is.

/// Hears how a run gets on; what it does with that is its own affair.
pub trait Progress: Send + Sync {
    /// So many more checks are going to be made.
    fn expect(&self, count: usize);
    /// One check was made.
    fn step(&self, title: &str);
}

/// Nobody waits.
#[derive(Clone, Copy, Debug, Default)]
pub struct Quiet;

impl Progress for Quiet {
    fn expect(&self, _: usize) {}
    fn step(&self, _: &str) {}
}
