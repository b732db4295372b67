//! The numbers of a run, an edition a column.

use std::fmt::Write as _;

use super::{ABSENT, badge, counted, escaped, grouped, marked, shape};
use crate::judging::verdict::Verdict;
use crate::running::report::{EditionReport, Judged, ProfileReport, Report, Standing};

/// A table with the editions as its columns.
fn table(caption: &str, corner: &str, report: &Report, rows: &str) -> String {
    let mut out = format!(r#"<table><caption>{caption}</caption><thead><tr><th scope="col">{corner}</th>"#);
    for edition in &report.editions {
        let _ = write!(out, r#"<th scope="col">{}</th>"#, edition.edition);
    }
    let _ = write!(out, "</tr></thead><tbody>{rows}</tbody></table>");
    out
}

/// What can be said of each profile in each edition.
pub(super) fn profiles(report: &Report) -> String {
    let mut names: Vec<&str> = Vec::new();
    for profile in report.editions.iter().flat_map(|edition| &edition.profiles) {
        if !names.contains(&profile.profile.as_str()) {
            names.push(&profile.profile);
        }
    }
    let mut rows = String::new();
    for name in names {
        let _ = write!(rows, r#"<tr><th scope="row">{}</th>"#, escaped(name));
        for edition in &report.editions {
            let profile = edition.profiles.iter().find(|profile| profile.profile == name);
            rows += &profile.map_or_else(|| ABSENT.to_owned(), |profile| standing(profile, report.strict));
        }
        rows += "</tr>";
    }
    table("Profiles: what can be said of each", "Profile", report, &rows)
}

fn standing(profile: &ProfileReport, strict: bool) -> String {
    let alike = match profile.standing {
        Standing::Conforms => Verdict::Pass,
        Standing::JudgedInPart => Verdict::Flaky,
        Standing::NotJudged => Verdict::Skipped,
        Standing::NotApplicable => Verdict::NotApplicable,
        Standing::Unknown => Verdict::Error,
        Standing::Breaks => Verdict::Fail,
    };
    let few = match profile.is_below_its_floor() {
        true => r#" class="few""#,
        false => "",
    };
    format!(
        "<td>{}<small>{}</small><small{few}>{} judged, floor {}</small><small>{}</small></td>",
        marked(alike, profile.standing.words(strict)),
        tally(profile),
        counted(profile.musts_judged, "must"),
        grouped(profile.floor as u64),
        counted(profile.operations, "operation"),
    )
}

/// The verdicts of a profile in little room: a shape and a number each, the word for who points at it or listens.
fn tally(profile: &ProfileReport) -> String {
    let mut out = String::new();
    for (verdict, count) in profile.verdicts.iter().rev() {
        let (word, count) = (verdict.word(), grouped(*count as u64));
        let spoken = word.replace('-', " ");
        let shape = shape(*verdict);
        let _ = write!(
            out,
            r#"<span class="tally {word}" title="{count} {spoken}">{shape}{count}<span class="unseen"> {spoken}, </span></span>"#
        );
    }
    out
}

/// How many requirements of each edition have which verdict, worst first.
pub(super) fn verdicts(report: &Report) -> String {
    let mut rows = String::new();
    let there = Verdict::ALL.into_iter().rev();
    for verdict in there.filter(|verdict| report.count(*verdict) > 0) {
        let _ = write!(
            rows,
            r#"<tr><th scope="row" data-filter data-verdict="{}">{}</th>"#,
            verdict.word(),
            badge(verdict)
        );
        for edition in &report.editions {
            let same = edition.requirements.iter().filter(|it| it.verdict == verdict);
            let filter = format!(
                r#" data-filter data-edition="{}" data-verdict="{}""#,
                edition.edition,
                verdict.word()
            );
            number(same.count() as u64, &filter, &mut rows);
        }
        rows += "</tr>";
    }
    table("Requirements by verdict", "Verdict", report, &rows)
}

/// How much was done.
pub(super) fn judged(report: &Report) -> String {
    type Count = fn(&Judged) -> u64;
    let counts: [(&str, Count); 7] = [
        ("operations", |judged| judged.operations as u64),
        ("requirements", |judged| judged.requirements as u64),
        ("scenarios", |judged| judged.scenarios as u64),
        ("examples", |judged| judged.examples as u64),
        ("bad credentials", |judged| judged.credentials as u64),
        ("generated cases", |judged| judged.cases),
        ("exchanges", |judged| judged.exchanges),
    ];
    let mut rows = String::new();
    for (name, count) in counts {
        let _ = write!(rows, r#"<tr><th scope="row">{name}</th>"#);
        let numbers = report
            .editions
            .iter()
            .map(|edition: &EditionReport| count(&edition.judged));
        numbers.for_each(|judged| number(judged, "", &mut rows));
        rows += "</tr>";
    }
    table("What was judged", "How many", report, &rows)
}

/// A cell; one that a filter can show says which.
fn number(number: u64, filter: &str, out: &mut String) {
    let _ = match number {
        0 => write!(out, r#"<td class="none">0</td>"#),
        _ => write!(out, "<td{filter}>{}</td>", grouped(number)),
    };
}
