//! The changes that a push brings: `<old> <new> <ref>` per line.

use std::borrow::Cow;

use crate::request::Params;

/// The word by which GitLab Shell asks before it knows the changes.
const ANY: &str = "_any";

/// What the push brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Changes<'r> {
    /// Not known yet.
    Any,
    /// Not said, which is enough to fetch.
    Unsaid,
    /// These, possibly none.
    Listed(Vec<RefChange<'r>>),
}

/// The change of one ref.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RefChange<'r> {
    pub(crate) old: Cow<'r, str>,
    pub(crate) new: Cow<'r, str>,
    pub(crate) name: Cow<'r, str>,
}

impl<'r> Changes<'r> {
    /// Reads the parameter.
    pub(crate) fn read(params: &'r Params) -> Self {
        match params.given("changes") {
            None => Self::Unsaid,
            Some(value) if value == ANY => Self::Any,
            Some(_) => Self::Listed(Self::lines(params)),
        }
    }

    /// The changes line by line; a list may hold the lines as well.
    pub(crate) fn lines(params: &'r Params) -> Vec<RefChange<'r>> {
        params.texts("changes").into_iter().flat_map(read_lines).collect()
    }

    /// Whether they are not known yet.
    pub(crate) fn are_any(&self) -> bool {
        matches!(self, Self::Any | Self::Unsaid)
    }
}

fn read_lines(text: Cow<'_, str>) -> Vec<RefChange<'_>> {
    match text {
        Cow::Borrowed(text) => text.lines().filter_map(RefChange::read).collect(),
        Cow::Owned(text) => text
            .lines()
            .filter_map(|line| RefChange::read(line).map(RefChange::own))
            .collect(),
    }
}

impl<'r> RefChange<'r> {
    /// A literal `\n` at the end, as the documentation's command sends it, is a part of the name.
    fn read(line: &'r str) -> Option<Self> {
        let mut words = line.split_ascii_whitespace().map(Cow::Borrowed);
        let old = words.next()?;
        Some(Self {
            old,
            new: words.next().unwrap_or_default(),
            name: words.next().unwrap_or_default(),
        })
    }

    fn own(self) -> RefChange<'static> {
        let own = |text: Cow<'_, str>| Cow::Owned(text.into_owned());
        RefChange {
            old: own(self.old),
            new: own(self.new),
            name: own(self.name),
        }
    }

    /// The branch, if the ref is one.
    pub(crate) fn branch(&self) -> Option<&str> {
        self.name.strip_prefix("refs/heads/")
    }

    /// The tag, if the ref is one.
    pub(crate) fn tag(&self) -> Option<&str> {
        self.name.strip_prefix("refs/tags/")
    }

    pub(crate) fn creates(&self) -> bool {
        is_blank(&self.old)
    }

    pub(crate) fn deletes(&self) -> bool {
        is_blank(&self.new)
    }
}

/// A missing object is written as zeros.
fn is_blank(object: &str) -> bool {
    !object.is_empty() && object.bytes().all(|byte| byte == b'0')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::Body;

    fn read(json: &str) -> Vec<String> {
        let body = Body {
            content_type: Some("application/json"),
            bytes: json.as_bytes(),
        };
        let params = Params::read("", &body).unwrap();
        match Changes::read(&params) {
            Changes::Any => vec!["any".to_owned()],
            Changes::Unsaid => vec!["unsaid".to_owned()],
            Changes::Listed(changes) => changes
                .iter()
                .map(|change| format!("{}..{} {}", change.old, change.new, change.name))
                .collect(),
        }
    }

    #[test]
    fn absent_and_null_say_nothing_and_the_word_says_that_nothing_is_known() {
        for json in ["{}", r#"{"changes": null}"#] {
            assert_eq!(read(json), ["unsaid"], "{json}");
        }
        assert_eq!(read(r#"{"changes": "_any"}"#), ["any"]);
        assert!(read(r#"{"changes": ""}"#).is_empty());
    }

    #[test]
    fn each_line_is_a_change() {
        assert_eq!(
            read(r#"{"changes": "0 1 refs/heads/a\n\n 1 2 refs/heads/b \n"}"#),
            ["0..1 refs/heads/a", "1..2 refs/heads/b"]
        );
        assert_eq!(
            read(r#"{"changes": ["0 1 refs/heads/a", "1 2 refs/heads/b"]}"#),
            ["0..1 refs/heads/a", "1..2 refs/heads/b"]
        );
        assert_eq!(read(r#"{"changes": "junk"}"#), ["junk.. "]);
    }

    #[test]
    fn a_literal_backslash_n_is_a_part_of_the_name() {
        assert_eq!(
            read(r#"{"changes": "0 1 gh-pages\\n\n1 2 main\n"}"#),
            [r"0..1 gh-pages\n", "1..2 main"]
        );
    }

    #[test]
    fn zeros_mean_that_there_is_no_object() {
        let change = RefChange {
            old: "0".repeat(40).into(),
            new: "1".repeat(40).into(),
            name: "refs/heads/a/b".into(),
        };
        assert!(change.creates() && !change.deletes());
        assert_eq!((change.branch(), change.tag()), (Some("a/b"), None));
    }
}
