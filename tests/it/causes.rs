//! One cause is one finding, and what hangs on it is said to: not judged, and never unnoticed.

use labproof_harness::{Plan, Report, RequirementReport, Selection, Verdict, terminal};

use crate::support::{self, Passing};

const EXAMPLE: &str = "ssh.discover/example";

async fn judged(
    run: &str,
    spoil: impl Fn(&str, &mut Passing) + Send + Sync + 'static,
    change: impl FnOnce(&mut Plan),
) -> Report {
    let edition = support::spec().edition("17.9").unwrap();
    let selection = Selection {
        run: vec![run.parse().unwrap()],
        ..Selection::default()
    };
    let few = |plan: &mut Plan| {
        plan.cases = 2;
        change(plan);
    };
    support::spoiled(edition, selection, spoil, few).await
}

fn requirements(report: &Report) -> impl Iterator<Item = &RequirementReport> {
    report.editions[0].requirements.iter()
}

fn one<'r>(report: &'r Report, id: &str) -> &'r RequirementReport {
    requirements(report).find(|it| it.requirement.id == id).unwrap()
}

/// Of `discover`, and nothing else.
fn breaks(request: &str) -> bool {
    request.contains("/internal/discover")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_hangs_on_a_documented_request_that_fails_is_not_judged_and_says_why() {
    let spoil = |request: &str, passing: &mut Passing| {
        if breaks(request) {
            (passing.status, passing.body) = (500, r#"{"message":"500 Internal Server Error"}"#.to_owned());
        }
    };
    let report = judged("ssh.discover", spoil, |_| {}).await;
    assert_eq!(one(&report, EXAMPLE).verdict, Verdict::Fail);
    let see = format!("see {EXAMPLE}");
    let (mut dependent, mut scenarios) = (0, 0);
    for it in requirements(&report) {
        let is_derived = it.requirement.check.is_some();
        if it.reasons.iter().any(|reason| reason.ends_with(&see)) {
            assert!(is_derived && it.findings.is_empty(), "{}", it.requirement.id);
            assert_eq!(it.verdict, Verdict::Untestable, "{}", it.requirement.id);
            assert!(
                it.checks.values().any(|check| *check == Verdict::Untestable),
                "{}",
                it.requirement.id
            );
            dependent += 1;
        }
        // Each says something else, and is true by itself.
        scenarios += usize::from(!is_derived && it.verdict == Verdict::Fail);
    }
    assert!(dependent >= 5 && scenarios >= 2, "{dependent} {scenarios}");
    let told = support::told(&report);
    assert!(!told.contains("COULD NOT BE JUDGED ssh.discover"), "{told}");
    assert!(
        told.contains("more requirements of this edition for the same reason: "),
        "{told}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_that_is_missing_everywhere_is_told_once() {
    let spoil = |request: &str, passing: &mut Passing| {
        if request.contains("/internal/check") {
            passing.body = passing.body.replace("\"redis\"", "\"redit\"");
        }
    };
    let report = judged("instance.check", spoil, |_| {}).await;
    let against = requirements(&report)
        .filter(|it| it.counts_against(false))
        .count();
    assert!(against > 3, "{against}");
    let told = support::told(&report);
    assert_eq!(
        told.matches("\nFAIL ").count() + usize::from(told.starts_with("FAIL ")),
        1,
        "{told}"
    );
    assert!(told.contains("does not conform for 1 reason: "), "{told}");
    // Whoever wants to know all is told all.
    let all = terminal::text(&report, terminal::Style::new(false, 2));
    for it in requirements(&report) {
        assert!(all.contains(&it.requirement.id), "{}", it.requirement.id);
    }
}

/// What is wrong by itself is a finding of its own, whatever else is.
#[tokio::test(flavor = "multi_thread")]
async fn another_fault_beside_a_documented_request_that_fails_is_found() {
    let spoil = |request: &str, passing: &mut Passing| {
        if breaks(request) {
            passing.body = passing.body.replace("\"username\"", "\"user_name\"");
            passing.headers.retain(|(name, _)| !name.starts_with("x-"));
            if !request.to_ascii_lowercase().contains("gitlab-shell-api-request") {
                passing.status = 200;
            }
        }
    };
    let report = judged("ssh.discover", spoil, |_| {}).await;
    assert_eq!(one(&report, EXAMPLE).verdict, Verdict::Fail);
    assert!(!one(&report, "ssh.discover/security-headers").findings.is_empty());
    let credentials = one(&report, "ssh.discover/credentials");
    assert_eq!(credentials.verdict, Verdict::Fail);
    let told = support::told(&report);
    assert!(told.contains("ssh.discover/credentials (security, "), "{told}");
}
