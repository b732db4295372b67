//! Which part of a list is wanted.

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

impl Page {
    pub(super) fn read(params: &Params) -> Self {
        let number = |name| params.text(name).map_or(0, |text| leading_number(&text));
        let count = match number("count") {
            0 => USUAL_COUNT,
            count => count.min(MAX_COUNT),
        };
        Self {
            start_index: number("startIndex").max(1),
            count,
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
        let page = Page::read(&Params::read(query, &body).unwrap());
        (page.start_index, page.count)
    }

    #[test]
    fn what_is_below_one_or_no_number_is_as_if_not_asked_for() {
        for query in [
            "",
            "startIndex=0&count=0",
            "startIndex=-7&count=-1",
            "startIndex=a&count=b",
            "startIndex[]=3&count[]=4",
            "startIndex=&count=",
        ] {
            assert_eq!(page(query), (1, 20), "{query}");
        }
        assert_eq!(page("startIndex=3&count=5"), (3, 5));
        assert_eq!(page("startIndex=%2B3x&count=5.9"), (3, 5));
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
