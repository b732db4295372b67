//! Names that nobody has, and what was probably meant.

/// How much alike a name has to be to be offered: one letter more, less or other is, another word is not.
const ALIKE: f64 = 0.75;

/// What to say after a name that nobody has: the known one that is most like it, if any is like it at all.
#[must_use]
pub fn meant<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let like = |known: &'a str| (strsim::jaro_winkler(name, known), known);
    let best = known
        .into_iter()
        .map(like)
        .max_by(|one, other| one.0.total_cmp(&other.0));
    match best.filter(|(alike, _)| *alike >= ALIKE) {
        Some((_, known)) => format!(" (did you mean `{known}`?)"),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn what_is_offered_is_like_what_was_written() {
        let known = ["gitaly", "gitlab-shell", "kas"];
        assert_eq!(meant("gitlab-shelf", known), " (did you mean `gitlab-shell`?)");
        assert_eq!(meant("gitally", known), " (did you mean `gitaly`?)");
        assert_eq!(meant("pages", known), "");
    }
}
