//! What speaks against the server, a requirement once for all editions.

use std::fmt::Write as _;

use labproof_spec::Edition;

use super::{badge, counted, escaped};
use crate::running::report::{Report, RequirementReport};
use crate::telling::report_words::all_worth_telling;

/// Further ones are folded away, so that the requirements below stay within reach.
const OPEN_MAX: usize = 25;

/// The section, or nothing where nothing speaks against the server.
pub(super) fn section(report: &Report) -> String {
    let failures = gathered(report);
    if failures.is_empty() {
        return String::new();
    }
    let items: Vec<String> = failures.iter().map(|(_, editions)| item(editions)).collect();
    let (open, folded) = items.split_at(items.len().min(OPEN_MAX));
    let mut out = format!(
        r#"<section id="failures" aria-labelledby="failures-title"><h2 id="failures-title">What speaks against it <span class="count">{}</span></h2><ol>{}</ol>"#,
        counted(items.len(), "requirement"),
        open.concat()
    );
    if !folded.is_empty() {
        let _ = write!(
            out,
            r#"<details><summary>{} more</summary><ol start="{}">{}</ol></details>"#,
            folded.len(),
            OPEN_MAX + 1,
            folded.concat()
        );
    }
    out += "</section>";
    out
}

/// An edition, what it came to there, and what else breaks for the same reason.
type InEdition<'a> = (Edition, &'a RequirementReport, Option<String>);

/// By requirement, in the order in which they are met.
fn gathered(report: &Report) -> Vec<(&str, Vec<InEdition<'_>>)> {
    let mut failures: Vec<(&str, Vec<InEdition<'_>>)> = Vec::new();
    let mut places = std::collections::HashMap::new();
    let told = all_worth_telling(report).into_iter();
    for told in told.filter(|told| told.requirement.counts_against(report.strict)) {
        let others = told.others();
        let (edition, requirement) = (told.edition, told.requirement);
        let id = requirement.requirement.id.as_str();
        let place = *places.entry(id).or_insert_with(|| {
            failures.push((id, Vec::new()));
            failures.len() - 1
        });
        if let Some((_, editions)) = failures.get_mut(place) {
            editions.push((edition.edition, requirement, others));
        }
    }
    failures
}

fn item(editions: &[InEdition<'_>]) -> String {
    // The newest edition speaks for the others: it is what most people run.
    let Some((_, newest, others)) = editions.last() else {
        return String::new();
    };
    let id = escaped(&newest.requirement.id);
    let mut out = format!("<li>{} <code>{id}</code> ", badge(newest.verdict));
    if editions
        .iter()
        .any(|(_, requirement, _)| requirement.is_insecure())
    {
        out += "<strong>security</strong> ";
    }
    for (edition, ..) in editions {
        let place = format!("#{}", [edition.to_string().as_str(), &id].join("/"));
        let _ = write!(
            out,
            r#"<a href="{place}" aria-label="{id} in {edition}">{edition}</a> "#
        );
    }
    let _ = write!(out, "<p>{}</p>", escaped(&newest.requirement.sentence));
    for reason in &newest.reasons {
        let _ = write!(out, r#"<p class="why">{}</p>"#, escaped(reason));
    }
    if let Some(finding) = newest.findings.first() {
        let _ = write!(
            out,
            r#"<dl><dt>expected</dt><dd>{}</dd><dt>actual</dt><dd>{}</dd></dl>"#,
            escaped(&finding.breach.expected),
            escaped(&finding.breach.actual.join("\n"))
        );
    }
    if let Some(others) = others {
        let _ = write!(out, r#"<p class="why">And {}.</p>"#, escaped(others));
    }
    out += "</li>";
    out
}
