//! Commands that people paste.

/// A word as a shell takes it.
pub(crate) fn word(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:,=@%+".contains(c);
    match !text.is_empty() && text.chars().all(is_plain) {
        true => text.to_owned(),
        false => format!("'{}'", text.replace('\'', r"'\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::word;

    #[test]
    fn a_shell_reads_what_was_meant() {
        assert_eq!(word("target.yaml"), "target.yaml");
        assert_eq!(word("git.*"), "'git.*'");
        assert_eq!(word("it's"), r"'it'\''s'");
    }
}
