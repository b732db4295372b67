//! The report as JUnit XML, for the test views of CI systems.
//!
//! A suite is an operation in an edition and a case is a requirement, so that every requirement is counted once; a
//! suite a profile would list what several consumers need several times. Many readers know a case by its class and
//! name alone, so the edition stands in the name as well.

use crate::judging::verdict::Verdict;
use crate::running::report::{Conclusion, EditionReport, Report, RequirementReport};
use crate::telling::report_words::{said, totals, why, why_unjudged};
use crate::telling::terminal;
use crate::telling::visible::visible;

/// The report as JUnit XML.
#[must_use]
pub fn text(report: &Report) -> String {
    let mut suites = vec![of_the_run(report)];
    let of_one = |one: &RequirementReport, other: &RequirementReport| {
        one.requirement.operation == other.requirement.operation
    };
    let editions = report.editions.iter();
    let operations = editions.flat_map(|edition| {
        let chunks = edition.requirements.chunk_by(of_one);
        chunks.map(move |chunk| (edition, chunk))
    });
    let mut operations: Vec<(&EditionReport, &[RequirementReport])> = operations.collect();
    // Who lets somebody in is told of before anything else.
    operations.sort_by_key(|(_, chunk)| !chunk.iter().any(RequirementReport::is_insecure));
    let operations = operations.into_iter();
    suites.extend(operations.map(|(edition, chunk)| of_operation(report, edition, chunk)));
    let cases = || suites.iter().flat_map(|suite| &suite.cases);
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let mut attributes = vec![("name", "labproof".to_owned())];
    attributes.extend(counts(cases()));
    attributes.push(("time", report.seconds.to_string()));
    open("testsuites", &attributes, &mut out);
    suites.iter().for_each(|suite| suite.write(report, &mut out));
    close("testsuites", &mut out);
    out
}

/// Cases that belong together.
struct Suite {
    name: String,
    properties: Vec<(&'static str, String)>,
    cases: Vec<Case>,
}

/// One row of a test view.
struct Case {
    class: String,
    name: String,
    result: CaseResult,
    seconds: f64,
    /// What else to know, where it did not fail.
    output: String,
}

enum CaseResult {
    Passed,
    Skipped(String),
    Failed(Problem),
    Broke(Problem),
}

/// Why a case is red: its kind, a line, and all of it.
struct Problem {
    kind: &'static str,
    line: String,
    text: String,
}

/// What the run as a whole came to, which may be bad without any requirement that is.
fn of_the_run(report: &Report) -> Suite {
    let line = format!("{}: {}", said(report), totals(report, ""));
    let mut text: Vec<&str> = report.notes.iter().map(String::as_str).collect();
    text.extend(report.stale.iter().map(String::as_str));
    text.extend(report.interrupted.as_deref());
    text.push(&line);
    let text = text.join("\n") + "\n";
    let problem = |kind| Problem {
        kind,
        line: line.clone(),
        text: text.clone(),
    };
    let (result, output) = match report.conclusion() {
        Conclusion::Nothing => (CaseResult::Failed(problem("nothing")), String::new()),
        Conclusion::Broken if report.interrupted.is_some() => {
            (CaseResult::Broke(problem("interrupted")), String::new())
        }
        // The requirements that are to blame say so themselves.
        Conclusion::Conforms | Conclusion::Breaks | Conclusion::Broken => (CaseResult::Passed, text),
    };
    Suite {
        name: "labproof".to_owned(),
        properties: vec![
            ("labproof", report.labproof.clone()),
            ("seed", report.seed.to_string()),
            ("cases", report.cases.to_string()),
            ("strict", report.strict.to_string()),
            ("partial", report.partial.to_string()),
        ],
        cases: vec![Case {
            class: "labproof".to_owned(),
            name: "the run comes to its end and judges enough".to_owned(),
            result,
            seconds: 0.0,
            output,
        }],
    }
}

fn of_operation(report: &Report, edition: &EditionReport, requirements: &[RequirementReport]) -> Suite {
    let operation = requirements.first().map(|first| &first.requirement.operation);
    let operation = operation.cloned().unwrap_or_default();
    let mut requirements: Vec<&RequirementReport> = requirements.iter().collect();
    requirements.sort_by_key(|it| !it.is_insecure());
    let cases = requirements
        .into_iter()
        .map(|it| of_requirement(report, edition, it, &operation));
    Suite {
        cases: cases.collect(),
        properties: vec![
            ("edition", edition.edition.to_string()),
            ("target", edition.target.clone()),
        ],
        name: format!("{} {operation}", edition.edition),
    }
}

fn of_requirement(report: &Report, edition: &EditionReport, it: &RequirementReport, class: &str) -> Case {
    let text = || terminal::requirement(edition, it, None);
    let problem = || Problem {
        kind: if it.is_insecure() {
            "security"
        } else {
            it.verdict.word()
        },
        line: why(it),
        text: text(),
    };
    let is_worth_reading = !it.findings.is_empty() || it.verdict == Verdict::Warning;
    let output = || if is_worth_reading { text() } else { String::new() };
    let (result, output) = match it.verdict {
        Verdict::Error => (CaseResult::Broke(problem()), String::new()),
        // Stale expectations fail the run, and so they do here.
        Verdict::UnexpectedPass => (CaseResult::Failed(problem()), String::new()),
        _ if it.counts_against(report.strict) => (CaseResult::Failed(problem()), String::new()),
        Verdict::Skipped | Verdict::NotApplicable => {
            (CaseResult::Skipped(why_unjudged(it).to_owned()), output())
        }
        Verdict::ExpectedFailure => {
            let expected = format!("{}: {}", it.verdict.word(), why(it));
            (CaseResult::Skipped(expected), output())
        }
        _ => (CaseResult::Passed, output()),
    };
    let requirement = &it.requirement;
    Case {
        class: class.to_owned(),
        name: format!(
            "{} ({}): {}",
            requirement.id, edition.edition, requirement.sentence
        ),
        result,
        seconds: sum(it.seconds.values().copied()),
        output,
    }
}

/// The numbers that stand on a suite.
fn counts<'a>(cases: impl Iterator<Item = &'a Case>) -> Vec<(&'static str, String)> {
    let (mut tests, mut failures, mut errors, mut skipped) = (0_usize, 0_usize, 0_usize, 0_usize);
    for case in cases {
        tests += 1;
        match case.result {
            CaseResult::Passed => {}
            CaseResult::Failed(_) => failures += 1,
            CaseResult::Broke(_) => errors += 1,
            CaseResult::Skipped(_) => skipped += 1,
        }
    }
    vec![
        ("tests", tests.to_string()),
        ("failures", failures.to_string()),
        ("errors", errors.to_string()),
        ("skipped", skipped.to_string()),
    ]
}

/// Seconds as readers of JUnit take them.
fn thousandths(seconds: impl IntoIterator<Item = f64>) -> String {
    format!("{:.3}", sum(seconds))
}

/// What a sum of nothing is not in floating-point numbers: nothing.
fn sum(seconds: impl IntoIterator<Item = f64>) -> f64 {
    seconds.into_iter().fold(0.0, |sum, more| sum + more)
}

impl Suite {
    fn write(&self, report: &Report, out: &mut String) {
        let mut attributes = vec![("name", self.name.clone())];
        attributes.extend(counts(self.cases.iter()));
        attributes.push(("time", thousandths(self.cases.iter().map(|case| case.seconds))));
        attributes.push(("timestamp", report.began.clone()));
        open("testsuite", &attributes, out);
        open("properties", &[], out);
        for (name, value) in &self.properties {
            let attributes = [("name", (*name).to_owned()), ("value", value.clone())];
            element("property", &attributes, "", out);
        }
        close("properties", out);
        self.cases.iter().for_each(|case| case.write(out));
        close("testsuite", out);
    }
}

impl Case {
    fn write(&self, out: &mut String) {
        let attributes = [
            ("classname", self.class.clone()),
            ("name", self.name.clone()),
            ("time", thousandths([self.seconds])),
        ];
        open("testcase", &attributes, out);
        match &self.result {
            CaseResult::Passed => {}
            CaseResult::Skipped(why) => element("skipped", &[("message", why.clone())], "", out),
            CaseResult::Failed(problem) => problem.write("failure", out),
            CaseResult::Broke(problem) => problem.write("error", out),
        }
        if !self.output.is_empty() {
            element("system-out", &[], &self.output, out);
        }
        close("testcase", out);
    }
}

impl Problem {
    fn write(&self, name: &str, out: &mut String) {
        let attributes = [("message", self.line.clone()), ("type", self.kind.to_owned())];
        element(name, &attributes, &self.text, out);
    }
}

fn tag(name: &str, attributes: &[(&str, String)], out: &mut String) {
    out.push('<');
    out.push_str(name);
    for (name, value) in attributes {
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        escaped(value, true, out);
        out.push('"');
    }
}

fn open(name: &str, attributes: &[(&str, String)], out: &mut String) {
    tag(name, attributes, out);
    out.push_str(">\n");
}

fn close(name: &str, out: &mut String) {
    out.push_str("</");
    out.push_str(name);
    out.push_str(">\n");
}

/// An element with text and nothing else in it.
fn element(name: &str, attributes: &[(&str, String)], text: &str, out: &mut String) {
    tag(name, attributes, out);
    if text.is_empty() {
        out.push_str("/>\n");
    } else {
        out.push('>');
        escaped(text, false, out);
        close(name, out);
    }
}

/// What XML forbids is made visible; white space in an attribute is written so that readers keep it.
fn escaped(text: &str, is_attribute: bool, out: &mut String) {
    for character in visible(text).chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if is_attribute => out.push_str("&quot;"),
            '\n' if is_attribute => out.push_str("&#10;"),
            '\t' if is_attribute => out.push_str("&#9;"),
            character => out.push(character),
        }
    }
}
