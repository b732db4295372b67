//! Who may do what is judged in combinations: a fault that shows in some of them alone is found.

use labproof_harness::{Plan, Report, RequirementReport, Selection, Verdict};

use crate::support::{self, Passing};

/// The suite's questions to a spoiled server of the newest edition, after somebody changed the plan.
async fn judged(
    spoil: impl Fn(&str, &mut Passing) + Send + Sync + 'static,
    change: impl FnOnce(&mut Plan),
) -> Report {
    let newest = support::spec().editions().next_back().unwrap();
    let selection = Selection {
        run: vec!["git.allowed/combinations-*".parse().unwrap()],
        ..Selection::default()
    };
    support::spoiled(newest, selection, spoil, change).await
}

fn of<'r>(report: &'r Report, aspect: &str) -> &'r RequirementReport {
    let id = format!("git.allowed/{aspect}");
    let mut requirements = report.editions[0].requirements.iter();
    requirements.find(|it| it.requirement.id == id).unwrap()
}

/// What each aspect came to: refused, granted, worded.
fn verdicts(report: &Report) -> [Verdict; 3] {
    [
        "combinations-refused",
        "combinations-granted",
        "combinations-worded",
    ]
    .map(|aspect| of(report, aspect).verdict)
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_let_in_for_one_parameter_is_found_and_fails() {
    let report = judged(
        |request, answer| {
            if request.contains("GIT_OBJECT_DIRECTORY_RELATIVE") && answer.status == 401 {
                answer.status = 200;
                answer.body = r#"{"status": true}"#.to_owned();
            }
        },
        |_| {},
    )
    .await;
    assert_eq!(verdicts(&report), [Verdict::Fail, Verdict::Pass, Verdict::Pass]);
    let refused = of(&report, "combinations-refused");
    assert!(refused.is_insecure());
    let breach = &refused.findings[0].breach;
    assert!(
        breach.expected.starts_with("a refusal with 401: "),
        "{}",
        breach.expected
    );
    assert!(
        breach.changed.as_ref().unwrap().ends_with("beside quarantine"),
        "{breach:?}"
    );
    assert!(breach.actual[1].starts_with("and so for "), "{:?}", breach.actual);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_refused_in_one_combination_is_found() {
    let report = judged(
        |request, answer| {
            let is_pushed = request.contains("username=") && request.contains("protocol=http");
            if is_pushed && answer.status == 200 {
                answer.status = 401;
                answer.body = r#"{"status": false, "message": "No."}"#.to_owned();
            }
        },
        |_| {},
    )
    .await;
    assert_eq!(
        verdicts(&report),
        [Verdict::Pass, Verdict::Warning, Verdict::Pass]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn other_words_in_one_combination_are_found_and_a_5xx_is_not_judged() {
    for (status, wanted) in [
        (401, Verdict::Warning),
        (403, Verdict::Warning),
        (500, Verdict::Pass),
    ] {
        let report = judged(
            move |request, answer| {
                if request.contains(r#""protocol":"web""#) && answer.status == 401 {
                    answer.status = status;
                    answer.body = r#"{"status": false, "message": "No."}"#.to_owned();
                }
            },
            |_| {},
        )
        .await;
        assert_eq!(
            verdicts(&report),
            [Verdict::Pass, Verdict::Pass, wanted],
            "{status}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_target_lacks_and_what_a_budget_leaves_out_is_told() {
    let report = judged(
        |_, _| {},
        |plan| {
            plan.budget = Some(40);
            let fixtures = serde_json::to_value(&plan.servers[0].fixtures).unwrap();
            let mut fixtures = fixtures.as_object().unwrap().clone();
            fixtures.remove("blocked_user");
            plan.servers[0].fixtures = serde_json::from_value(fixtures.into()).unwrap();
        },
    )
    .await;
    assert_eq!(verdicts(&report), [Verdict::Pass; 3]);
    assert_eq!(report.editions[0].judged.decisions, 40);
    let notes = report.notes.join("\n");
    assert!(
        notes.contains("the target gives no role for blocked_user: "),
        "{notes}"
    );
    assert!(notes.contains("git.allowed: 40 of "), "{notes}");
}

/// Without consent nothing is pushed to where a push may make a project.
#[tokio::test(flavor = "multi_thread")]
async fn without_consent_nothing_is_pushed_to_a_free_path() {
    let report = judged(
        |request, _| {
            let is_free = request.contains("nowhere%2Flost") || request.contains("nowhere/lost");
            let makes = request.contains("git-receive-pack") && is_free;
            assert!(!makes, "{request}");
        },
        |plan| plan.servers[0].writes = false,
    )
    .await;
    assert_eq!(verdicts(&report), [Verdict::Pass; 3]);
}
