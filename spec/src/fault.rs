//! What is wrong with a document, and where.

use std::fmt;

/// One fault of one document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The document, relative to the folder that was loaded.
    pub file: String,
    /// The JSON pointer of the place; empty for the whole document.
    pub pointer: String,
    /// What is wrong there and what to do about it.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if !self.pointer.is_empty() {
            write!(f, " at {}", self.pointer)?;
        }
        write!(f, ": {}", self.message)
    }
}

/// Every fault of every document, in the order of files and places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// Notes one more fault.
    pub(crate) fn add(
        &mut self,
        file: impl Into<String>,
        pointer: impl Into<String>,
        message: impl Into<String>,
    ) {
        self.0.push(Fault {
            file: file.into(),
            pointer: pointer.into(),
            message: message.into(),
        });
    }

    /// The documents are sound, or here is all that is wrong with them.
    pub(crate) fn none_or_all(self) -> Result<(), Self> {
        if self.0.is_empty() {
            return Ok(());
        }
        Err(self.sorted())
    }

    /// Each fault once, by file and place.
    pub(crate) fn sorted(mut self) -> Self {
        self.0.sort();
        self.0.dedup();
        self
    }

    /// How many faults there are; never zero in a value that was returned as an error.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The faults, by file and place.
    pub fn iter(&self) -> impl Iterator<Item = &Fault> {
        self.0.iter()
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for fault in &self.0 {
            writeln!(f, "{fault}")?;
        }
        let files: std::collections::BTreeSet<_> = self.0.iter().map(|fault| &fault.file).collect();
        write!(f, "{} fault(s) in {} document(s)", self.0.len(), files.len())
    }
}

impl std::error::Error for Faults {}
