//! A report for a person at a terminal.

use std::fmt::Write as _;

use anstyle::AnsiColor;

use crate::judging::verdict::Verdict;
use crate::running::report::{Conclusion, EditionReport, Finding, Report, RequirementReport, Standing};
use crate::telling::beside_gitlab::{Beside, beside_gitlab};
use crate::telling::report_words::{
    all_worth_telling, counted, missing, said, spoken, totals, warnings, why_unjudged,
};
use crate::telling::visible::visible;

const GOOD: anstyle::Style = AnsiColor::Green.on_default();
const DOUBTFUL: anstyle::Style = AnsiColor::Yellow.on_default();
const NOTE: anstyle::Style = DOUBTFUL.bold();
const BAD: anstyle::Style = AnsiColor::Red.on_default().bold();
const BOLD: anstyle::Style = anstyle::Style::new().bold();
const DIM: anstyle::Style = anstyle::Style::new().dimmed();

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

    fn paint(self, style: anstyle::Style, text: &str) -> String {
        match self.color {
            true => format!("{style}{text}{style:#}"),
            false => text.to_owned(),
        }
    }

    fn verdict(self, verdict: Verdict, text: &str) -> String {
        let style = match verdict {
            Verdict::Pass => GOOD,
            Verdict::NotApplicable | Verdict::Skipped | Verdict::ExpectedFailure => DIM,
            Verdict::Warning | Verdict::Flaky | Verdict::UnexpectedPass => DOUBTFUL,
            Verdict::Untestable | Verdict::Fail | Verdict::Error => BAD,
        };
        self.paint(style, text)
    }
}

/// The whole report: what to know first, failures, then the summary by edition and profile.
#[must_use]
pub fn text(report: &Report, style: Style) -> String {
    let mut out = String::new();
    for note in &report.notes {
        let _ = writeln!(out, "{} {}\n", style.paint(NOTE, "note:"), visible(note));
    }
    failures(report, style, &mut out);
    for edition in &report.editions {
        summary(edition, report, style, &mut out);
    }
    for entry in &report.stale {
        let mark = style.paint(BAD, "stale expectation:");
        let _ = writeln!(out, "{mark} {}", visible(entry));
    }
    if let Some(reason) = &report.interrupted {
        let _ = writeln!(out, "{} {}", style.paint(BAD, "ended early:"), visible(reason));
    }
    let _ = writeln!(out, "{}", conclusion(report, style));
    out
}

fn failures(report: &Report, style: Style, out: &mut String) {
    for told in all_worth_telling(report) {
        let (edition, requirement) = (told.edition, told.requirement);
        let full = requirement.counts_against(report.strict)
            || (style.verbosity >= 1 && !requirement.findings.is_empty())
            || (style.verbosity >= 1 && requirement.verdict == Verdict::Warning);
        if full {
            one_failure(edition, requirement, told.others(), style, out);
            out.push('\n');
        } else if style.verbosity >= 2 {
            one_line(edition, requirement, style, out);
        }
        if style.verbosity >= 2 {
            let others = told.others.iter();
            others.for_each(|other| one_line(edition, other, style, out));
        }
    }
}

fn one_line(edition: &EditionReport, report: &RequirementReport, style: Style, out: &mut String) {
    let word = style.verdict(report.verdict, spoken(report.verdict));
    let (id, level) = (&report.requirement.id, report.requirement.level);
    let _ = writeln!(out, "{word} {} {id} ({level})", edition.edition);
}

/// One requirement in full, without colours, for the other views; and what is wrong for the same reason.
pub(crate) fn requirement(
    edition: &EditionReport,
    report: &RequirementReport,
    others: Option<String>,
) -> String {
    let mut out = String::new();
    one_failure(edition, report, others, Style::default(), &mut out);
    out
}

/// Requirement and level, its sentence, expected, actual, what was changed, curl, replay, where it is documented.
fn one_failure(
    edition: &EditionReport,
    report: &RequirementReport,
    others: Option<String>,
    style: Style,
    out: &mut String,
) {
    let requirement = &report.requirement;
    let word = if report.is_remark() {
        "remark"
    } else {
        spoken(report.verdict)
    };
    let word = style.verdict(report.verdict, &word.to_uppercase());
    let id = style.paint(BOLD, &visible(&requirement.id));
    let _ = writeln!(
        out,
        "{word} {id} ({}{}, edition {})",
        if report.is_insecure() { "security, " } else { "" },
        requirement.level,
        edition.edition
    );
    let _ = writeln!(out, "  {}", visible(&requirement.sentence));
    for reason in &report.reasons {
        field("reason", reason, out);
    }
    for finding in &report.findings {
        one_finding(finding, out);
    }
    if let Some(others) = others {
        field("also", &others, out);
    }
    if let Some(beside) = beside_gitlab(edition, report) {
        field("GitLab", &beside, out);
    }
    field("source", &source(report), out);
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
    for (index, line) in visible(text).lines().enumerate() {
        let name = if index == 0 {
            format!("{name}:")
        } else {
            String::new()
        };
        let _ = writeln!(out, "  {name:<10}{line}");
    }
}

fn summary(edition: &EditionReport, report: &Report, style: Style, out: &mut String) {
    let judged = &edition.judged;
    let put_off = match judged.put_off {
        0 => String::new(),
        count => format!(
            ", put off {} by the server (--rate-limit)",
            counted(count, "time")
        ),
    };
    let _ = writeln!(
        out,
        "{} {}\n  judged: {}, {}, {}, {}, {}, {}, {}, {}{put_off}",
        style.paint(BOLD, &format!("edition {}", edition.edition)),
        visible(&edition.target),
        counted(judged.operations as u64, "operation"),
        counted(judged.requirements as u64, "requirement"),
        counted(judged.scenarios as u64, "scenario"),
        counted(judged.examples as u64, "example"),
        counted(judged.credentials as u64, "bad credential"),
        counted(judged.cases, "generated case"),
        counted(judged.decisions as u64, "decision"),
        counted(judged.exchanges, "exchange"),
    );
    for profile in &edition.profiles {
        let counts: Vec<String> = profile
            .verdicts
            .iter()
            .map(|(verdict, count)| style.verdict(*verdict, &format!("{count} {}", spoken(*verdict))))
            .collect();
        // Of a part nobody expects the whole.
        let floor = match profile.is_below_its_floor() && !report.partial {
            true => format!(
                " ({} of at least {} musts judged)",
                profile.musts_judged, profile.floor
            ),
            false => String::new(),
        };
        let colour = match profile.standing {
            Standing::Conforms => GOOD,
            Standing::JudgedInPart | Standing::NotJudged => DOUBTFUL,
            Standing::NotApplicable => DIM,
            Standing::Unknown | Standing::Breaks => BAD,
        };
        let said = style.paint(colour, profile.standing.words(report.strict));
        let _ = writeln!(
            out,
            "  {:<14} {}: {} — {said}{floor}",
            visible(&profile.profile),
            counted(profile.operations as u64, "operation"),
            counts.join(", ")
        );
    }
    if let Some(standing) = Beside::of(edition).words() {
        let _ = writeln!(out, "  beside GitLab: {}", visible(&standing));
    }
    untestable(edition, out);
    skipped(edition, out);
}

/// What could not be judged, by reason, what is missing for most requirements first.
fn untestable(edition: &EditionReport, out: &mut String) {
    for (reason, count) in missing(edition) {
        let count = counted(count as u64, "requirement");
        let _ = writeln!(out, "  could not be judged: {count}: {}", visible(&reason));
    }
}

/// What was left out, by reason, so that nobody takes silence for a pass.
fn skipped(edition: &EditionReport, out: &mut String) {
    let mut reasons: std::collections::BTreeMap<&str, u64> = std::collections::BTreeMap::new();
    for report in edition
        .requirements
        .iter()
        .filter(|report| report.verdict == Verdict::Skipped)
    {
        *reasons.entry(why_unjudged(report)).or_default() += 1;
    }
    for (reason, count) in reasons {
        let count = counted(count, "requirement");
        let _ = writeln!(out, "  not judged: {count}: {}", visible(reason));
    }
}

fn conclusion(report: &Report, style: Style) -> String {
    let colour = match report.conclusion() {
        Conclusion::Conforms if warnings(report) > 0 => DOUBTFUL,
        Conclusion::Conforms => GOOD.bold(),
        Conclusion::Breaks | Conclusion::Broken | Conclusion::Nothing => BAD,
    };
    format!(
        "{}: {}",
        style.paint(colour, &said(report)),
        totals(report, ", see -v")
    )
}
