//! The editions of the documentation, and ranges of them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// One state of the documentation, named after the GitLab release it describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Edition {
    /// The page of late 2019.
    V12_4,
    /// The page of March 2021.
    V13_10,
    /// The page of August 2023.
    V16_3,
    /// The page of February 2025.
    V17_9,
}

impl Edition {
    /// Every edition, oldest first.
    pub const ALL: [Self; 4] = [Self::V12_4, Self::V13_10, Self::V16_3, Self::V17_9];
    /// The newest edition, the default wherever one is needed.
    pub const NEWEST: Self = Self::V17_9;

    /// The label people use, such as `17.9`.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::V12_4 => "12.4",
            Self::V13_10 => "13.10",
            Self::V16_3 => "16.3",
            Self::V17_9 => "17.9",
        }
    }
}

impl fmt::Display for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.label())
    }
}

/// A label that names no edition.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown edition `{0}`; the editions are 12.4, 13.10, 16.3 and 17.9")]
pub struct UnknownEdition(pub String);

impl FromStr for Edition {
    type Err = UnknownEdition;

    fn from_str(label: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|edition| edition.label() == label)
            .ok_or_else(|| UnknownEdition(label.to_owned()))
    }
}

impl Serialize for Edition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.label())
    }
}

impl<'de> Deserialize<'de> for Edition {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let label = String::deserialize(deserializer)?;
        label.parse().map_err(serde::de::Error::custom)
    }
}

/// An unbroken range of editions, written `17.9`, `12.4..`, `..13.10` or `13.10..16.3`, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EditionRange {
    first: Edition,
    last: Edition,
}

impl EditionRange {
    /// Whether the range has this edition.
    #[must_use]
    pub fn contains(self, edition: Edition) -> bool {
        (self.first..=self.last).contains(&edition)
    }

    /// Whether every edition of the other range is in this one.
    #[must_use]
    pub fn covers(self, other: Self) -> bool {
        self.contains(other.first) && self.contains(other.last)
    }

    /// The editions of the range, oldest first.
    pub fn editions(self) -> impl Iterator<Item = Edition> {
        Edition::ALL
            .into_iter()
            .filter(move |edition| self.contains(*edition))
    }
}

impl Default for EditionRange {
    fn default() -> Self {
        Self {
            first: Edition::V12_4,
            last: Edition::NEWEST,
        }
    }
}

impl fmt::Display for EditionRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            return write!(f, "{}", self.first);
        }
        write!(f, "{}..{}", self.first, self.last)
    }
}

impl FromStr for EditionRange {
    type Err = UnknownEdition;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let whole = Self::default();
        let Some((first, last)) = text.split_once("..") else {
            let only = text.parse()?;
            return Ok(Self {
                first: only,
                last: only,
            });
        };
        let range = Self {
            first: if first.is_empty() {
                whole.first
            } else {
                first.parse()?
            },
            last: if last.is_empty() {
                whole.last
            } else {
                last.parse()?
            },
        };
        if range.first > range.last {
            return Err(UnknownEdition(text.to_owned()));
        }
        Ok(range)
    }
}

impl<'de> Deserialize<'de> for EditionRange {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl Serialize for EditionRange {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(range: &str) -> Vec<&'static str> {
        let range: EditionRange = range.parse().unwrap();
        range.editions().map(Edition::label).collect()
    }

    #[test]
    fn a_range_has_both_its_ends() {
        for one in ["17.9", "17.9..", "17.9..17.9"] {
            assert_eq!(labels(one), ["17.9"], "{one}");
        }
        assert_eq!(labels("..13.10"), ["12.4", "13.10"]);
        assert_eq!(labels("13.10..16.3"), ["13.10", "16.3"]);
        assert_eq!(labels("16.3.."), ["16.3", "17.9"]);
    }

    #[test]
    fn a_range_is_told_by_its_ends() {
        for (range, told) in [
            ("17.9", "17.9"),
            ("..13.10", "12.4..13.10"),
            ("16.3..", "16.3..17.9"),
        ] {
            let range: EditionRange = range.parse().unwrap();
            assert_eq!(range.to_string(), told);
        }
    }

    #[test]
    fn a_range_covers_what_lies_within_it_with_both_ends() {
        let covers = |whole: &str, part: &str| {
            let [whole, part] = [whole, part].map(|range| range.parse::<EditionRange>().unwrap());
            whole.covers(part)
        };
        assert!(covers("13.10..", "16.3..17.9") && covers("13.10..", "13.10"));
        for part in ["12.4", "12.4..16.3", "..", "17.9"] {
            assert!(!covers("13.10..16.3", part), "{part}");
        }
    }

    #[test]
    fn a_range_of_nothing_known_is_refused() {
        for text in ["", "18.0", "17.9..12.4", "12.4..18.0", "12.4-13.10"] {
            assert!(text.parse::<EditionRange>().is_err(), "{text}");
        }
    }
}
