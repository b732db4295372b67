//! Answers by name and edition, and which of them need a file: those that are not as in the newest older edition.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use labproof_spec::Edition;

/// The text of each answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Answers(BTreeMap<String, BTreeMap<Edition, String>>);

/// A file that says nothing that others don't.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Surplus {
    /// It equals that of the newest older edition that has one.
    Copy { file: String, of: String },
    /// Its own edition has no such answer.
    Orphan { file: String },
}

/// The folder with a folder of files for each edition.
pub(super) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots")
}

fn file(edition: Edition, name: &str) -> String {
    format!("{edition}/{name}.snap")
}

impl Answers {
    /// What the files of these editions record.
    pub(crate) fn recorded(editions: impl Iterator<Item = Edition>) -> Self {
        let mut recorded = Self::default();
        for edition in editions {
            let Ok(entries) = fs::read_dir(folder().join(edition.to_string())) else {
                continue;
            };
            for path in entries.map(|entry| entry.unwrap().path()) {
                if path.extension().is_some_and(|end| end == "snap") {
                    let name = path.file_stem().unwrap().to_str().unwrap();
                    let text = fs::read_to_string(&path).unwrap();
                    let content = text.splitn(3, "---\n").nth(2).unwrap_or_default();
                    recorded.add(edition, name.to_owned(), content.trim_end().to_owned());
                }
            }
        }
        recorded
    }

    pub(super) fn add(&mut self, edition: Edition, name: String, text: String) {
        self.0.entry(name).or_default().insert(edition, text);
    }

    /// The answer of this edition, else that of the newest older one that has any.
    pub(crate) fn of(&self, edition: Edition, name: &str) -> Option<&str> {
        let (_, text) = self.0.get(name)?.range(..=edition).next_back()?;
        Some(text)
    }

    /// The answer of this edition itself.
    pub(super) fn own(&self, edition: Edition, name: &str) -> Option<&str> {
        self.0.get(name)?.get(&edition).map(String::as_str)
    }

    /// Those that are not as in the newest older edition: what files have to record.
    pub(super) fn changes(&self) -> Self {
        let mut changes = self.clone();
        for texts in changes.0.values_mut() {
            let mut older = None;
            texts.retain(|_, text| older.replace(text.clone()).as_ref() != Some(text));
        }
        changes
    }

    /// Which of these files no answer needs.
    pub(super) fn surplus(&self, answers: &Self) -> Vec<Surplus> {
        let mut surplus = Vec::new();
        for (name, texts) in &self.0 {
            let mut older: Option<(Edition, &String)> = None;
            for (edition, text) in texts {
                let file = file(*edition, name);
                if answers.own(*edition, name).is_none() {
                    surplus.push(Surplus::Orphan { file });
                    continue;
                }
                match older.filter(|(_, older)| *older == text) {
                    Some((of, _)) => surplus.push(Surplus::Copy {
                        file,
                        of: of.to_string(),
                    }),
                    None => older = Some((*edition, text)),
                }
            }
        }
        surplus
    }
}

impl Surplus {
    pub(super) fn path(&self) -> PathBuf {
        let (Self::Copy { file, .. } | Self::Orphan { file }) = self;
        folder().join(file)
    }
}

impl std::fmt::Display for Surplus {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Copy { file, of } => write!(f, "snapshots/{file}: the same as in {of}"),
            Self::Orphan { file } => write!(f, "snapshots/{file}: its edition has no such answer"),
        }
    }
}

mod tests {
    use super::*;

    const OLD: Edition = Edition::new(1, 0);
    const MIDDLE: Edition = Edition::new(2, 0);
    const NEW: Edition = Edition::new(10, 0);

    fn answers(of: &[(Edition, &str)]) -> Answers {
        let mut answers = Answers::default();
        for (edition, text) in of {
            answers.add(*edition, "op@case".to_owned(), (*text).to_owned());
        }
        answers
    }

    #[test]
    fn an_answer_is_compared_with_the_newest_file_that_is_not_newer() {
        let recorded = answers(&[(MIDDLE, "a"), (NEW, "b")]);
        assert_eq!(recorded.of(NEW, "op@case"), Some("b"));
        assert_eq!(recorded.of(Edition::new(9, 9), "op@case"), Some("a"));
        assert_eq!(recorded.of(MIDDLE, "op@case"), Some("a"));
        assert_eq!(recorded.of(OLD, "op@case"), None);
        assert_eq!(recorded.of(NEW, "op@other"), None);
    }

    #[test]
    fn only_what_changes_needs_a_file() {
        let same = answers(&[(OLD, "a"), (MIDDLE, "a"), (NEW, "a")]);
        assert_eq!(same.changes(), answers(&[(OLD, "a")]));
        let back_again = answers(&[(OLD, "a"), (MIDDLE, "b"), (NEW, "a")]);
        assert_eq!(back_again.changes(), back_again);
        let absent_between = answers(&[(OLD, "a"), (NEW, "a")]);
        assert_eq!(absent_between.changes(), answers(&[(OLD, "a")]));
    }

    #[test]
    fn what_changes_is_enough_to_tell_every_answer() {
        let all = answers(&[(OLD, "a"), (MIDDLE, "a"), (NEW, "b")]);
        let changes = all.changes();
        for edition in [OLD, MIDDLE, NEW] {
            assert_eq!(changes.of(edition, "op@case"), all.own(edition, "op@case"));
        }
        assert!(changes.surplus(&all).is_empty());
    }

    #[test]
    fn a_copy_of_an_older_file_is_surplus() {
        let all = answers(&[(OLD, "a"), (MIDDLE, "a"), (NEW, "a")]);
        let recorded = answers(&[(OLD, "a"), (NEW, "a")]);
        let copy = Surplus::Copy {
            file: "10.0/op@case.snap".to_owned(),
            of: "1.0".to_owned(),
        };
        assert_eq!(recorded.surplus(&all), [copy]);
    }

    #[test]
    fn a_file_whose_edition_has_no_such_answer_is_surplus() {
        let orphan = |file: &str| Surplus::Orphan {
            file: file.to_owned(),
        };
        let dropped = answers(&[(OLD, "a")]);
        assert!(
            dropped.surplus(&dropped).is_empty(),
            "later editions need not have it"
        );
        let recorded = answers(&[(OLD, "a"), (NEW, "b")]);
        assert_eq!(recorded.surplus(&dropped), [orphan("10.0/op@case.snap")]);
        // Another edition that would fall back to it does not make it one of its own.
        let only_new = answers(&[(NEW, "a")]);
        assert_eq!(recorded.surplus(&only_new), [orphan("1.0/op@case.snap")]);
        assert_eq!(recorded.surplus(&Answers::default()).len(), 2);
    }
}
