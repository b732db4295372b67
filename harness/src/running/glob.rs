//! Patterns of requirements.

use std::convert::Infallible;

use labproof_spec::Requirement;

/// A pattern of requirement ids or operation names, in which `*` stands for any text and `?` for one character.
#[derive(Clone, Debug)]
pub struct Glob {
    text: String,
    /// Its characters, without a `*` after another, which would say the same.
    pattern: Vec<char>,
}

impl std::str::FromStr for Glob {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut pattern: Vec<char> = text.chars().collect();
        pattern.dedup_by(|one, other| *one == '*' && *other == '*');
        Ok(Self {
            text: text.to_owned(),
            pattern,
        })
    }
}

impl std::fmt::Display for Glob {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

impl Glob {
    /// The id itself, or the operation it belongs to.
    pub(crate) fn matches(&self, requirement: &Requirement) -> bool {
        self.is_match(&requirement.id) || self.is_match(&requirement.operation)
    }

    /// Whether it matches a text as a whole.
    ///
    /// Where a character does not fit, the last `*` takes one more: no earlier one ever has to.
    #[must_use]
    pub fn is_match(&self, text: &str) -> bool {
        let text: Vec<char> = text.chars().collect();
        let (mut at, mut place) = (0, 0);
        let mut last_star: Option<(usize, usize)> = None;
        while place < text.len() {
            match self.pattern.get(at) {
                Some('*') => {
                    last_star = Some((at, place));
                    at += 1;
                }
                Some(wanted) if *wanted == '?' || text.get(place) == Some(wanted) => {
                    at += 1;
                    place += 1;
                }
                _ => {
                    let Some((star, taken)) = &mut last_star else {
                        return false;
                    };
                    *taken += 1;
                    (at, place) = (*star + 1, *taken);
                }
            }
        }
        matches!(self.pattern.get(at..), Some([] | ['*']))
    }

    /// Whether it is the id of one requirement.
    pub(crate) fn is_exact(&self) -> bool {
        self.text.contains('/') && !self.text.contains(['*', '?'])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_glob_means_what_it_says_and_nothing_else() {
        let glob: Glob = "git.*/refus?l".parse().unwrap();
        assert!(glob.is_match("git.allowed/refusal"));
        assert!(!glob.is_match("gitxallowed/refusal"));
        assert!(!glob.is_match("git.allowed/refusal-two"));
        let matches = |glob: &str, text: &str| glob.parse::<Glob>().unwrap().is_match(text);
        for text in ["", "a", "*", "a*b"] {
            assert!(
                matches("*", text) && matches("***", text) && matches(text, text),
                "{text}"
            );
        }
        for (glob, fits, does_not) in [
            ("*a*b", "aabab", "aaba"),
            ("a*a", "aa", "a"),
            ("?*?", "éé", "é"),
            ("a.c", "a.c", "abc"),
            ("", "", "a"),
        ] {
            assert!(matches(glob, fits) && !matches(glob, does_not), "{glob}");
        }
    }

    /// Every `*` could be tried at every place; a pattern of a file that somebody else wrote must not take that long.
    #[test]
    fn no_pattern_makes_anybody_wait() {
        let text = "a".repeat(2_000);
        for pattern in [
            "*".repeat(100_000),
            "a*".repeat(1_000) + "b",
            "*a".repeat(1_000) + "b",
        ] {
            let glob: Glob = pattern.parse().unwrap();
            assert_eq!(glob.is_match(&text), !pattern.ends_with('b'));
        }
    }
}
