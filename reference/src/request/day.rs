//! A day in a text, found as Ruby finds one: anywhere in it, in one of several forms.

use jiff::civil::{Date, Weekday};

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];
const WEEKDAYS: [(&str, Weekday); 7] = [
    ("mon", Weekday::Monday),
    ("tue", Weekday::Tuesday),
    ("wed", Weekday::Wednesday),
    ("thu", Weekday::Thursday),
    ("fri", Weekday::Friday),
    ("sat", Weekday::Saturday),
    ("sun", Weekday::Sunday),
];
/// As many digits are a year, a month and a day.
const WHOLE_DAY: usize = 8;

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece<'t> {
    Digits(&'t str),
    Month(i8),
    Weekday(Weekday),
    Word,
    Sign(char),
}

/// The day; what is left open is that of today. The first form that is there decides, even if there is no such day.
pub(crate) fn read(text: &str, today: Date) -> Option<Date> {
    let pieces = pieces(text);
    let mut within = (0..pieces.len()).map(|at| &pieces[at..]);
    let form = |read: fn(&[Piece<'_>], Date) -> Option<Option<Date>>| {
        within.clone().find_map(|pieces| read(pieces, today))
    };
    let found = form(with_month_name)
        .or_else(|| form(in_numbers))
        .or_else(|| form(in_a_row));
    found.unwrap_or_else(|| {
        within.find_map(|pieces| match pieces[0] {
            Piece::Weekday(day) => Some(of_this_week(day, today)),
            _ => None,
        })
    })
}

/// `20 Dec 2026`, `20th of December`, `Dec 20, 2026`.
fn with_month_name(pieces: &[Piece<'_>], today: Date) -> Option<Option<Date>> {
    let (day, month, rest) = match pieces {
        [Piece::Digits(day), Piece::Word, Piece::Month(month), rest @ ..]
        | [Piece::Digits(day), Piece::Month(month), rest @ ..]
        | [Piece::Month(month), Piece::Digits(day), Piece::Word, rest @ ..]
        | [Piece::Month(month), Piece::Digits(day), rest @ ..] => (day, *month, rest),
        _ => return None,
    };
    let year = match rest {
        [Piece::Sign(','), Piece::Digits(year), ..] | [Piece::Digits(year), ..] => full_year(year)?,
        _ => today.year(),
    };
    Some(day.parse().ok().and_then(|day| Date::new(year, month, day).ok()))
}

/// `2026-12-20`, `2026/12/20`, `20.12.2026`.
fn in_numbers(pieces: &[Piece<'_>], _: Date) -> Option<Option<Date>> {
    let [
        Piece::Digits(first),
        Piece::Sign(sign @ ('-' | '/' | '.')),
        Piece::Digits(month),
        Piece::Sign(same),
        Piece::Digits(last),
        ..,
    ] = pieces
    else {
        return None;
    };
    if sign != same {
        return None;
    }
    let (year, day) = if last.len() > 2 {
        (last, first)
    } else {
        (first, last)
    };
    let date = || Date::new(full_year(year)?, month.parse().ok()?, day.parse().ok()?).ok();
    Some(date())
}

/// `20261220`.
fn in_a_row(pieces: &[Piece<'_>], _: Date) -> Option<Option<Date>> {
    match pieces[0] {
        Piece::Digits(digits) if digits.len() == WHOLE_DAY => Some(Date::strptime("%Y%m%d", digits).ok()),
        _ => None,
    }
}

fn of_this_week(day: Weekday, today: Date) -> Date {
    let days = i64::from(day.to_monday_zero_offset() - today.weekday().to_monday_zero_offset());
    today.saturating_add(jiff::Span::new().days(days))
}

/// Two digits are a year of the century that is nearer.
fn full_year(digits: &str) -> Option<i16> {
    let year: i16 = digits.parse().ok()?;
    Some(match (digits.len(), year) {
        (1 | 2, 0..=68) => 2000 + year,
        (1 | 2, _) => 1900 + year,
        _ => year,
    })
}

/// Blanks only part the others.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let run = |is: fn(char) -> bool| rest.find(|c| !is(c)).unwrap_or(rest.len());
        let (end, piece): (usize, fn(&str) -> Piece<'_>) = if first.is_ascii_digit() {
            (run(|c| c.is_ascii_digit()), |text| Piece::Digits(text))
        } else if first.is_alphabetic() {
            (run(char::is_alphabetic), word)
        } else {
            (first.len_utf8(), |text| {
                Piece::Sign(text.chars().next().unwrap_or(' '))
            })
        };
        let (text, behind) = rest.split_at(end);
        pieces.push(piece(text));
        rest = behind.trim_start();
    }
    pieces
}

/// A month or a weekday is known by its first three letters.
fn word(text: &str) -> Piece<'_> {
    let begins = |name: &str| {
        text.get(..3)
            .is_some_and(|begin| begin.eq_ignore_ascii_case(name))
    };
    if let Some(at) = MONTHS.iter().position(|name| begins(name)) {
        return Piece::Month(i8::try_from(at + 1).unwrap_or_default());
    }
    let weekday = WEEKDAYS.iter().find(|(name, _)| begins(name));
    weekday.map_or(Piece::Word, |(_, day)| Piece::Weekday(*day))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    /// A Saturday.
    const TODAY: Date = date(2026, 11, 28);

    #[test]
    fn a_day_is_found_wherever_it_stands() {
        for text in [
            "2026-12-20",
            "x2026-12-20x",
            " 2026-12-20 10:30 ",
            "2026-12-20T10:30:00Z",
            "2026/12/20",
            "20.12.2026",
            "20-12-2026",
            "20261220",
            "20 Dec 2026",
            "20 december 26",
            "20th December 2026",
            "Dec 20, 2026",
            "Sunday, 20 Dec",
        ] {
            assert_eq!(read(text, TODAY), Some(date(2026, 12, 20)), "{text}");
        }
        assert_eq!(read("2021-1-1", TODAY), Some(date(2021, 1, 1)));
    }

    #[test]
    fn a_weekday_is_that_of_this_week() {
        assert_eq!(read("Monday", TODAY), Some(date(2026, 11, 23)));
        assert_eq!(read("sun", TODAY), Some(date(2026, 11, 29)));
    }

    #[test]
    fn what_is_no_day_is_not_guessed() {
        for text in [
            "",
            "today",
            "tomorrow",
            "nonsense",
            "12/20/2026",
            "2026-02-30",
            "30 Feb",
            "24",
            "2026",
            "10:30",
        ] {
            assert_eq!(read(text, TODAY), None, "{text}");
        }
    }
}
