//! A comparison for a person at a terminal.

use std::fmt::Write as _;

use super::{ChangeKind, Comparison};
use crate::telling::visible::visible;

/// What differs, a requirement a paragraph, and how many there are of each kind.
#[must_use]
pub fn text(comparison: &Comparison) -> String {
    let [old, new] = &comparison.reports;
    let mut out = format!("old: {}\nnew: {}\n", visible(old), visible(new));
    for line in &comparison.circumstances {
        let _ = writeln!(out, "note: {}", visible(line));
    }
    out.push('\n');
    for kind in ChangeKind::ALL {
        for change in comparison.of_kind(kind) {
            let _ = writeln!(
                out,
                "{} {} ({}, edition {}): {}\n  {}",
                kind.word().to_uppercase(),
                visible(&change.requirement),
                change.level,
                change.edition,
                change.verdicts(),
                visible(&change.sentence)
            );
            if let Some(why) = &change.why {
                let _ = writeln!(out, "  because: {}", visible(why));
            }
        }
    }
    if !comparison.changes.is_empty() {
        out.push('\n');
    }
    let said = match comparison.is_regression() {
        true => "worse than before",
        false => "no worse than before",
    };
    let _ = writeln!(out, "{said}: {}", comparison.counts());
    out
}
