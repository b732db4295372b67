//! Characters that a server may answer with and that would act on a reader instead of being read.

use std::borrow::Cow;
use std::fmt::Write as _;

/// The text with every such character written out, as in `\u{1b}`; lines and tabs stay.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(acts) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        if acts(character) {
            let _ = write!(out, "{}", character.escape_unicode());
        } else {
            out.push(character);
        }
    }
    Cow::Owned(out)
}

/// Whether it steers a terminal, turns the direction of what follows, or is forbidden in XML.
fn acts(character: char) -> bool {
    match character {
        '\n' | '\t' => false,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}' => true,
        character => character.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn what_acts_is_written_out_and_what_is_read_stays() {
        assert_eq!(visible("a\x1b[2J\0\u{202e}z"), r"a\u{1b}[2J\u{0}\u{202e}z");
        assert_eq!(visible("tab\tline\n<é|`>"), "tab\tline\n<é|`>");
    }
}
