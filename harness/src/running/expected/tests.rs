use std::collections::BTreeSet;

use labproof_spec::EditionKind;

use super::*;
use crate::running::report::Judged;

/// Any edition will do.
const EDITION: Edition = Edition::new(17, 9);

fn spec() -> &'static Spec {
    Spec::shipped().unwrap()
}

/// The requirements of the first operation that has several.
fn requirements() -> Vec<Requirement> {
    let api = spec().api(EDITION);
    let mut operations = api.operations.iter();
    operations
        .find(|it| it.requirements.len() > 3)
        .unwrap()
        .requirements
        .clone()
}

/// A report on these requirements; what is not given a verdict passed.
fn report(verdicts: &[Verdict]) -> Report {
    let requirements = requirements().into_iter().enumerate();
    let requirements = requirements.map(|(index, requirement)| RequirementReport {
        requirement,
        profiles: Vec::new(),
        verdict: verdicts.get(index).copied().unwrap_or(Verdict::Pass),
        checks: BTreeMap::new(),
        seconds: BTreeMap::new(),
        reasons: BTreeSet::new(),
        findings: Vec::new(),
        evidence: None,
    });
    Report {
        labproof: String::new(),
        began: String::new(),
        seconds: 0.0,
        seed: 1,
        cases: 1,
        strict: false,
        partial: false,
        shard: None,
        notes: Vec::new(),
        interrupted: None,
        stale: Vec::new(),
        editions: vec![EditionReport {
            kind: EditionKind::Documented,
            edition: EDITION,
            target: String::new(),
            judged: Judged::default(),
            profiles: Vec::new(),
            requirements: requirements.collect(),
        }],
    }
}

fn id(index: usize) -> String {
    requirements()[index].id.clone()
}

fn applied(text: &str, verdicts: &[Verdict], in_full: bool) -> Report {
    let today = jiff::civil::date(2026, 6, 15);
    let expected = ExpectedFailures::parse_on(today, "known.yaml", text, spec())
        .unwrap_or_else(|faults| panic!("{faults}"));
    let mut report = report(verdicts);
    expected.apply(&mut report, spec(), in_full);
    report
}

fn verdict(report: &Report, index: usize) -> Verdict {
    report.editions[0].requirements[index].verdict
}

#[test]
fn what_fails_and_is_listed_is_expected_and_says_why() {
    let text = format!(
        "- requirement: {}\n  reason: older\n  link: https://example.com/1\n",
        id(0)
    );
    for failed in [Verdict::Fail, Verdict::Warning, Verdict::Flaky] {
        let report = applied(&text, &[failed, Verdict::Fail], true);
        assert_eq!(verdict(&report, 0), Verdict::ExpectedFailure);
        assert_eq!(verdict(&report, 1), Verdict::Fail);
        let reasons = &report.editions[0].requirements[0].reasons;
        assert!(reasons.contains("older (https://example.com/1)"), "{reasons:?}");
        assert!(report.stale.is_empty(), "{:?}", report.stale);
    }
    for unjudged in [Verdict::Error, Verdict::Untestable, Verdict::Skipped] {
        let report = applied(&text, &[unjudged], true);
        assert_eq!(verdict(&report, 0), unjudged);
        assert!(report.stale.is_empty(), "{:?}", report.stale);
    }
}

#[test]
fn what_holds_and_is_listed_by_its_id_passes_unexpectedly() {
    let text = format!("- requirement: {}\n  reason: older\n", id(0));
    let report = applied(&text, &[], true);
    assert_eq!(verdict(&report, 0), Verdict::UnexpectedPass);
    let reasons = report.editions[0].requirements[0].reasons.first().unwrap();
    assert!(
        reasons.starts_with("known.yaml:1 `") && reasons.contains("remove that entry"),
        "{reasons}"
    );
    assert!(
        report.stale[0].contains(&format!("holds in edition {EDITION}; remove it")),
        "{:?}",
        report.stale
    );
    assert_eq!(verdict(&applied(&text, &[], false), 0), Verdict::Pass);
    let elsewhere = format!("{text}  editions: \"..13.10\"\n");
    assert_eq!(verdict(&applied(&elsewhere, &[], true), 0), Verdict::Pass);
}

#[test]
fn a_pattern_is_stale_only_when_all_it_matches_holds() {
    let pattern = requirements()[0].operation.clone();
    for text in [
        format!("- {{ requirement: \"{pattern}/*\", reason: all of it }}"),
        format!("- {{ requirement: {pattern}, reason: all of it }}"),
    ] {
        let some = applied(&text, &[Verdict::Pass, Verdict::Fail], true);
        assert_eq!(verdict(&some, 0), Verdict::Pass);
        assert_eq!(verdict(&some, 1), Verdict::ExpectedFailure);
        assert!(some.stale.is_empty(), "{:?}", some.stale);
        let none = applied(&text, &[], true);
        assert!(
            none.stale[0].contains("none of them fails; remove it"),
            "{:?}",
            none.stale
        );
        assert!(applied(&text, &[Verdict::Untestable], true).stale.is_empty());
        assert!(applied(&text, &[], false).stale.is_empty());
    }
}

#[test]
fn an_entry_that_is_over_or_names_nothing_is_told() {
    let id = id(0);
    let until = |day: &str| {
        let text = format!("- requirement: {id}\n  reason: soon\n  expires: {day}\n");
        applied(&text, &[Verdict::Fail], true)
    };
    assert_eq!(verdict(&until("2026-06-15"), 0), Verdict::ExpectedFailure);
    let over = until("2026-06-14");
    assert_eq!(verdict(&over, 0), Verdict::Fail);
    assert!(over.stale[0].contains("until 2026-06-14"), "{:?}", over.stale);
    let nothing = applied("- { requirement: no.such/thing, reason: typing }", &[], true);
    assert!(nothing.stale[0].contains("known.yaml:1 `no.such/thing` matches no requirement"));
    // Another edition, and another operation that was not selected, are none of this report's business.
    let text = format!("- {{ requirement: {id}, editions: \"12.4\", reason: old }}");
    let known = spec()
        .api(Edition::new(12, 4))
        .operations
        .iter()
        .any(|it| id.starts_with(&format!("{}/", it.slug)));
    assert_eq!(applied(&text, &[Verdict::Fail], true).stale.is_empty(), known);
    let api = spec().api(EDITION);
    let other = &api.operations.last().unwrap().slug;
    let text = format!("- {{ requirement: {other}, reason: elsewhere }}");
    assert!(applied(&text, &[], true).stale.is_empty());
}

#[test]
fn all_faults_are_told_at_once_with_their_lines() {
    let text = "# known\n- requirement: a/b\n- requirement: a/c\n  reason: x\n  editions: 13.10\n- requirement: a/d\n  reason: x\n  editions: \"18.0\"\n  expires: soon\n  link: there\n  more: 1\n- requirement: a/e\n  reason: x\n  expires: 2026-02-30\n";
    let error = ExpectedFailures::parse("known.yaml", text, spec())
        .unwrap_err()
        .to_string();
    for part in [
        "line 2: \"reason\" is a required property",
        "line 3: `editions`: put it in quotes",
        "line 6: `link`",
        "'more' was unexpected",
        "line 12: `expires` is no day",
    ] {
        assert!(error.contains(part), "`{part}` is not in {error}");
    }
    for text in ["requirement: a/b", "- [", "- 5"] {
        let error = ExpectedFailures::parse("known.yaml", text, spec())
            .unwrap_err()
            .to_string();
        assert!(error.starts_with("known.yaml: "), "{error}");
    }
    for text in ["", "# nothing\n", "[]\n"] {
        assert!(
            ExpectedFailures::parse("known.yaml", text, spec())
                .unwrap()
                .entries()
                .is_empty()
        );
    }
}

#[test]
fn a_baseline_gets_what_failed_and_keeps_what_people_wrote() {
    let text = format!(
        "# ours\n  - requirement: {} # the first\n    reason: older\n",
        id(0)
    );
    let report = report(&[Verdict::Fail, Verdict::Fail, Verdict::Warning, Verdict::Error]);
    let baseline = Baseline::update("known.yaml", &text, &report, spec()).unwrap();
    assert_eq!(
        baseline.changes,
        [format!("added `{}`, edition {EDITION}", id(1))]
    );
    assert!(baseline.text.starts_with(&text), "{}", baseline.text);
    let expected = ExpectedFailures::parse("known.yaml", &baseline.text, spec()).unwrap();
    assert!(expected.covers(EDITION, &requirements()[1]));
    assert!(expected.unreasoned().unwrap().contains("line 4"));
    assert_eq!(
        Baseline::update("known.yaml", &baseline.text, &report, spec())
            .unwrap()
            .text,
        baseline.text
    );
    let fresh = Baseline::update("known.yaml", "", &report, spec()).unwrap();
    assert_eq!(fresh.changes.len(), 2);
    let flow = format!("[{{ requirement: {}, reason: x }}]", id(0));
    assert!(Baseline::update("known.yaml", &flow, &report, spec()).is_err());
}

#[test]
fn a_baseline_loses_what_is_stale_and_nothing_else() {
    let (failing, holding) = (id(0), id(1));
    let text = format!(
        "# ours\n\n# of the team\n- requirement: {failing}\n  reason: older\n\n# repaired\n- requirement: {holding}\n  reason: |\n    - several\n\n    # lines\n# between\n  link: https://example.com\n\n# typing\n- {{ requirement: no/thing, reason: x }}\n# the end\n"
    );
    let baseline = Baseline::prune("known.yaml", &text, &report(&[Verdict::Fail]), spec()).unwrap();
    assert_eq!(
        baseline.text,
        format!(
            "# ours\n\n# of the team\n- requirement: {failing}\n  reason: older\n\n# repaired\n\n# typing\n# the end\n"
        )
    );
    assert_eq!(baseline.changes.len(), 2, "{:?}", baseline.changes);
    assert!(
        baseline.changes[0].ends_with("(line 8): it holds"),
        "{:?}",
        baseline.changes
    );
    let mut part = report(&[Verdict::Fail]);
    part.partial = true;
    let careful = Baseline::prune("known.yaml", &text, &part, spec()).unwrap();
    assert!(careful.text.contains(&holding));
    let flow = format!("[{{ requirement: {failing}, reason: x }}, {{ requirement: no/thing, reason: x }}]");
    assert!(Baseline::prune("known.yaml", &flow, &report(&[Verdict::Fail]), spec()).is_err());
}
