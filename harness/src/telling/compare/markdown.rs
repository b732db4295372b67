//! A comparison as Markdown, for a comment on a merge request.

use std::fmt::Write as _;

use super::{Comparison, Kind};
use crate::telling::formats::markdown::plain;

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
        plain(old),
        plain(new)
    );
    for line in &comparison.circumstances {
        let _ = writeln!(out, "- {}", plain(line));
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
                change.why.as_deref().map_or_else(String::new, plain)
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
