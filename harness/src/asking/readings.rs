//! A text as those read it who undo what encoders do: a browser, a parser of JSON or of URLs, whoever decodes Base64.
//!
//! There are more ways to write one text than anybody could list (`%2b`, `\u002b`, `&#43;`, one within the other), so
//! nobody lists them: the text is read in each way, and whoever finds something learns where it stands.

use std::collections::BTreeSet;
use std::ops::Range;

/// How often one encoding may stand within another.
const NESTED_MAX: usize = 3;

/// The least bytes that anybody looks for; what is encoded and stands for fewer is not decoded.
const LEAST_BYTES: usize = 8;

/// Bytes that a text stands for.
#[derive(Default)]
pub(crate) struct Reading {
    pub(crate) bytes: Vec<u8>,
    /// Where each byte stands in the text; empty where the text is read as it is.
    places: Vec<Range<usize>>,
}

/// Shows every reading of a text, the plain one first.
pub(crate) fn each(text: &str, mut see: impl FnMut(&Reading)) {
    let mut next = Some(Reading {
        bytes: text.as_bytes().to_vec(),
        places: Vec::new(),
    });
    for _ in 0..=NESTED_MAX {
        let Some(reading) = next else { return };
        see(&reading);
        for digits in [HEX, BASE64] {
            let runs = reading.runs(digits);
            // Where a number begins within other digits is not to be seen.
            for skipped in (0..digits.phases).filter(|_| !runs.is_empty()) {
                see(&reading.decoded(&runs, digits, skipped));
            }
        }
        next = reading.unescaped(&ESCAPES);
    }
}

/// The text and whatever it is read as where it has itself what looks like an escape: some of those are undone with the
/// others, which a server put there.
pub(crate) fn variants(text: &str) -> BTreeSet<Vec<u8>> {
    let mut variants = BTreeSet::new();
    let mut new = BTreeSet::from([text.as_bytes().to_vec()]);
    for _ in 0..=NESTED_MAX {
        let last = std::mem::take(&mut new);
        for bytes in last.difference(&variants) {
            let reading = Reading {
                bytes: bytes.clone(),
                places: Vec::new(),
            };
            for chosen in 1..1 << ESCAPES.len() {
                let escapes = ESCAPES.iter().enumerate().filter(|(at, _)| chosen >> at & 1 == 1);
                let escapes: Vec<u8> = escapes.map(|(_, escape)| *escape).collect();
                new.extend(reading.unescaped(&escapes).map(|it| it.bytes));
            }
        }
        variants.extend(last);
    }
    variants
}

/// What escapes begin with.
const ESCAPES: [u8; 3] = *b"%\\&";

/// A way to write bytes in digits.
#[derive(Clone, Copy)]
struct Digits {
    bits: usize,
    /// After how many digits a byte begins again where a digit does.
    phases: usize,
    value: fn(u8) -> Option<u32>,
    /// What may stand between two digits.
    is_between: fn(u8) -> bool,
}

const HEX: Digits = Digits {
    bits: 4,
    phases: 2,
    value: |digit| char::from(digit).to_digit(16),
    is_between: |_| false,
};

/// Of either alphabet, padded or not, on one line or several.
const BASE64: Digits = Digits {
    bits: 6,
    phases: 4,
    value: |digit| match digit {
        b'A'..=b'Z' => Some(u32::from(digit - b'A')),
        b'a'..=b'z' => Some(u32::from(digit - b'a') + 26),
        b'0'..=b'9' => Some(u32::from(digit - b'0') + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    },
    is_between: |byte| matches!(byte, b'\n' | b'\r'),
};

impl Reading {
    /// Where a part of the bytes stands in the text.
    pub(crate) fn place(&self, part: Range<usize>) -> Range<usize> {
        match (
            self.places.get(part.start),
            self.places.get(part.end.saturating_sub(1)),
        ) {
            (Some(first), Some(last)) => first.start..last.end,
            _ => part,
        }
    }

    /// The parts that are made of digits, as far as they are long enough to stand for something.
    fn runs(&self, digits: Digits) -> Vec<Range<usize>> {
        let least = (LEAST_BYTES * 8).div_ceil(digits.bits);
        let mut runs = Vec::new();
        let mut start = 0;
        for (at, byte) in self.bytes.iter().chain([&0]).enumerate() {
            if (digits.value)(*byte).is_none() && !(digits.is_between)(*byte) {
                if at - start >= least {
                    runs.push(start..at);
                }
                start = at + 1;
            }
        }
        runs
    }

    /// What the digits stand for, without the first few of each run.
    fn decoded(&self, runs: &[Range<usize>], digits: Digits, skipped: usize) -> Self {
        let mut to = Self::default();
        for run in runs {
            let values = run
                .clone()
                .filter_map(|at| Some((at, (digits.value)(self.bytes[at])?)));
            let (mut bits, mut count, mut first) = (0, 0, 0);
            for (at, value) in values.skip(skipped) {
                if count == 0 {
                    first = at;
                }
                bits = (bits << digits.bits | value) & 0xffff;
                count += digits.bits;
                if count >= 8 {
                    count -= 8;
                    to.push((bits >> count & 0xff) as u8, self.place(first..at + 1));
                    first = at;
                }
            }
        }
        to
    }

    /// The text that this is with the escapes undone that begin like this; nothing where there are none.
    fn unescaped(&self, escapes: &[u8]) -> Option<Self> {
        let begins = |byte: &u8| escapes.contains(byte);
        if !self.bytes.iter().any(begins) {
            return None;
        }
        let (mut to, mut at, mut is_other) = (Self::default(), 0, false);
        while let Some(byte) = self.bytes.get(at) {
            let escape = Some(byte).filter(|byte| begins(byte));
            match escape.and_then(|_| Escape::at(&self.bytes[at..])) {
                Some(Escape { bytes, length }) => {
                    let place = self.place(at..at + length);
                    bytes.iter().for_each(|byte| to.push(*byte, place.clone()));
                    at += length;
                    is_other = true;
                }
                None => {
                    to.push(*byte, self.place(at..at + 1));
                    at += 1;
                }
            }
        }
        is_other.then_some(to)
    }

    fn push(&mut self, byte: u8, place: Range<usize>) {
        self.bytes.push(byte);
        self.places.push(place);
    }
}

/// What a text has in place of bytes.
struct Escape {
    bytes: Vec<u8>,
    length: usize,
}

/// The characters to which HTML gives a name and that secrets have.
const NAMES: [(&str, char); 8] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("plus", '+'),
    ("equals", '='),
    ("sol", '/'),
];

impl Escape {
    /// The escape that a text begins with.
    fn at(text: &[u8]) -> Option<Self> {
        match text {
            [b'%', digits @ ..] => Some(Self {
                bytes: vec![u8::try_from(number(digits, 2, 16)?).ok()?],
                length: 3,
            }),
            [b'\\', b'u', digits @ ..] => Self::character(number(digits, 4, 16)?, 6),
            [b'\\', b'x', digits @ ..] => Self::character(number(digits, 2, 16)?, 4),
            [b'\\', letter, ..] => Self::character(u32::from(lettered(*letter)?), 2),
            [b'&', b'#', b'x' | b'X', rest @ ..] => Self::numbered(rest, 16, 3),
            [b'&', b'#', rest @ ..] => Self::numbered(rest, 10, 2),
            [b'&', rest @ ..] => {
                let (name, character) = NAMES.iter().find(|(name, _)| rest.starts_with(name.as_bytes()))?;
                Self::character(u32::from(*character), 1 + ended(rest, name.len()))
            }
            _ => None,
        }
    }

    fn numbered(digits: &[u8], base: u32, before: usize) -> Option<Self> {
        let count = digits
            .iter()
            .take_while(|digit| char::from(**digit).is_digit(base))
            .count();
        // No character has a number of more digits, but for zeros before it.
        let number = number(digits, count.min(10), base)?;
        Self::character(number, before + ended(digits, count))
    }

    fn character(number: u32, length: usize) -> Option<Self> {
        let text = char::from_u32(number)?.to_string();
        Some(Self {
            bytes: text.into_bytes(),
            length,
        })
    }
}

/// The number that a text begins with, in so many digits.
fn number(text: &[u8], digits: usize, base: u32) -> Option<u32> {
    let digits = text.get(..digits).filter(|digits| !digits.is_empty())?;
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, base).ok()
}

/// How long a name or a number in HTML is with the semicolon that may end it.
fn ended(text: &[u8], length: usize) -> usize {
    length + usize::from(text.get(length) == Some(&b';'))
}

/// What a letter behind a backslash stands for.
fn lettered(letter: u8) -> Option<u8> {
    Some(match letter {
        b'b' => 8,
        b'f' => 12,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'"' | b'\'' | b'/' | b'\\' => letter,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The part of the text that stands for these words in some reading.
    fn found<'t>(text: &'t str, words: &str) -> Option<&'t str> {
        let mut found = None;
        each(text, |reading| {
            let windows = reading.bytes.windows(words.len());
            if let Some(at) = windows.enumerate().find(|(_, it)| *it == words.as_bytes()) {
                found.get_or_insert(reading.place(at.0..at.0 + words.len()));
            }
        });
        found.map(|place| &text[place])
    }

    #[test]
    fn a_text_is_found_however_it_is_written_and_where_it_stands() {
        for (before, written, after) in [
            ("a ", "s3cret+/=&", " b"),
            ("?q=", "s3cret%2B%2f%3D%26", "&r"),
            ("\"", r"s3cret\u002b\/=&", "\""),
            ("<p>", "s3cret&#43;&#x2F;&#0061;&amp;", "</p>"),
            ("<p>", "s3cret&plus;&sol;&equals;&amp", "</p>"),
            ("\"", r"s3cret\x2b\u002F=\u0026", "\""),
            ("<p>", "s3cret&amp;#43;/=&", "</p>"),
            ("u=", "s3cret%252B%252F%253D%2526", ""),
            ("(", "7333637265742b2f3d26", ")"),
            ("(", "7333637265742B2F3D26", ")"),
            ("(a", "7333637265742b2f3d26", "a)"),
            ("Basic ", "czNjcmV0Ky89Jg", "=="),
            ("\"", r"czNjcmV0\nKy89Jg", "==\""),
        ] {
            let text = format!("{before}{written}{after}");
            assert_eq!(found(&text, "s3cret+/=&"), Some(written), "{text}");
        }
        // With something before it, digits of Base64 stand for parts of both.
        assert_eq!(
            found("dXNlcjpzM2NyZXQrLz0m", "s3cret+/=&"),
            Some("pzM2NyZXQrLz0m")
        );
        assert_eq!(found("s3cret%2x%", "s3cret+"), None);
    }

    #[test]
    fn what_looks_like_an_escape_in_the_text_itself_hides_nothing() {
        let variants = variants(r"a%2Fb\nc&lt;d \e");
        for text in [
            r"a%252Fb%5Cnc%26lt;d%20%5Ce",
            r"a%2Fb\\nc&lt;d \\e",
            r"a%2Fb\nc&amp;lt;d \e",
            r"a%2Fb\\nc\u0026amp;lt;d \\e",
        ] {
            let is_found = |it: &Vec<u8>| found(text, std::str::from_utf8(it).unwrap()) == Some(text);
            assert!(variants.iter().any(is_found), "{text}: {variants:?}");
        }
        assert_eq!(super::variants(r"100% \ plain & simple").len(), 1);
    }
}
