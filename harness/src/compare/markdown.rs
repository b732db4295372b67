//! A comparison as Markdown, for a comment on a merge request.

use std::fmt::Write as _;

use super::{Comparison, Kind};
use crate::visible::visible;

/// A table for each kind of change that there is.
#[must_use]
pub fn markdown(comparison: &Comparison) -> String {
    let said = match comparison.is_regression() {
        true => "worse than before",
        false => "no worse than before",
    };
    let [old, new] = &comparison.reports;
    let mut out = format!(
        "## labproof: {said}\n\n{}.\n\n- old: {}\n- new: {}\n",
        comparison.counts(),
        cell(old),
        cell(new)
    );
    for line in &comparison.circumstances {
        let _ = writeln!(out, "- {}", cell(line));
    }
    for kind in Kind::ALL.into_iter().filter(|kind| comparison.count(*kind) > 0) {
        let _ = writeln!(
            out,
            "\n### {} ({})\n\n| requirement | edition | level | verdicts | because |\n|---|---|---|---|---|",
            title(kind),
            comparison.count(kind)
        );
        for change in comparison.of_kind(kind) {
            let _ = writeln!(
                out,
                "| `{}` | {} | {} | {} | {} |",
                change.requirement,
                change.edition,
                change.level,
                change.verdicts(),
                change.why.as_deref().map_or_else(String::new, cell)
            );
        }
    }
    out
}

fn title(kind: Kind) -> &'static str {
    match kind {
        Kind::Broken => "Broken",
        Kind::Fixed => "Fixed",
        Kind::Added => "Added",
        Kind::Removed => "Removed",
        Kind::Changed => "Changed otherwise",
    }
}

/// A text that a server may have had a hand in, so that it stays text and stays in its cell.
fn cell(text: &str) -> String {
    let mut out = String::new();
    for character in visible(text).chars() {
        match character {
            '\n' | '\t' => out.push(' '),
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '!' | '@' => {
                out.push('\\');
                out.push(character);
            }
            character => out.push(character),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn a_cell_stays_one() {
        assert_eq!(cell("a | <b>\n[x](y)"), r"a \| &lt;b> \[x\](y)");
    }
}
