//! A comparison as a page that needs nothing else.

use std::fmt::Write as _;

use super::{Comparison, Kind};
use crate::telling::formats::page::escaped;

const STYLE: &str = "body{font:15px/1.45 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #8884}
code{overflow-wrap:anywhere}.broken{color:#b00020}.fixed{color:#1a7f37}
@media(prefers-color-scheme:dark){body{background:#16181c;color:#e3e5e8}.broken{color:#ff7b87}.fixed{color:#5bd07a}}";

/// A table for each kind of change that there is.
#[must_use]
pub fn html(comparison: &Comparison) -> String {
    let said = match comparison.is_regression() {
        true => "worse than before",
        false => "no worse than before",
    };
    let [old, new] = &comparison.reports;
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>labproof: {said}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{said}</h1>\n<p>{}.</p>\n<ul>\n<li>old: {}</li>\n<li>new: {}</li>\n",
        comparison.counts(),
        escaped(old),
        escaped(new)
    );
    for line in &comparison.circumstances {
        let _ = writeln!(out, "<li>{}</li>", escaped(line));
    }
    out.push_str("</ul>\n");
    for kind in Kind::ALL.into_iter().filter(|kind| comparison.count(*kind) > 0) {
        table(comparison, kind, &mut out);
    }
    out.push_str("</body>\n</html>\n");
    out
}

fn table(comparison: &Comparison, kind: Kind, out: &mut String) {
    let class = match kind {
        Kind::Broken => "broken",
        Kind::Fixed => "fixed",
        Kind::Added | Kind::Removed | Kind::Changed => "other",
    };
    let _ = writeln!(
        out,
        "<h2 class=\"{class}\">{} ({})</h2>\n<table>\n<thead><tr><th>requirement</th><th>edition</th><th>level</th><th>verdicts</th><th>because</th></tr></thead>\n<tbody>",
        kind.word(),
        comparison.count(kind)
    );
    for change in comparison.of_kind(kind) {
        let _ = writeln!(
            out,
            "<tr><td><code>{}</code><br>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            escaped(&change.requirement),
            escaped(&change.sentence),
            change.edition,
            change.level,
            change.verdicts(),
            escaped(change.why.as_deref().unwrap_or_default())
        );
    }
    out.push_str("</tbody>\n</table>\n");
}
