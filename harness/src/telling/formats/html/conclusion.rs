//! What a reader wants to know first: what the run came to, in words, and what kind of run it was.

use std::fmt::Write as _;

use super::{counted, escaped, notes, shape};
use crate::judging::verdict::Verdict;
use crate::running::report::{Conclusion, Report};
use crate::telling::beside_gitlab::Beside;
use crate::telling::report_words::{is_partial, said, warnings};

/// The title of the page: a row of tabs shows little more than its first word.
pub(super) fn title(report: &Report) -> String {
    let editions: Vec<String> = report
        .editions
        .iter()
        .map(|edition| edition.edition.to_string())
        .collect();
    format!("{}: labproof, {}", headline(report), editions.join(", "))
}

/// The conclusion, why it is that, and what a reader should know before anything else.
pub(super) fn banner(report: &Report) -> String {
    let (kind, verdict) = match report.conclusion() {
        Conclusion::Conforms if is_partial(report) => ("partly", Verdict::Flaky),
        Conclusion::Conforms if warnings(report) > 0 => ("partly", Verdict::Warning),
        Conclusion::Conforms => ("good", Verdict::Pass),
        Conclusion::Breaks => ("bad", Verdict::Fail),
        Conclusion::Broken => ("bad", Verdict::Error),
        Conclusion::Nothing => ("bad", Verdict::Untestable),
    };
    let mut out = format!(
        r#"<div id="conclusion" class="{kind}">{}<div><h1>{}</h1><p>{}</p></div></div>"#,
        shape(verdict),
        headline(report),
        sentence(report),
    );
    out += &notes("Ended early.", &report.interrupted);
    out += &notes("Stale expectation.", &report.stale);
    out += &notes("Note.", &report.notes);
    out
}

fn headline(report: &Report) -> String {
    let said = said(report);
    let (first, rest) = said.split_at(1);
    first.to_uppercase() + rest
}

/// How much was judged, and what of it speaks against the server.
fn sentence(report: &Report) -> String {
    let judged: usize = report
        .editions
        .iter()
        .map(|edition| edition.judged.requirements)
        .sum();
    let requirements = report.editions.iter().flat_map(|edition| &edition.requirements);
    let against = requirements
        .filter(|requirement| requirement.counts_against(report.strict))
        .count();
    let mut out = format!(
        "{} judged in {}; ",
        counted(judged, "requirement"),
        counted(report.editions.len(), "edition")
    );
    out += &match against {
        0 => "nothing speaks against the server".to_owned(),
        1 => "1 verdict speaks against the server".to_owned(),
        _ => format!("{} speak against the server", counted(against, "verdict")),
    };
    let warnings = report.count(Verdict::Warning);
    if warnings > 0 && !report.strict {
        let _ = write!(out, ", {} aside", counted(warnings, "warning"));
    }
    out.push('.');
    out
}

/// What somebody needs to make the same run again.
pub(super) fn facts(report: &Report) -> String {
    let mut facts = vec![
        ("Began", time(&report.began)),
        ("Took", format!("{:.1} s", report.seconds)),
        ("labproof", escaped(&report.labproof)),
        ("Seed", code(&report.seed.to_string())),
        ("Cases each property", report.cases.to_string()),
        (
            "Warnings",
            if report.strict {
                "count as failures"
            } else {
                "do not count"
            }
            .to_owned(),
        ),
    ];
    if report.partial {
        facts.push(("Selection", "left requirements out".to_owned()));
    }
    if let Some(shard) = report.shard {
        facts.push(("Part", format!("{} of {}", shard.index, shard.count)));
    }
    facts.extend(targets(report));
    for edition in &report.editions {
        if let Some(words) = Beside::of(edition).words() {
            facts.push((
                "Beside GitLab",
                format!("{}: {}", edition.edition, escaped(&words)),
            ));
        }
    }
    let mut out = String::new();
    for (name, value) in facts {
        let _ = write!(out, "<div><dt>{name}</dt><dd>{value}</dd></div>");
    }
    out
}

/// The targets; where all editions have the same one, once.
fn targets(report: &Report) -> Vec<(&'static str, String)> {
    let mut targets: Vec<(&str, Vec<String>)> = Vec::new();
    for edition in &report.editions {
        let label = edition.edition.to_string();
        match targets.iter_mut().find(|(target, _)| *target == edition.target) {
            Some((_, editions)) => editions.push(label),
            None => targets.push((&edition.target, vec![label])),
        }
    }
    let one = targets.len() == 1;
    let named = targets.into_iter().map(|(target, editions)| match one {
        true => ("Target", code(target)),
        false => ("Target", format!("{} {}", editions.join(", "), code(target))),
    });
    named.collect()
}

fn code(text: &str) -> String {
    format!("<code>{}</code>", escaped(text))
}

fn time(began: &str) -> String {
    let began = escaped(began);
    format!(r#"<time datetime="{began}">{began}</time>"#)
}
