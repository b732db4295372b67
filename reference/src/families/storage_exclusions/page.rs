//! One page of a list, and the headers that tell of the others.

use crate::answer::ApiError;
use crate::request::{Declared, Params};

const USUAL_ITEMS: usize = 20;
const MAX_ITEMS: usize = 100;

/// A page that was asked for; pages count from one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Page {
    number: usize,
    items: usize,
}

impl Page {
    /// Pages below the first are the first, and whoever wants less than one item gets as many as usual; only zero is
    /// refused.
    pub(super) fn read(params: &Params) -> Result<Self, ApiError> {
        let mut declared = Declared::new(params);
        let number = declared.integer("page");
        let items = declared.integer("per_page");
        if items == Some(0) {
            declared.refuse("per_page", "has a value not allowed");
        }
        declared.finish()?;
        let positive = |number: Option<i64>| {
            let number = number.and_then(|number| usize::try_from(number).ok());
            number.filter(|number| *number > 0)
        };
        Ok(Self {
            number: positive(number).unwrap_or(1),
            items: positive(items).unwrap_or(USUAL_ITEMS).min(MAX_ITEMS),
        })
    }

    /// The items of this page.
    pub(super) fn of<T>(self, all: &[T]) -> &[T] {
        let rest = all.get(self.before()..).unwrap_or_default();
        rest.get(..self.items).unwrap_or(rest)
    }

    /// How many items are on the pages before this one.
    fn before(self) -> usize {
        (self.number - 1).saturating_mul(self.items)
    }

    /// An empty value says that there is no such page.
    pub(super) fn headers(self, total: usize) -> [(&'static str, String); 6] {
        // Even an empty list has a page.
        let pages = total.div_ceil(self.items).max(1);
        let next = (self.number < pages).then(|| self.number + 1);
        let previous = (2..=pages).contains(&self.number).then_some(self.number - 1);
        let text = |number: Option<usize>| number.map(|number| number.to_string()).unwrap_or_default();
        [
            ("x-total", total.to_string()),
            ("x-total-pages", pages.to_string()),
            ("x-per-page", self.items.to_string()),
            ("x-page", self.number.to_string()),
            ("x-next-page", text(next)),
            ("x-prev-page", text(previous)),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::Body;

    fn page(query: &str) -> Result<Page, ApiError> {
        let body = Body {
            content_type: None,
            bytes: b"",
        };
        Page::read(&Params::read(query, &body).unwrap())
    }

    fn told(query: &str, total: usize) -> String {
        page(query)
            .unwrap()
            .headers(total)
            .map(|(_, value)| value)
            .join(" ")
    }

    #[test]
    fn the_pages_together_are_the_whole_list_once() {
        let all: Vec<usize> = (0..45).collect();
        let pages = [1, 2, 3, 4].map(|number| page(&format!("page={number}")).unwrap().of(&all));
        assert_eq!(pages.map(<[usize]>::len), [20, 20, 5, 0]);
        assert_eq!(pages.concat(), all);
    }

    #[test]
    fn headers_tell_of_the_pages_around() {
        assert_eq!(told("", 45), "45 3 20 1 2 ");
        assert_eq!(told("page=2", 45), "45 3 20 2 3 1");
        assert_eq!(told("page=3", 45), "45 3 20 3  2");
        assert_eq!(told("page=4", 45), "45 3 20 4  ");
        assert_eq!(told("", 0), "0 1 20 1  ");
        assert_eq!(told("per_page=9", 9), "9 1 9 1  ");
    }

    #[test]
    fn what_is_out_of_range_comes_into_it() {
        let of = |query| page(query).unwrap();
        for query in ["page=0", "page=-7", "per_page=-1", "page=&per_page="] {
            assert_eq!(of(query), of(""), "{query}");
        }
        assert_eq!(of("per_page=101"), of("per_page=100"));
        let last = of("page=9223372036854775807&per_page=100");
        assert!(last.of(&[1, 2, 3]).is_empty());
        assert_eq!(last.headers(3)[4].1, "");
    }

    #[test]
    fn what_is_no_number_or_no_item_is_refused() {
        for (query, fault) in [
            ("page=x", "page is invalid"),
            ("per_page=0", "per_page has a value not allowed"),
            ("page=1.5&per_page[]=1", "page is invalid, per_page is invalid"),
            ("page=9223372036854775808", "page is invalid"),
        ] {
            assert_eq!(page(query), Err(ApiError::Framework(fault.into())), "{query}");
        }
    }
}
