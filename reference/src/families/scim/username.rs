//! Usernames for people whose provider calls them what no path can be.

use crate::state::State;

/// What a path must not end with.
const UNLAWFUL_ENDINGS: [&str; 3] = [".git", ".atom", "."];
/// What nothing is left of.
const NAMELESS: &str = "blank";

/// The nearest lawful username that nobody has: no user, and no group, since both lie at the root.
pub(super) fn choose(state: &State, wish: &str) -> String {
    let clean = clean(wish);
    let is_free = |name: &String| state.user_named(name).is_none() && state.group(name).is_none();
    let numbered = (1_u64..).map(|number| format!("{clean}{number}"));
    std::iter::once(clean.clone())
        .chain(numbered)
        .find(is_free)
        .unwrap_or_default()
}

fn clean(wish: &str) -> String {
    // Of an e-mail address, what stands before the domain.
    let wish = wish.split('@').next().unwrap_or_default();
    let lawful: String = wish
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
        .collect();
    let mut rest = lawful.trim_start_matches('-');
    while let Some(shorter) = UNLAWFUL_ENDINGS
        .iter()
        .find_map(|ending| rest.strip_suffix(ending))
    {
        rest = shorter;
    }
    if rest.is_empty() { NAMELESS } else { rest }.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_path_can_have_is_left_out() {
        for (wish, expected) in [
            ("username", "username"),
            ("Test User", "TestUser"),
            ("ann.lee@example.com", "ann.lee"),
            ("--ann", "ann"),
            ("ann.git.atom..", "ann"),
            ("änn", "nn"),
            ("..", "blank"),
            ("", "blank"),
            ("@example.com", "blank"),
        ] {
            assert_eq!(clean(wish), expected, "{wish}");
        }
    }
}
