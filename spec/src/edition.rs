//! Editions of the API, and sets of them.
//!
//! Which editions there are is said by `editions.yaml` alone ([`Spec::editions`](crate::Spec::editions)). An [`Edition`]
//! is only the name of one, so that a report on an edition that these documents do not have can be read as well.

use std::error::Error;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// One state of the API, named after a GitLab release and shown as such: `17.9`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edition {
    major: u16,
    minor: u16,
}

impl Edition {
    /// The edition of this name, whether or not any document has it.
    #[must_use]
    pub const fn new(major: u16, minor: u16) -> Self {
        Self { major, minor }
    }
}

impl fmt::Display for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}.{}", self.major, self.minor))
    }
}

/// A text that cannot be the label of an edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoEdition(String);

impl Error for NoEdition {}

impl fmt::Display for NoEdition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(text) = self;
        write!(
            f,
            "`{text}` is no edition; an edition is named by two numbers, such as 17.9"
        )
    }
}

impl FromStr for Edition {
    type Err = NoEdition;

    fn from_str(label: &str) -> Result<Self, Self::Err> {
        let numbers = label.split_once('.');
        let numbers = numbers.and_then(|(major, minor)| Some((major.parse().ok()?, minor.parse().ok()?)));
        numbers
            .map(|(major, minor)| Self::new(major, minor))
            // One edition has one label: neither `17.09` nor `+17.9` is another.
            .filter(|edition| edition.to_string() == label)
            .ok_or_else(|| NoEdition(label.to_owned()))
    }
}

impl Serialize for Edition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Edition {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let label = String::deserialize(deserializer)?;
        label.parse().map_err(D::Error::custom)
    }
}

/// An edition that no document has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownEdition {
    pub(crate) label: String,
    pub(crate) known: Vec<Edition>,
}

impl Error for UnknownEdition {}

impl fmt::Display for UnknownEdition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { label, known } = self;
        write!(f, "unknown edition `{label}`; the editions are {}", listed(known))
    }
}

/// `12.4, 13.10 and 16.3`.
fn listed(editions: &[Edition]) -> String {
    let labels: Vec<String> = editions.iter().map(ToString::to_string).collect();
    match labels.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => labels.concat(),
    }
}

/// A set of editions, written as entries with commas between: `17.9`, `12.4..`, `..13.10` or `13.10..16.3`, both ends
/// included, such as `16.3, 19.3..`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Editions(Vec<Span>);

/// One entry of a set; an end that is not given is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Span {
    first: Option<Edition>,
    last: Option<Edition>,
}

/// What is wrong with a set of editions.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EditionsFault {
    /// It is not written as one.
    Written(String),
    /// It names an edition that no document has.
    Unknown(UnknownEdition),
}

impl Error for EditionsFault {}

impl fmt::Display for EditionsFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Written(fault) => write!(
                f,
                "{fault}; write `17.9`, `12.4..`, `..13.10` or `13.10..16.3`, or several of these with commas between"
            ),
            Self::Unknown(fault) => fault.fmt(f),
        }
    }
}

impl Editions {
    /// Whether the edition is one of them.
    #[must_use]
    pub fn contains(&self, edition: Edition) -> bool {
        self.0.iter().any(|span| span.contains(edition))
    }

    /// A set as it is written, of known editions alone, with its open ends closed by the oldest and the newest of them.
    ///
    /// # Errors
    ///
    /// What is wrong with it, in words.
    pub(crate) fn read(text: &str, known: &[Edition]) -> Result<Self, EditionsFault> {
        let Self(mut spans) = text.parse()?;
        let mut named = spans.iter().flat_map(|span| span.first.iter().chain(&span.last));
        if let Some(unknown) = named.find(|edition| !known.contains(edition)) {
            return Err(EditionsFault::Unknown(UnknownEdition {
                label: unknown.to_string(),
                known: known.to_vec(),
            }));
        }
        for span in &mut spans {
            span.first = span.first.or(known.iter().min().copied());
            span.last = span.last.or(known.iter().max().copied());
        }
        Ok(Self(spans))
    }
}

impl Span {
    fn contains(self, edition: Edition) -> bool {
        self.first.is_none_or(|first| first <= edition) && self.last.is_none_or(|last| edition <= last)
    }

    /// Whether the span begins before the other one, which is not before it, has ended.
    fn reaches(self, other: Self) -> bool {
        self.last
            .is_none_or(|last| other.first.is_none_or(|first| first <= last))
    }
}

/// Every edition.
impl Default for Editions {
    fn default() -> Self {
        Self(vec![Span {
            first: None,
            last: None,
        }])
    }
}

impl From<Edition> for Editions {
    fn from(edition: Edition) -> Self {
        Self(vec![Span {
            first: Some(edition),
            last: Some(edition),
        }])
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = |edition: Option<Edition>| edition.map(|edition| edition.to_string()).unwrap_or_default();
        match (self.first, self.last) {
            (Some(first), Some(last)) if first == last => write!(f, "{first}"),
            (first, last) => write!(f, "{}..{}", end(first), end(last)),
        }
    }
}

impl fmt::Display for Editions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let spans: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&spans.join(", "))
    }
}

impl FromStr for Span {
    type Err = EditionsFault;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.is_empty() {
            return Err(EditionsFault::Written("an entry is empty".to_owned()));
        }
        let edition = |label: &str| {
            let no_edition =
                |_| EditionsFault::Written(format!("`{text}` is neither an edition nor a range"));
            label.parse::<Edition>().map(Some).map_err(no_edition)
        };
        let end = |label: &str| {
            if label.is_empty() {
                Ok(None)
            } else {
                edition(label)
            }
        };
        let (first, last) = match text.split_once("..") {
            Some((first, last)) => (end(first)?, end(last)?),
            None => (edition(text)?, edition(text)?),
        };
        if first.zip(last).is_some_and(|(first, last)| last < first) {
            return Err(EditionsFault::Written(format!("`{text}` ends before it begins")));
        }
        Ok(Self { first, last })
    }
}

impl FromStr for Editions {
    type Err = EditionsFault;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let spans = text.split(',').map(|entry| entry.trim().parse::<Span>());
        let mut spans = spans.collect::<Result<Vec<Span>, _>>()?;
        spans.sort();
        let both = spans.windows(2).find(|pair| pair[0].reaches(pair[1]));
        if let Some(pair) = both {
            return Err(EditionsFault::Written(format!(
                "`{}` and `{}` overlap",
                pair[0], pair[1]
            )));
        }
        Ok(Self(spans))
    }
}

impl<'de> Deserialize<'de> for Editions {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

impl Serialize for Editions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: [Edition; 4] = [
        Edition::new(12, 4),
        Edition::new(13, 10),
        Edition::new(16, 3),
        Edition::new(17, 9),
    ];

    fn set(text: &str) -> Editions {
        text.parse().unwrap_or_else(|fault| panic!("{text}: {fault}"))
    }

    fn labels(text: &str) -> Vec<String> {
        let set = set(text);
        let editions = KNOWN.into_iter().filter(|edition| set.contains(*edition));
        editions.map(|edition| edition.to_string()).collect()
    }

    #[test]
    fn editions_are_in_the_order_of_their_numbers() {
        assert!(Edition::new(13, 10) > Edition::new(13, 9));
        assert!(Edition::new(9, 10) < Edition::new(13, 1));
        assert_eq!(format!("{:<5}|", Edition::new(17, 9)), "17.9 |");
    }

    #[test]
    fn an_edition_has_one_label() {
        assert_eq!("13.10".parse(), Ok(Edition::new(13, 10)));
        for label in [
            "", "17", "17.", ".9", "17.09", "+17.9", "17.9.1", "17,9", "latest",
        ] {
            assert!(label.parse::<Edition>().is_err(), "{label}");
        }
    }

    #[test]
    fn a_range_has_both_its_ends() {
        for one in ["17.9", "17.9..", "17.9..17.9"] {
            assert_eq!(labels(one), ["17.9"], "{one}");
        }
        assert_eq!(labels("..13.10"), ["12.4", "13.10"]);
        assert_eq!(labels("13.10..16.3"), ["13.10", "16.3"]);
        assert_eq!(labels("16.3.."), ["16.3", "17.9"]);
        assert_eq!(labels(".."), ["12.4", "13.10", "16.3", "17.9"]);
    }

    #[test]
    fn a_set_has_what_each_of_its_entries_has() {
        assert_eq!(labels("17.9.., 13.10"), ["13.10", "17.9"]);
        assert_eq!(labels("..12.4,16.3"), ["12.4", "16.3"]);
    }

    #[test]
    fn a_set_is_told_by_its_ends() {
        for (text, told) in [
            ("17.9", "17.9"),
            ("..13.10", "12.4..13.10"),
            ("16.3..", "16.3..17.9"),
            ("17.9..", "17.9"),
            ("16.3..,  12.4", "12.4, 16.3..17.9"),
        ] {
            assert_eq!(Editions::read(text, &KNOWN).unwrap().to_string(), told);
        }
        assert_eq!(set("12.4, 16.3..").to_string(), "12.4, 16.3..");
    }

    #[test]
    fn a_set_that_names_an_unknown_edition_is_told_the_known_ones() {
        for text in ["18.0", "12.4..18.0", "17.9, 18.0.."] {
            assert_eq!(
                Editions::read(text, &KNOWN).unwrap_err().to_string(),
                "unknown edition `18.0`; the editions are 12.4, 13.10, 16.3 and 17.9"
            );
        }
    }

    #[test]
    fn what_is_no_set_is_refused_in_words() {
        for (text, wanted) in [
            ("", "an entry is empty"),
            ("17.9,", "an entry is empty"),
            ("17.9..12.4", "`17.9..12.4` ends before it begins"),
            ("12.4-13.10", "`12.4-13.10` is neither an edition nor a range"),
            ("12.4...13.10", "`12.4...13.10` is neither an edition nor a range"),
            ("..16.3, 13.10", "`..16.3` and `13.10` overlap"),
            ("16.3, 16.3", "`16.3` and `16.3` overlap"),
            ("13.10.., 17.9", "`13.10..` and `17.9` overlap"),
            ("..13.10, ..16.3", "`..13.10` and `..16.3` overlap"),
        ] {
            let fault = text.parse::<Editions>().unwrap_err().to_string();
            let (what, how) = fault.split_once("; ").unwrap();
            assert_eq!(what, wanted);
            assert!(
                how.contains("`13.10..16.3`") && !how.contains(['^', '\\']),
                "{how}"
            );
        }
    }
}
