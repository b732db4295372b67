//! Every format of a report, of one that has every verdict and characters that want to be more than text.

use std::path::Path;

use labproof_harness::formats::{badge, html, json, junit, markdown};
use labproof_harness::terminal::{self, Style};
use labproof_harness::{Report, Verdict};
use serde_json::{Value, json};

const REPORT: &str = include_str!("report.json");

fn report() -> Report {
    json::read(REPORT).unwrap()
}

/// A report as before, but for what a test is about.
fn changed(change: impl FnOnce(&mut Value)) -> Report {
    let mut report: Value = serde_json::from_str(REPORT).unwrap();
    change(&mut report);
    json::read(&report.to_string()).unwrap()
}

fn as_recorded(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path(Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots/formats"));
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn every_verdict_is_in_the_report() {
    let report = report();
    for verdict in Verdict::ALL {
        assert!(report.count(verdict) > 0, "{}", verdict.word());
    }
}

#[test]
fn the_formats_are_as_recorded() {
    let report = report();
    as_recorded("terminal", &terminal::text(&report, Style::default()));
    as_recorded("json", &json::text(&report).unwrap());
    as_recorded("junit", &junit::text(&report));
    as_recorded("markdown", &markdown::text(&report));
    as_recorded("badge", &badge::text(&report));
    as_recorded("html", &without_style_and_script(&html::text(&report)));
}

/// The page's words and structure: how it looks and moves is tested in a browser.
fn without_style_and_script(page: &str) -> String {
    let inner = regex::Regex::new("(?s)(<style[^>]*>|<script>).*?(</style>|</script>)").unwrap();
    inner.replace_all(page, "$1…$2").into_owned()
}

/// What no view for people may pass on, whoever answered it.
#[test]
fn nothing_acts_on_a_reader() {
    let report = report();
    for text in [
        terminal::text(&report, Style::new(false, 2)),
        junit::text(&report),
        markdown::text(&report),
    ] {
        let acting: Vec<char> = text
            .chars()
            .filter(|character| character.is_control() && !"\n\t".contains(*character))
            .chain(
                text.chars()
                    .filter(|character| "\u{202e}\u{fffe}".contains(*character)),
            )
            .collect();
        assert!(acting.is_empty(), "{acting:?} in {text}");
    }
}

#[test]
fn json_is_what_its_schema_says_and_comes_back_as_it_was() {
    let schema: Value = serde_json::from_str(json::SCHEMA).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let written = json::text(&report()).unwrap();
    let value: Value = serde_json::from_str(&written).unwrap();
    let faults: Vec<String> = validator
        .iter_errors(&value)
        .map(|fault| format!("{}: {fault}", fault.instance_path()))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(json::read(&written).unwrap(), report());
    let before: Value = serde_json::from_str(REPORT).unwrap();
    assert!(value == before, "{written}");
}

/// A schema that lets anything through would be no schema.
#[test]
fn the_schema_notices_what_is_wrong() {
    let schema: Value = serde_json::from_str(json::SCHEMA).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    for (pointer, wrong) in [
        ("/seed", json!(-1)),
        ("/labproof", json!("newest")),
        ("/editions/1/edition", json!(17.9)),
        ("/editions/1/judged/cases", json!("many")),
        ("/editions/1/profiles/0/standing", json!("good")),
        ("/editions/1/profiles/0/verdicts", json!({"good": 1})),
        ("/editions/1/requirements/0/verdict", json!("Pass")),
        ("/editions/1/requirements/0/level", json!("could")),
        ("/editions/1/requirements/0/checks", json!({"a check": "good"})),
        (
            "/editions/1/requirements/0/evidence/exchange/answer/status",
            json!("200"),
        ),
        (
            "/editions/1/requirements/1/findings/0/actual",
            json!("status 200"),
        ),
        (
            "/editions/1/requirements/1/findings/0/exchange/request/headers/0",
            json!(["a"]),
        ),
        (
            "/editions/1/requirements/1/findings/0/exchange/request/credentials/0/signature",
            json!("secret"),
        ),
    ] {
        let mut value: Value = serde_json::from_str(REPORT).unwrap();
        *value.pointer_mut(pointer).unwrap() = wrong;
        assert!(!validator.is_valid(&value), "{pointer}");
    }
}

#[test]
fn junit_is_xml_whose_numbers_add_up() {
    let text = junit::text(&report());
    let document = roxmltree::Document::parse(&text).unwrap();
    let all = |name: &str| {
        let nodes = document.descendants();
        nodes.filter(|node| node.has_tag_name(name)).collect::<Vec<_>>()
    };
    let requirements: usize = report()
        .editions
        .iter()
        .map(|edition| edition.requirements.len())
        .sum();
    assert_eq!(all("testcase").len(), requirements + 1);
    for (counted, element) in [
        ("tests", "testcase"),
        ("failures", "failure"),
        ("errors", "error"),
        ("skipped", "skipped"),
    ] {
        for suite in all("testsuite").into_iter().chain(all("testsuites")) {
            let inside = suite
                .descendants()
                .filter(|node| node.has_tag_name(element))
                .count();
            assert_eq!(
                suite.attribute(counted),
                Some(inside.to_string().as_str()),
                "{element}"
            );
        }
    }
    let names: Vec<_> = all("testcase")
        .iter()
        .map(|case| (case.attribute("classname"), case.attribute("name")))
        .collect();
    let different: std::collections::BTreeSet<_> = names.iter().collect();
    assert_eq!(
        names.len(),
        different.len(),
        "cases that a reader would take for one"
    );
    let failure = all("failure").into_iter().find(|node| {
        node.text()
            .is_some_and(|text| text.contains("git.allowed/message"))
    });
    let failure = failure.and_then(|node| node.text()).unwrap();
    assert!(
        failure.contains(r#"\u{1b}[2J|`</pre></details>`|\u{d}"#) && failure.contains("]]> \"&amp;'"),
        "{failure}"
    );
}

/// A reader of test results must not be shown green where the exit code is red.
#[test]
fn junit_is_red_where_the_run_is() {
    let is_red =
        |report: &Report| junit::text(report).contains("<failure") || junit::text(report).contains("<error");
    let good = |report: &mut Value| {
        report["stale"] = json!([]);
        report["editions"].as_array_mut().unwrap().truncate(1);
        let edition = &mut report["editions"][0];
        edition["requirements"].as_array_mut().unwrap().truncate(1);
        edition["profiles"].as_array_mut().unwrap().remove(0);
    };
    assert!(!is_red(&changed(good)));
    type Change = fn(&mut Value);
    let changes: [Change; 4] = [
        |report| report["stale"] = json!(["expected.yaml:1: nothing has this id"]),
        |report| report["interrupted"] = json!("the time limit was up"),
        |report| report["editions"][0]["profiles"][0]["floor"] = json!(40),
        |report| report["editions"][0]["judged"]["requirements"] = json!(0),
    ];
    for change in changes {
        let report = changed(|report| {
            good(report);
            change(report);
        });
        assert!(is_red(&report), "{}", terminal::text(&report, Style::default()));
    }
}

/// Fifty in full, the rest by name.
#[test]
fn markdown_stays_short() {
    let report = changed(|report| {
        let requirements = report["editions"][1]["requirements"].as_array_mut().unwrap();
        let failing = requirements[1].clone();
        for number in 0..80 {
            let mut failing = failing.clone();
            failing["id"] = json!(format!("git.allowed/more-{number}"));
            requirements.push(failing);
        }
    });
    let text = markdown::text(&report);
    let (full, rest) = text.split_once("And as well (").unwrap();
    assert_eq!(full.matches("<details>").count(), 51);
    assert!(rest.contains("more-79") && !rest.contains("```"), "{rest}");
}

#[test]
fn a_badge_has_what_its_reader_needs() {
    let badge: Value = serde_json::from_str(&badge::text(&report())).unwrap();
    assert_eq!(badge["schemaVersion"], 1);
    for member in ["label", "message", "color"] {
        assert!(
            badge[member].as_str().is_some_and(|text| !text.is_empty()),
            "{member}"
        );
    }
}
