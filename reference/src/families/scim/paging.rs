//! Which part of a list is wanted.

use std::borrow::Cow;

use labproof_spec::Edition;
use serde::Serialize;
use serde_json::Value;

use crate::answer::ApiError;
use crate::edition_rules;
use crate::request::Params;

/// The size of a page when none is asked for.
const USUAL_COUNT: usize = 20;
/// The size of the largest page.
const MAX_COUNT: usize = 100;

/// A part of a list, counted from one.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Page {
    /// Never below one.
    pub(super) start_index: usize,
    pub(super) count: usize,
}

/// The number of the first result, as an answer shows it.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub(super) enum StartIndex<'r> {
    Counted(usize),
    AsAsked(Cow<'r, str>),
}

impl Page {
    /// The part that is asked for, unless something that cannot be a number is in its place.
    pub(super) fn read(params: &Params) -> Result<Self, ApiError> {
        for name in ["startIndex", "count"] {
            if let Some(Value::Array(_) | Value::Object(_)) = params.given(name) {
                return Err(ApiError::Invalid(name));
            }
        }
        let number = |name| params.text(name).map_or(0, |text| leading_number(&text));
        let count = match number("count") {
            0 => USUAL_COUNT,
            count => count.min(MAX_COUNT),
        };
        Ok(Self {
            start_index: number("startIndex").max(1),
            count,
        })
    }

    /// Where the page begins, or in newer editions what was said about that.
    pub(super) fn shown_start<'r>(&self, params: &'r Params, edition: Edition) -> StartIndex<'r> {
        let asked = params.text("startIndex").filter(|text| !text.trim().is_empty());
        match asked {
            Some(text) if edition_rules::start_index_is_shown_as_asked(edition) => StartIndex::AsAsked(text),
            _ => StartIndex::Counted(self.start_index),
        }
    }
}

/// The number a text begins with; what is negative or no number counts as zero.
fn leading_number(text: &str) -> usize {
    let text = text.trim_start();
    let text = text.strip_prefix('+').unwrap_or(text);
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    if end == 0 {
        return 0;
    }
    // Nothing but a number that is too large fails here.
    text[..end].parse().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::Body;

    fn page(query: &str) -> (usize, usize) {
        let body = Body {
            content_type: None,
            bytes: b"",
        };
        let page = Page::read(&Params::read(query, &body).unwrap()).unwrap();
        (page.start_index, page.count)
    }

    fn shown(query: &str, edition: Edition) -> Value {
        let body = Body {
            content_type: None,
            bytes: b"",
        };
        let params = Params::read(query, &body).unwrap();
        let page = Page::read(&params).unwrap();
        serde_json::to_value(page.shown_start(&params, edition)).unwrap()
    }

    #[test]
    fn what_is_below_one_or_no_number_is_as_if_not_asked_for() {
        for query in [
            "",
            "startIndex=0&count=0",
            "startIndex=-7&count=-1",
            "startIndex=a&count=b",
            "startIndex=&count=",
        ] {
            assert_eq!(page(query), (1, 20), "{query}");
        }
        assert_eq!(page("startIndex=3&count=5"), (3, 5));
        assert_eq!(page("startIndex=%2B3x&count=5.9"), (3, 5));
    }

    #[test]
    fn a_list_of_numbers_is_none() {
        let body = Body {
            content_type: None,
            bytes: b"",
        };
        for (query, name) in [("startIndex[]=3", "startIndex"), ("count[a]=4", "count")] {
            let params = Params::read(query, &body).unwrap();
            assert_eq!(Page::read(&params), Err(ApiError::Invalid(name)));
        }
    }

    #[test]
    fn newer_editions_show_the_start_as_it_was_asked_for() {
        let (older, newer) = (Edition::new(17, 9), Edition::new(18, 9));
        for (query, counted, as_asked) in [
            ("", Value::from(1), Value::from(1)),
            ("startIndex=", 1.into(), 1.into()),
            ("startIndex=2", 2.into(), "2".into()),
            ("startIndex=-5", 1.into(), "-5".into()),
            ("startIndex=x", 1.into(), "x".into()),
        ] {
            assert_eq!(
                (shown(query, older), shown(query, newer)),
                (counted, as_asked),
                "{query}"
            );
        }
    }

    #[test]
    fn a_page_has_an_end_however_far_away_it_begins() {
        assert_eq!(page("count=100"), (1, 100));
        assert_eq!(page("count=101"), (1, 100));
        assert_eq!(
            page("startIndex=99999999999999999999&count=99999999999999999999"),
            (usize::MAX, 100)
        );
    }
}
