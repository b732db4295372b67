//! Patterns of requirements.

use labproof_spec::Requirement;
use regex::Regex;

/// A pattern of requirement ids or operation names, in which `*` stands for any text and `?` for one character.
#[derive(Clone, Debug)]
pub struct Glob {
    text: String,
    regex: Regex,
}

impl std::str::FromStr for Glob {
    type Err = regex::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let pattern = regex::escape(text).replace(r"\*", ".*").replace(r"\?", ".");
        Ok(Self {
            text: text.to_owned(),
            regex: Regex::new(&format!("^{pattern}$"))?,
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
        self.regex.is_match(&requirement.id) || self.regex.is_match(&requirement.operation)
    }

    /// Whether it matches a text as a whole.
    #[must_use]
    pub fn is_match(&self, text: &str) -> bool {
        self.regex.is_match(text)
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
    }
}
