//! What a run may say of a server that wavers, of profiles that are not there, and of work that was left undone.

use crate::support;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use crate::support::Passing;
use labproof_harness::{Conclusion, Plan, Report, RequirementReport, Selection, Standing, Stop, Verdict};

/// The suite against a spoiled server of the newest edition, after somebody changed the plan.
async fn judged(
    selection: Selection,
    spoil: impl Fn(&str, &mut Passing) + Send + Sync + 'static,
    change: impl FnOnce(&mut Plan),
) -> Report {
    support::spoiled(support::spec().newest(), selection, spoil, change).await
}

fn one(id: &str) -> Selection {
    Selection {
        run: vec![id.parse().unwrap()],
        ..Selection::default()
    }
}

fn requirement<'r>(report: &'r Report, id: &str) -> &'r RequirementReport {
    let mut requirements = report.editions[0].requirements.iter();
    requirements.find(|report| report.requirement.id == id).unwrap()
}

/// Spoils the first answer that says who a key belongs to, and no other.
fn wavers() -> impl Fn(&str, &mut Passing) + Send + Sync + 'static {
    let seen = AtomicUsize::new(0);
    move |_, passing| {
        if passing.body.contains("\"username\"") && seen.fetch_add(1, Ordering::SeqCst) == 0 {
            passing.body = passing.body.replace("\"username\"", "\"user_name\"");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_that_is_gone_when_it_is_looked_for_again_is_flaky_and_both_exchanges_are_kept() {
    let id = "ssh.discover/example";
    let report = judged(one(id), wavers(), |plan| plan.retry = 1).await;
    let flaky = requirement(&report, id);
    assert_eq!(flaky.verdict, Verdict::Flaky, "{flaky:?}");
    let breach = &flaky.findings[0].breach;
    assert!(
        breach
            .exchange
            .as_ref()
            .unwrap()
            .answer
            .text
            .contains("user_name")
    );
    assert!(
        breach
            .again
            .as_ref()
            .unwrap()
            .answer
            .text
            .contains("\"username\"")
    );
    assert_eq!(report.conclusion(), Conclusion::Conforms);
    let strict = judged(one(id), wavers(), |plan| (plan.retry, plan.strict) = (1, true)).await;
    assert_eq!(strict.conclusion(), Conclusion::Breaks);
    let once = judged(one(id), wavers(), |_| {}).await;
    assert_eq!(requirement(&once, id).verdict, Verdict::Fail);
}

/// Answers everything below a path as a server that does not have it.
fn lacks(path: &'static str) -> impl Fn(&str, &mut Passing) + Send + Sync + 'static {
    move |request, passing| {
        if request.lines().next().is_some_and(|line| line.contains(path)) {
            passing.status = 404;
            passing.body = r#"{"error":"404 Not Found"}"#.to_owned();
        }
    }
}

fn claims(profiles: &[&str]) -> Selection {
    Selection {
        profiles: profiles.iter().map(|name| (*name).to_owned()).collect(),
        ..Selection::default()
    }
}

fn standing(report: &Report, profile: &str) -> Standing {
    let mut profiles = report.editions[0].profiles.iter();
    profiles
        .find(|report| report.profile == profile)
        .unwrap()
        .standing
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_that_is_not_there_fails_where_it_is_claimed_and_is_a_fact_where_it_is_not() {
    let absent = lacks("/internal/error_tracking/");
    let claimed = judged(claims(&["geo", "opstrace"]), absent, |plan| plan.cases = 1).await;
    assert_eq!(claimed.conclusion(), Conclusion::Breaks);
    assert_eq!(standing(&claimed, "opstrace"), Standing::Breaks);
    assert_eq!(standing(&claimed, "geo"), Standing::Conforms);

    let absent = lacks("/internal/error_tracking/");
    let unclaimed = judged(claims(&["geo"]), absent, |plan| plan.cases = 1).await;
    assert_eq!(unclaimed.conclusion(), Conclusion::Conforms);
    assert_eq!(standing(&unclaimed, "opstrace"), Standing::NotApplicable);
    let lost = requirement(&unclaimed, "error_tracking.allowed/example");
    assert_eq!(lost.verdict, Verdict::NotApplicable);
    assert!(!lost.reasons.is_empty());
    // What is there and not claimed is said, and not judged.
    assert!(
        unclaimed.notes.iter().any(|note| note.contains("kas")),
        "{:?}",
        unclaimed.notes
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_is_told_to_stop_reports_what_it_had_and_that_it_is_not_all() {
    let (stopper, stop) = Stop::pair();
    stopper.stop("the time limit was up");
    let report = judged(claims(&["geo"]), |_, _| {}, |plan| plan.stop = stop).await;
    assert_eq!(report.interrupted.as_deref(), Some("the time limit was up"));
    assert_eq!(report.conclusion(), Conclusion::Broken);
    assert!(report.count(Verdict::Skipped) > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn too_little_of_a_profile_is_no_conformance() {
    let report = judged(
        claims(&["gitaly"]),
        |_, _| {},
        |plan| {
            plan.servers[0].writes = false;
            plan.selection.skip = vec!["git.allowed".parse().unwrap()];
            plan.cases = 1;
        },
    )
    .await;
    assert!(report.editions[0].profiles[0].is_below_its_floor());
    assert_eq!(report.conclusion(), Conclusion::Nothing);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_asked_for_is_not_missed() {
    for selection in [one("instance.check"), one("ssh.discover/example")] {
        let absent = lacks("/internal/error_tracking/");
        let report = judged(selection, absent, |plan| plan.cases = 1).await;
        assert_eq!(report.conclusion(), Conclusion::Conforms);
        assert_eq!(report.count(Verdict::Fail), 0);
    }
    let mut selection = claims(&["geo", "opstrace"]);
    selection.skip = vec!["error_tracking.*".parse().unwrap()];
    let absent = lacks("/internal/error_tracking/");
    let report = judged(selection, absent, |plan| plan.cases = 1).await;
    assert_eq!(report.count(Verdict::Fail), 0);
    assert!(report.count(Verdict::Skipped) > 0);
}

/// Not even one that has to be refused: the server under test may be the one that does not refuse it.
#[tokio::test(flavor = "multi_thread")]
async fn without_consent_no_request_goes_to_what_writes() {
    let writing: Vec<String> = support::spec()
        .api(support::spec().newest())
        .operations
        .iter()
        .filter(|operation| operation.writes)
        .map(|operation| format!("{} {}", operation.method, operation.path))
        .collect();
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let spoil = move |request: &str, _: &mut Passing| {
        let line = request.lines().next().unwrap_or_default();
        let asks =
            |route: &String| line.starts_with(&format!("{route} ")) || line.starts_with(&format!("{route}?"));
        if writing.iter().any(asks) {
            count.fetch_add(1, Ordering::SeqCst);
        }
    };
    let report = judged(claims(&["gitaly", "kas"]), spoil, |plan| {
        plan.servers[0].writes = false;
        plan.cases = 1;
    })
    .await;
    assert_eq!(asked.load(Ordering::SeqCst), 0);
    // What only reads is judged all the same.
    let api = support::spec().api(support::spec().newest());
    let reading = api.operations.iter().filter(|operation| !operation.writes);
    let matrices: Vec<String> = reading.map(|it| format!("{}/credentials", it.slug)).collect();
    let requirements = report.editions[0].requirements.iter();
    let judged: Vec<(&str, Verdict)> = requirements
        .filter(|it| matrices.contains(&it.requirement.id))
        .map(|it| (it.requirement.id.as_str(), it.verdict))
        .collect();
    assert!(judged.len() > 3, "{judged:?}");
    assert!(
        judged.iter().all(|(_, verdict)| *verdict == Verdict::Pass),
        "{judged:?}"
    );
}

/// The rest of the matrix is judged without it, and that says nothing of the whole.
#[tokio::test(flavor = "multi_thread")]
async fn a_secret_that_is_not_given_leaves_its_requirement_untestable() {
    for check in ["credentials", "credentials-refusal"] {
        let id = format!("storage_exclusions.list/{check}");
        let report = judged(
            one(&id),
            |_, _| {},
            |plan| {
                plan.servers[0].secrets.remove("developer");
            },
        )
        .await;
        assert_eq!(report.count(Verdict::Untestable), 1, "{id}");
        assert_ne!(report.conclusion(), Conclusion::Conforms, "{id}");
    }
}

/// What others have to do with the operation is tried where it can be.
#[tokio::test(flavor = "multi_thread")]
async fn a_secret_of_others_that_is_not_given_leaves_nothing_open() {
    let report = judged(
        one("instance.check/credentials"),
        |_, _| {},
        |plan| plan.servers[0].secrets.retain(|name, _| name == "shell"),
    )
    .await;
    assert_eq!(report.count(Verdict::Pass), 1);
}

/// What an accepted request has done already, nobody notices when a refused one does it again.
#[tokio::test(flavor = "multi_thread")]
async fn bad_credentials_are_tried_before_anything_is_done() {
    let statuses = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&statuses);
    let spoil = move |request: &str, passing: &mut Passing| {
        if request.starts_with("POST /api/v4/internal/pre_receive") {
            seen.lock().unwrap().push(passing.status);
        }
    };
    judged(one("git.pre_receive"), spoil, |plan| plan.cases = 1).await;
    let statuses = statuses.lock().unwrap();
    let matrix = statuses.iter().take_while(|status| **status == 401).count();
    assert!(matrix > 10 && statuses.contains(&200), "{statuses:?}");
}

/// Whoever is let in breaks a `should` that is marked; whoever is refused in other words does not.
#[tokio::test(flavor = "multi_thread")]
async fn letting_somebody_in_fails_whatever_the_level_and_is_told_first() {
    let id = "git.allowed/guest";
    let refuses_a_guest = |answer: &Passing| answer.status == 401 && answer.body.contains("not allowed to");
    let spoiled = |status, body: &'static str| {
        move |_: &str, answer: &mut Passing| {
            if refuses_a_guest(answer) {
                answer.status = status;
                answer.body = body.to_owned();
            }
        }
    };
    let selection = || Selection {
        run: vec![id.parse().unwrap(), "git.allowed/action".parse().unwrap()],
        ..Selection::default()
    };
    let report = judged(selection(), spoiled(200, r#"{"status": true}"#), |_| {}).await;
    let guest = requirement(&report, id);
    assert_eq!((guest.verdict, guest.is_insecure()), (Verdict::Fail, true));
    assert_eq!(report.conclusion(), Conclusion::Breaks);
    let told = support::told(&report);
    assert!(
        told.contains("FAIL git.allowed/guest (security, should, edition "),
        "{told}"
    );
    assert!(told.contains(" of security)"), "{told}");

    for (status, body) in [
        (403, r#"{"status": false, "message": "No."}"#),
        (200, r#"{"status": false, "message": "No."}"#),
        (302, ""),
    ] {
        let report = judged(one(id), spoiled(status, body), |_| {}).await;
        let guest = requirement(&report, id);
        assert_eq!(
            (guest.verdict, guest.is_insecure()),
            (Verdict::Warning, false),
            "{status} {body}"
        );
        let told = support::told(&report);
        assert!(told.contains(", with 1 warning: "), "{told}");
        let badge: serde_json::Value =
            serde_json::from_str(&labproof_harness::formats::badge::text(&report)).unwrap();
        assert_eq!(badge["color"], "yellow", "{badge}");
    }
}

/// Whoever puts everybody off has refused nobody for a bad credential.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_throttles_bad_credentials_is_not_judged_by_them() {
    let id = "ssh.discover/credentials";
    let throttles = |_: &str, answer: &mut Passing| {
        if answer.status == 401 {
            answer.status = 429;
        }
    };
    let report = judged(one(id), throttles, |_| {}).await;
    let credentials = requirement(&report, id);
    assert_eq!(
        credentials.verdict,
        Verdict::Untestable,
        "{:?}",
        credentials.reasons
    );
    assert!(credentials.reasons.iter().any(|it| it.contains("throttles")));
}
