//! A report as one file for a browser, which needs no network and runs no code but its own.
//!
//! What a reader needs first is written as HTML and stands there without JavaScript; the report itself lies in the
//! file as JSON, and the script makes elements of it only where somebody looks.

use std::fmt::Write as _;

use super::page::{escaped, filled};
use crate::judging::verdict::Verdict;
use crate::running::report::Report;

mod conclusion;
mod failures;
mod matrix;
mod tables;

const PAGE: &str = include_str!("html/page.html");
const STYLE: &str = include_str!("html/style.css");
const SCRIPT: &str = concat!(
    include_str!("html/script/elements.js"),
    include_str!("html/script/list.js"),
    include_str!("html/script/requirement.js"),
    include_str!("html/script/finding.js"),
    include_str!("html/script/exchange.js"),
    include_str!("html/script/filters.js"),
    include_str!("html/script/page.js"),
);
const SHAPES: &str = include_str!("html/shapes.svg");

/// How many places the template has.
const PARTS: usize = 12;

/// The cell of what an edition does not have.
const ABSENT: &str = r#"<td class="none"><span aria-hidden="true">–</span><span class="unseen">not in this edition</span></td>"#;

/// The whole file.
#[must_use]
pub fn text(report: &Report) -> String {
    let parts: [(&str, String); PARTS] = [
        ("title", escaped(&conclusion::title(report))),
        ("style", STYLE.to_owned()),
        ("script", SCRIPT.to_owned()),
        ("shapes", SHAPES.to_owned()),
        ("conclusion", conclusion::banner(report)),
        ("facts", conclusion::facts(report)),
        ("profiles", tables::profiles(report)),
        ("verdicts", tables::verdicts(report)),
        ("judged", tables::judged(report)),
        ("matrix", matrix::table(report)),
        ("failures", failures::section(report)),
        ("data", data(report)),
    ];
    filled(PAGE, &parts)
}

/// The report as JSON that no parser of HTML takes for markup: without a `<` nothing can end the element or begin
/// a comment, and in JSON a `<` stands in strings only.
fn data(report: &Report) -> String {
    serde_json::to_string(report)
        .unwrap_or_default()
        .replace('<', "\\u003c")
}

/// A verdict as a shape and a word: nobody has to tell it by its colour.
fn badge(verdict: Verdict) -> String {
    marked(verdict, &verdict.word().replace('-', " "))
}

/// Words with the shape and the colour of a verdict.
fn marked(verdict: Verdict, words: &str) -> String {
    format!(
        r#"<span class="verdict {}">{}{words}</span>"#,
        verdict.word(),
        shape(verdict)
    )
}

fn shape(verdict: Verdict) -> String {
    let word = verdict.word();
    format!(r##"<svg class="shape" aria-hidden="true"><use href="#shape-{word}"/></svg>"##)
}

/// A list of paragraphs of a kind.
fn notes<'a>(kind: &str, texts: impl IntoIterator<Item = &'a String>) -> String {
    let mut out = String::new();
    for text in texts {
        let _ = write!(
            out,
            r#"<p class="note"><strong>{kind}</strong> {}</p>"#,
            escaped(text)
        );
    }
    out
}

/// A number with its noun.
fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", grouped(count as u64))
}

/// A number with its digits in groups of three.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            // Narrow, and never broken.
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// A report of one requirement about which the text says something.
    fn report(verdict: &str, text: &str) -> Report {
        let exchange = json!({
            "request": { "operation": "a.b", "method": "GET", "path": "/x", "headers": [], "body": text, "credentials": [] },
            "answer": { "status": 200, "headers": [], "text": text },
        });
        serde_json::from_value(json!({
            "labproof": "0.1.0", "began": "2025-03-01T12:00:00Z", "seconds": 1.5, "seed": 7, "cases": 3,
            "strict": false, "partial": false, "notes": [text],
            "editions": [{
                "edition": "17.9", "target": text, "judged": {
                    "operations": 1, "requirements": 1, "scenarios": 1, "examples": 0, "credentials": 0, "cases": 0,
                    "exchanges": 1234,
                },
                "profiles": [{
                    "profile": "p", "claimed": true, "operations": 1, "musts_judged": 1, "floor": 1,
                    "verdicts": { verdict: 1 }, "standing": if verdict == "pass" { "conforms" } else { "breaks" },
                }],
                "requirements": [{
                    "id": "a.b/c", "operation": "a.b", "level": "must", "editions": "17.9", "sentence": text,
                    "source": { "page": text }, "errata": [], "check": null, "profiles": ["p"], "verdict": verdict,
                    "checks": { "a check": verdict },
                    "findings": if verdict == "pass" { json!([]) } else { json!([{
                        "check": "a check", "expected": text, "actual": [text], "exchange": exchange, "replay": text,
                    }]) },
                }],
            }],
        }))
        .unwrap()
    }

    #[test]
    fn whatever_a_server_says_stays_text() {
        let text = text(&report(
            "fail",
            "</script><script>alert(1)</script><!-- {{style}} & \"'",
        ));
        assert!(!text.contains("<script>alert"), "{text}");
        assert!(!text.contains("</script><script>"), "{text}");
        assert_eq!(text.matches("</script>").count(), 2);
        // Once as the style itself; a name in a part is no place for a part.
        assert_eq!(text.matches(STYLE).count(), 1);
    }

    #[test]
    fn the_report_can_be_read_back_from_the_page() {
        let report = report("fail", "</script> \u{2028} é <!-- \\u003c");
        let text = text(&report);
        let data = text
            .split_once(r#"<script type="application/json" id="report">"#)
            .unwrap()
            .1;
        let data = data.split_once("</script>").unwrap().0;
        assert_eq!(serde_json::from_str::<Report>(data).unwrap(), report);
    }

    #[test]
    fn nothing_comes_from_elsewhere() {
        let text = text(&report("pass", "fine"));
        assert!(text.contains("default-src 'none'"));
        for word in ["http://", "https://", "@import", "url(", " src="] {
            assert!(!text.contains(word), "{word}");
        }
    }

    #[test]
    fn every_place_of_the_template_is_filled() {
        let text = text(&report("pass", "fine"));
        let names: Vec<&str> = PAGE
            .split("{{")
            .skip(1)
            .filter_map(|rest| rest.split("}}").next())
            .collect();
        assert!(names.contains(&"data"), "{names:?}");
        for name in names {
            assert!(!text.contains(&format!("{{{{{name}}}}}")), "{name}");
        }
        // A place that nothing fills would be empty, a part without a place would be lost.
        assert_eq!(PAGE.matches("{{").count(), PARTS);
    }

    #[test]
    fn the_conclusion_is_there_without_javascript() {
        let broken = text(&report("fail", "a sentence"));
        assert!(broken.contains("Does not conform"), "{broken}");
        assert!(broken.contains(r##"href="#17.9/a.b/c""##), "{broken}");
        let fine = text(&report("pass", "a sentence"));
        assert!(
            fine.contains("Conforms") && !fine.contains(r#"id="failures""#),
            "{fine}"
        );
    }

    #[test]
    fn every_verdict_has_a_shape() {
        for verdict in Verdict::ALL {
            let id = format!(r#"id="shape-{}""#, verdict.word());
            assert!(SHAPES.contains(&id), "{id}");
        }
    }

    #[test]
    fn digits_stand_in_groups() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_234_567), "1\u{202f}234\u{202f}567");
    }
}
