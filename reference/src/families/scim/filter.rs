//! Filters: `id eq "…"`, and as little else as GitLab takes.

use labproof_spec::Edition;

use super::Scope;
use crate::edition_rules;
use crate::request::Params;
use crate::state::{Identity, State};

/// Which identities are looked for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Filter {
    All,
    Id(String),
    Username(String),
}

impl Filter {
    /// The filter of a request; nothing if it asks for more than can be done.
    pub(super) fn read(params: &Params, edition: Edition) -> Option<Self> {
        match params.given("filter") {
            None => Some(Self::All),
            Some(_) => Self::parse(&params.text("filter")?, edition),
        }
    }

    fn parse(text: &str, edition: Edition) -> Option<Self> {
        if text.trim().is_empty() {
            return Some(Self::All);
        }
        let (attribute, rest) = text.trim_start().split_once(' ')?;
        let (operator, rest) = rest.trim_start().split_once(' ')?;
        let value = match edition_rules::filter_values_end_at_a_blank(edition) {
            true => unquoted(rest.trim_start()),
            false => value(rest.trim_start()),
        };
        if operator != "eq" || value.is_empty() {
            return None;
        }
        match attribute {
            "id" | "externalId" => Some(Self::Id(value)),
            "userName" => Some(Self::Username(value)),
            _ => None,
        }
    }

    pub(super) fn search<'s>(&self, state: &'s State, scope: Scope<'s>) -> Vec<&'s Identity> {
        let identities = &state.identities;
        match self {
            Self::All => identities.of(scope.path()).iter().collect(),
            Self::Id(id) => Vec::from_iter(identities.with_id(scope.path(), id)),
            Self::Username(name) => {
                let found = identities.with_id(scope.path(), name);
                Vec::from_iter(found.or_else(|| {
                    let username = username(state, name)?;
                    identities.of_user(scope.path(), username)
                }))
            }
        }
    }
}

/// A value in quotes ends with them. One without ends at a space, and what comes after is not looked at.
fn value(text: &str) -> String {
    let mut quoted = serde_json::Deserializer::from_str(text).into_iter::<String>();
    match quoted.next() {
        Some(Ok(value)) => value,
        _ => unquoted(text),
    }
}

/// A value up to a space, in quotes or not.
fn unquoted(text: &str) -> String {
    text.split(' ').next().unwrap_or_default().replace('"', "")
}

/// Providers send an e-mail address for a username, or a username that was made of one.
fn username<'s>(state: &'s State, name: &str) -> Option<&'s str> {
    let by_email = || {
        let (local_part, _) = name.split_once('@')?;
        state.user_by_email(name).or_else(|| state.user_named(local_part))
    };
    let user = state.user_named(name).or_else(by_email)?;
    Some(&user.username)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENTED: Edition = Edition::new(17, 9);
    const SERVED: Edition = Edition::new(18, 9);

    #[test]
    fn a_value_may_have_quotes() {
        let id = |id: &str| Some(Filter::Id(id.into()));
        for (text, expected) in [
            ("id eq a-b-c-d", id("a-b-c-d")),
            (r#"id eq "a-b-c-d""#, id("a-b-c-d")),
            (r#"externalId eq "a b""#, id("a b")),
            (r#"id eq "a\"b""#, id(r#"a"b"#)),
            ("id eq a b", id("a")),
            (r#"id eq "a b"#, id("a")),
            (r#"  id  eq  "a" and active eq true"#, id("a")),
            ("id eq 7", id("7")),
            ("userName eq ann", Some(Filter::Username("ann".into()))),
            ("", Some(Filter::All)),
            ("  ", Some(Filter::All)),
        ] {
            assert_eq!(Filter::parse(text, DOCUMENTED), expected, "{text}");
        }
    }

    #[test]
    fn gitlab_ends_a_value_at_a_blank_quotes_or_not() {
        for (text, expected) in [
            ("id eq a-b-c-d", "a-b-c-d"),
            (r#"id eq "a-b-c-d""#, "a-b-c-d"),
            (r#"id eq "a b""#, "a"),
            (r#"id eq "a"#, "a"),
            ("id eq 'a'", "'a'"),
            (r#"id eq "a" and userName eq "b""#, "a"),
        ] {
            let expected = Some(Filter::Id(expected.into()));
            assert_eq!(Filter::parse(text, SERVED), expected, "{text}");
        }
    }

    #[test]
    fn whatever_else_is_not_supported() {
        for text in [
            "id",
            "id eq",
            "id eq ",
            r#"id eq """#,
            "id ne a",
            "id EQ a",
            "ID eq a",
            "active eq true",
            "eq id a",
            "id pr",
            "\"",
        ] {
            for edition in [DOCUMENTED, SERVED] {
                assert_eq!(Filter::parse(text, edition), None, "{text}");
            }
        }
    }
}
