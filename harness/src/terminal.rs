//! A report for a person at a terminal.

use std::fmt::Write as _;

use crate::report::{Conclusion, EditionReport, Finding, Report, RequirementReport, Standing};
use crate::verdict::Verdict;

/// How to print.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct Style {
    /// Whether to colour verdicts.
    pub color: bool,
    /// How much of what is no failure to print: 0 nothing, 1 warnings and remarks in full, 2 every requirement.
    pub verbosity: u8,
}

impl Style {
    /// A style.
    #[must_use]
    pub fn new(color: bool, verbosity: u8) -> Self {
        Self { color, verbosity }
    }

    fn paint(self, code: &str, text: &str) -> String {
        if self.color {
            format!("\x1b[{code}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }

    fn verdict(self, verdict: Verdict, text: &str) -> String {
        let code = match verdict {
            Verdict::Pass => "32",
            Verdict::Skipped => "2",
            Verdict::Warning => "33",
            Verdict::Untestable | Verdict::Fail | Verdict::Error => "31;1",
        };
        self.paint(code, text)
    }
}

/// The whole report: what to know first, failures, then the summary by edition and profile.
#[must_use]
pub fn text(report: &Report, style: Style) -> String {
    let mut out = String::new();
    for note in &report.notes {
        let _ = writeln!(out, "{} {note}\n", style.paint("33;1", "note:"));
    }
    failures(report, style, &mut out);
    for edition in &report.editions {
        summary(edition, report.strict, style, &mut out);
    }
    if let Some(reason) = &report.interrupted {
        let _ = writeln!(out, "{} {reason}", style.paint("31;1", "ended early:"));
    }
    let _ = writeln!(out, "{}", conclusion(report, style));
    out
}

fn failures(report: &Report, style: Style, out: &mut String) {
    for edition in &report.editions {
        for requirement in &edition.requirements {
            // Why the run ended early is said once, in the end.
            if requirement.findings.is_empty() && requirement.reasons.iter().eq(&report.interrupted) {
                continue;
            }
            let full = requirement.counts_against(report.strict)
                || (style.verbosity >= 1 && !requirement.findings.is_empty())
                || (style.verbosity >= 1 && requirement.verdict == Verdict::Warning);
            if full {
                one_failure(edition, requirement, style, out);
            } else if style.verbosity >= 2 {
                let word = style.verdict(requirement.verdict, requirement.verdict.word());
                let _ = writeln!(
                    out,
                    "{word} {} {} ({})",
                    edition.edition, requirement.requirement.id, requirement.requirement.level
                );
            }
        }
    }
}

/// Requirement and level, its sentence, expected, actual, what was changed, curl, replay, where it is documented.
fn one_failure(edition: &EditionReport, report: &RequirementReport, style: Style, out: &mut String) {
    let requirement = &report.requirement;
    let word = if report.is_remark() {
        "remark"
    } else {
        report.verdict.word()
    };
    let word = style.verdict(report.verdict, &word.to_uppercase());
    let id = style.paint("1", &requirement.id);
    let _ = writeln!(
        out,
        "{word} {id} ({}, edition {})",
        requirement.level, edition.edition
    );
    let _ = writeln!(out, "  {}", requirement.sentence);
    for reason in &report.reasons {
        field("reason", reason, out);
    }
    for finding in &report.findings {
        one_finding(finding, out);
    }
    field("source", &source(report), out);
    out.push('\n');
}

fn one_finding(finding: &Finding, out: &mut String) {
    field("check", &finding.check, out);
    field("expected", &finding.breach.expected, out);
    field("actual", &finding.breach.actual.join("\n"), out);
    if let Some(changed) = &finding.breach.changed {
        field("changed", changed, out);
    }
    if let Some(server) = &finding.server {
        field("server", server, out);
    }
    if let Some(curl) = &finding.curl {
        field("curl", curl, out);
    }
    field("replay", &finding.replay, out);
}

fn source(report: &RequirementReport) -> String {
    let mut source = report.requirement.source.to_string();
    if !report.requirement.errata.is_empty() {
        let _ = write!(source, "; errata {}", report.requirement.errata.join(", "));
    }
    source
}

/// A name and a text whose further lines stand below its first.
fn field(name: &str, text: &str, out: &mut String) {
    for (index, line) in text.lines().enumerate() {
        let name = if index == 0 {
            format!("{name}:")
        } else {
            String::new()
        };
        let _ = writeln!(out, "  {name:<10}{line}");
    }
}

fn summary(edition: &EditionReport, strict: bool, style: Style, out: &mut String) {
    let judged = &edition.judged;
    let _ = writeln!(
        out,
        "{} {}\n  judged: {}, {}, {}, {}, {}, {}, {}",
        style.paint("1", &format!("edition {}", edition.edition)),
        edition.target,
        counted(judged.operations as u64, "operation"),
        counted(judged.requirements as u64, "requirement"),
        counted(judged.scenarios as u64, "scenario"),
        counted(judged.examples as u64, "example"),
        counted(judged.credentials as u64, "bad credential"),
        counted(judged.cases, "generated case"),
        counted(judged.exchanges, "exchange"),
    );
    for profile in &edition.profiles {
        let counts: Vec<String> = profile
            .verdicts
            .iter()
            .map(|(verdict, count)| style.verdict(*verdict, &format!("{count} {}", verdict.word())))
            .collect();
        let said = match profile.standing {
            Standing::Conforms if strict => style.paint("32", "conforms, strictly"),
            Standing::Conforms => style.paint("32", "conforms"),
            Standing::JudgedInPart => style.paint("33", "nothing against it, judged in part"),
            Standing::NotJudged => style.paint("33", "not judged"),
            Standing::Unknown => style.paint("31;1", "could not be judged"),
            Standing::Breaks => style.paint("31;1", "does not conform"),
        };
        let _ = writeln!(
            out,
            "  {:<14} {}: {} — {said}",
            profile.profile,
            counted(profile.operations as u64, "operation"),
            counts.join(", ")
        );
    }
    skipped(edition, out);
}

/// What was left out, by reason, so that nobody takes silence for a pass.
fn skipped(edition: &EditionReport, out: &mut String) {
    let mut reasons: std::collections::BTreeMap<&str, u64> = std::collections::BTreeMap::new();
    for report in edition
        .requirements
        .iter()
        .filter(|report| report.verdict == Verdict::Skipped)
    {
        let reason = report
            .reasons
            .first()
            .map_or("nothing judges it in this selection", String::as_str);
        *reasons.entry(reason).or_default() += 1;
    }
    for (reason, count) in reasons {
        let _ = writeln!(out, "  not judged: {}: {reason}", counted(count, "requirement"));
    }
}

fn conclusion(report: &Report, style: Style) -> String {
    let count = |verdict| {
        let requirements = report.editions.iter().flat_map(|edition| &edition.requirements);
        requirements
            .filter(|requirement| requirement.verdict == verdict)
            .count()
    };
    let requirements = report.editions.iter().flat_map(|edition| &edition.requirements);
    let remarks = match requirements.filter(|requirement| requirement.is_remark()).count() {
        0 => String::new(),
        count => format!(" ({count} with a remark, see -v)"),
    };
    let totals = format!(
        "{} pass{remarks}, {} warning, {} fail, {} untestable, {} error, {} skipped; seed {}",
        count(Verdict::Pass),
        count(Verdict::Warning),
        count(Verdict::Fail),
        count(Verdict::Untestable),
        count(Verdict::Error),
        count(Verdict::Skipped),
        report.seed,
    );
    let said = match report.conclusion() {
        Conclusion::Conforms if is_partial(report) => style.paint("32;1", "nothing found, judged in part"),
        Conclusion::Conforms => style.paint("32;1", "conforms"),
        Conclusion::Breaks => style.paint("31;1", "does not conform"),
        Conclusion::Broken => style.paint("31;1", "could not be judged to the end"),
        Conclusion::Nothing => style.paint("31;1", "nothing was judged"),
    };
    format!("{said}: {totals}")
}

/// Whether some profile was not judged in full.
fn is_partial(report: &Report) -> bool {
    let mut profiles = report.editions.iter().flat_map(|edition| &edition.profiles);
    profiles.any(|profile| profile.standing != Standing::Conforms)
}

/// A number with its noun.
fn counted(count: u64, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}
