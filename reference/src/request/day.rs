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
    let pieces = without_times(pieces(text));
    let mut within = (0..pieces.len()).map(|at| &pieces[at..]);
    let forms = [with_month_name, in_numbers, without_year, month_alone, in_a_row];
    let found = forms
        .into_iter()
        .find_map(|form| within.clone().find_map(|pieces| form(pieces, today)));
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

/// `20261220`, and whatever is shorter: without a year or with two digits of it, or by the number of the day in it.
fn in_a_row(pieces: &[Piece<'_>], today: Date) -> Option<Option<Date>> {
    let Piece::Digits(digits) = pieces[0] else {
        return None;
    };
    let at = |begin: usize, end: usize| digits[begin..end].parse::<i16>().ok();
    let day = |year: i16, month: i16, day: i16| {
        Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    };
    let of_year = |year: i16, number: i16| {
        let first = Date::new(year, 1, 1).ok()?;
        first.with().day_of_year(number).build().ok()
    };
    let (this_year, this_month) = (today.year(), i16::from(today.month()));
    Some(match digits.len() {
        2 => day(this_year, this_month, at(0, 2)?),
        3 => of_year(this_year, at(0, 3)?),
        4 => day(this_year, at(0, 2)?, at(2, 4)?),
        5 => of_year(full_year(&digits[..2])?, at(2, 5)?),
        6 => day(full_year(&digits[..2])?, at(2, 4)?, at(4, 6)?),
        7 => of_year(at(0, 4)?, at(4, 7)?),
        8 | 14 => day(at(0, 4)?, at(4, 6)?, at(6, 8)?),
        _ => return None,
    })
}

/// `12/20`.
fn without_year(pieces: &[Piece<'_>], today: Date) -> Option<Option<Date>> {
    match pieces {
        [Piece::Digits(month), Piece::Sign('/'), Piece::Digits(day), ..] => {
            let date = || Date::new(today.year(), month.parse().ok()?, day.parse().ok()?).ok();
            Some(date())
        }
        _ => None,
    }
}

/// `December`, which begins on its first day.
fn month_alone(pieces: &[Piece<'_>], today: Date) -> Option<Option<Date>> {
    match pieces[0] {
        Piece::Month(month) => Some(Date::new(today.year(), month, 1).ok()),
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

/// A time of day says nothing of the day.
fn without_times(mut pieces: Vec<Piece<'_>>) -> Vec<Piece<'_>> {
    let colon = Piece::Sign(':');
    while let Some(at) = pieces.iter().position(|piece| *piece == colon) {
        let is_time = at > 0 && matches!(pieces[at - 1], Piece::Digits(_));
        let begin = if is_time { at - 1 } else { at };
        let minutes = pieces[at..].iter();
        let rest = minutes.take_while(|piece| **piece == colon || matches!(piece, Piece::Digits(_)));
        let end = at + rest.count();
        pieces.drain(begin..end);
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
    fn what_is_left_open_is_that_of_today() {
        for (text, expected) in [
            ("12/20", date(2026, 12, 20)),
            ("1220", date(2026, 12, 20)),
            ("24", date(2026, 11, 24)),
            ("032", date(2026, 2, 1)),
            ("210101", date(2021, 1, 1)),
            ("2021365", date(2021, 12, 31)),
            ("maybe", date(2026, 5, 1)),
        ] {
            assert_eq!(read(text, TODAY), Some(expected), "{text}");
        }
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
            "2026",
            "10:30",
        ] {
            assert_eq!(read(text, TODAY), None, "{text}");
        }
    }
}
