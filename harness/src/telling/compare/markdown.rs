//! A comparison as Markdown, for a comment on a merge request.

use std::fmt::Write as _;

use super::{ChangeKind, Comparison};
use crate::telling::formats::markdown::plain;
use crate::telling::visible::visible;

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
    for kind in ChangeKind::ALL
        .into_iter()
        .filter(|kind| comparison.count(*kind) > 0)
    {
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
                visible(&change.requirement).replace(['`', '|', '\n'], " "),
                change.edition,
                change.level,
                change.verdicts(),
                change.why.as_deref().map_or_else(String::new, plain)
            );
        }
    }
    out
}

fn title(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Broken => "Broken",
        ChangeKind::Fixed => "Fixed",
        ChangeKind::Added => "Added",
        ChangeKind::Removed => "Removed",
        ChangeKind::Changed => "Changed otherwise",
    }
}
