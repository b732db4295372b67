//! A reference server with one defect each: the check that is there for it turns red, and for the right reason.
//!
//! Every derived check has a defect here, so that none can be one that never fails.

use crate::support;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::support::{Passing, proxy};
use base64::Engine as _;
use labproof::embedded::Embedded;
use labproof_harness::{FeatureText, Features, Quiet, RequirementReport, Selection, Verdict};
use labproof_spec::{Edition, Level};

/// Judges one requirement of a spoiled server of the newest edition.
async fn judged(id: &str, spoil: impl Fn(&str, &mut Passing) + Send + Sync + 'static) -> RequirementReport {
    judged_in(support::spec().newest(), id, spoil).await
}

async fn judged_in(
    edition: Edition,
    id: &str,
    spoil: impl Fn(&str, &mut Passing) + Send + Sync + 'static,
) -> RequirementReport {
    let selection = Selection {
        run: vec![id.parse().unwrap()],
        ..Selection::default()
    };
    let mut report = support::spoiled(edition, selection, spoil, |_| {}).await;
    let requirements = &mut report.editions[0].requirements;
    assert_eq!(requirements.len(), 1, "{id}");
    requirements.remove(0)
}

/// The requirement is breached, and one of its findings says so.
async fn breached(id: &str, part: &str, spoil: impl Fn(&str, &mut Passing) + Send + Sync + 'static) {
    tells(id, &judged(id, spoil).await, part);
}

/// The report has the verdict of a breach, and one of its findings says so.
fn tells(id: &str, report: &RequirementReport, part: &str) {
    let wanted = match report.requirement.level {
        _ if report.is_insecure() => Verdict::Fail,
        Level::Must => Verdict::Fail,
        Level::Should => Verdict::Warning,
        Level::May => Verdict::Pass,
    };
    assert_eq!(report.verdict, wanted, "{id}: {:?}", report.reasons);
    let said: Vec<String> = report
        .findings
        .iter()
        .map(|finding| {
            format!(
                "{}\n{}",
                finding.breach.expected,
                finding.breach.actual.join("\n")
            )
        })
        .collect();
    assert!(
        said.iter().any(|said| said.contains(part)),
        "{id}: `{part}` is not in {said:#?}"
    );
    let shown = report.findings.iter().filter(|it| it.breach.exchange.is_some());
    assert_eq!(shown.count(), said.len(), "{id}: each shows the exchange");
}

fn is_refusal(passing: &Passing) -> bool {
    passing.body == r#"{"message":"401 Unauthorized"}"#
}

/// The claims of the request's token.
fn claims(request: &str) -> Option<serde_json::Value> {
    let token = request
        .lines()
        .find_map(|line| line.strip_prefix("gitlab-shell-api-request: "))?;
    let claims = base64::engine::general_purpose::URL_SAFE_NO_PAD
        .decode(token.split('.').nth(1)?)
        .ok()?;
    serde_json::from_slice(&claims).ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_derived_check_turns_red_for_its_defect() {
    breached("git.allowed/example", "at /gl_username", |_, passing| {
        passing.body = passing
            .body
            .replace(r#""gl_username":"root""#, r#""gl_username":"admin""#);
    })
    .await;
    breached("git.allowed/credentials", "a refusal, 401", |_, passing| {
        if is_refusal(passing) {
            passing.status = 200;
        }
    })
    .await;
    breached("git.allowed/credentials", "a refusal, 401", |request, passing| {
        if is_refusal(passing) && request.contains("content-type: application/json") {
            passing.status = 200;
        }
    })
    .await;
    breached("git.allowed/credentials", "a refusal, 401", |request, passing| {
        if is_refusal(passing) && !request.contains("content-type: ") {
            passing.status = 200;
        }
    })
    .await;
    breached(
        "ssh.discover/credentials",
        "another answer than that to a request without credentials",
        |request, passing| {
            if request.contains("content-type: application/json") {
                passing.status = 401;
                passing.body = r#"{"message":"401 Unauthorized"}"#.to_owned();
            }
        },
    )
    .await;
    breached(
        "git.allowed/credentials-refusal",
        "401 Unauthorized",
        |_, passing| {
            if is_refusal(passing) {
                passing.body = r#"{"message":"401 unauthorized"}"#.to_owned();
            }
        },
    )
    .await;
    breached(
        "git.allowed/lawful-credentials",
        "status 401",
        |request, passing| {
            if claims(request).is_some_and(|claims| claims.get("exp").is_none()) {
                passing.status = 401;
            }
        },
    )
    .await;
    breached(
        "git.allowed/answers-json",
        "content-type: text/plain",
        |_, passing| {
            passing.headers = vec![("content-type".to_owned(), "text/plain".to_owned())];
        },
    )
    .await;
    breached(
        "git.allowed/media-types",
        "the request to be accepted",
        |request, passing| {
            if request.contains("content-type: application/json") {
                passing.status = 415;
            }
        },
    )
    .await;
    breached(
        "git.allowed/media-types",
        "the answer that the first way got",
        |request, passing| {
            if request.contains("content-type: application/json") {
                passing.body = passing
                    .body
                    .replace("\"gl_username\":\"root\"", "\"gl_username\":\"admin\"");
            }
        },
    )
    .await;
    breached("git.allowed/valid-requests", "status 418", |request, passing| {
        if request.contains("check_ip") {
            passing.status = 418;
        }
    })
    .await;
    breached("kas.usage_metrics/single-faults", "status 500", |_, passing| {
        if passing.status == 400 {
            passing.status = 500;
        }
    })
    .await;
    breached(
        "git.allowed/security-headers",
        "x-frame-options: (absent)",
        |_, passing| {
            passing.headers.retain(|(name, _)| name != "x-frame-options");
        },
    )
    .await;
    breached("git.allowed/trailing-slash", "status 404", |request, passing| {
        if request.lines().next().unwrap().contains("/ HTTP/") {
            passing.status = 404;
        }
    })
    .await;
    breached("git.allowed/wrong-method", "status 405", |_, passing| {
        if passing.status == 404 {
            passing.status = 405;
        }
    })
    .await;
    for (check, status) in [("malformed-json", 400), ("unsupported-media-type", 415)] {
        breached(
            &format!("git.allowed/{check}"),
            "status 202",
            move |_, passing| {
                if passing.status == status {
                    passing.status = 202;
                }
            },
        )
        .await;
    }
}

/// What lists, fresh values, labels, tokens and empty answers are compared with.
#[tokio::test(flavor = "multi_thread")]
async fn the_newer_ways_of_comparing_can_fail() {
    breached(
        "storage_exclusions.list/example",
        "no item like the documented",
        |_, passing| {
            passing.body = passing
                .body
                .replace("another reason to exclude", "no reason to exclude");
        },
    )
    .await;
    breached("scim.group.create/example", "at /id: ", |_, passing| {
        passing.body = passing.body.replace(r#""id":"u"#, r#""id":"v"#);
    })
    .await;
    breached(
        "scim.group.get/answers-json",
        "content-type: text/plain",
        |_, passing| {
            passing.headers = vec![("content-type".to_owned(), "text/plain".to_owned())];
        },
    )
    .await;
    breached(
        "storage_exclusions.list/credentials",
        "status 200",
        |_, passing| {
            // Whoever is no administrator is let in.
            if passing.status == 403 {
                passing.status = 200;
            }
        },
    )
    .await;
    breached(
        "kas.agent_info/credentials-refusal",
        "401 Unauthorized",
        |_, passing| {
            if passing.body.contains("KAS JWT authentication invalid") {
                passing.body = r#"{"message":"401 Unauthorized"}"#.to_owned();
            }
        },
    )
    .await;
    for check in [
        "example",
        "valid-requests",
        "trailing-slash",
        "lawful-credentials",
    ] {
        breached(
            &format!("kas.usage_metrics/{check}"),
            "status 204",
            |_, passing| {
                passing.status = 204;
                passing.body = String::new();
            },
        )
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_state_that_changes_under_refusals_is_noticed() {
    let refused = "the same state after requests that were all refused\nthe state differs from before";
    for (id, check, part) in [
        ("git.allowed/credentials", "credentials", refused),
        ("git.allowed/single-faults", "refused-faults", "differs"),
        ("kas.usage_metrics/single-faults", "single-faults", "differs"),
    ] {
        let count = AtomicUsize::new(0);
        let report = judged(id, move |request, passing| {
            if request.starts_with("GET /-/labproof/state") {
                passing.body = count.fetch_add(1, Ordering::Relaxed).to_string();
            }
        })
        .await;
        tells(id, &report, part);
        assert_eq!(report.requirement.check.as_deref(), Some(check), "{id}");
    }
}

/// What declares no types may trip over them, which is nobody's fault.
#[tokio::test(flavor = "multi_thread")]
async fn a_fault_may_end_in_a_5xx_where_no_types_are_declared() {
    let report = judged("ssh.discover/single-faults", |_, passing| {
        if passing.body == "null" {
            passing.status = 500;
        }
    })
    .await;
    assert_eq!(report.verdict, Verdict::Pass, "{:?}", report.findings);
}

/// A server may take the secret in the parameter in one form and not in the other; it is a remark for each.
#[tokio::test(flavor = "multi_thread")]
async fn a_secret_in_the_parameter_that_is_refused_is_a_remark() {
    let oldest = support::spec().editions().next().unwrap();
    let id = "git.allowed/tolerated-credentials";
    for refused in [0, 1] {
        let count = AtomicUsize::new(0);
        let report = judged_in(oldest, id, move |request, passing| {
            let is_in_parameter = request.contains("secret_token=");
            if is_in_parameter && count.fetch_add(1, Ordering::Relaxed) == refused {
                passing.status = 401;
                passing.body = r#"{"message":"401 Unauthorized"}"#.to_owned();
            }
        })
        .await;
        tells(id, &report, "status 401");
        assert_eq!(report.findings.len(), 1, "{:?}", report.findings);
        assert_eq!(report.requirement.check.as_deref(), Some("tolerated-credentials"));
    }
}

/// Plays one scenario of our own, in which an answer may take some seconds, before a slow server.
async fn timed(seconds: u32) -> RequirementReport {
    let text = format!(
        "@op:git.allowed\nFeature: Time\n\n  @req:git.allowed/within-fifty-seconds\n  Scenario: Fetch\n    \
         Given the request of the documented example\n    When it is sent, with {seconds} seconds to answer\n    \
         Then the status is 200\n"
    );
    let text = FeatureText {
        path: "git/time.feature".to_owned(),
        text,
    };
    let features = Features::parse(&[text]).unwrap();
    let mut embedded = Embedded::start(&[support::spec().newest()])
        .await
        .unwrap_or_else(|failure| panic!("{:#}", failure.error));
    let mut servers = embedded.servers();
    let slow = |request: &str, _: &mut Passing| {
        if request.contains("gnuwget") {
            std::thread::sleep(Duration::from_millis(1200));
        }
    };
    servers[0].url = proxy(servers[0].url.clone(), slow).await;
    let selection = Selection {
        run: vec!["git.allowed/within-fifty-seconds".parse().unwrap()],
        ..Selection::default()
    };
    let mut plan = support::plan(servers, selection);
    plan.limits = plan.limits.timeout(Duration::from_secs(1));
    let report = labproof_harness::run(support::spec(), &features, plan, Arc::new(Quiet)).await;
    embedded.stop().await;
    let (mut report, _) = report.unwrap_or_else(|error| panic!("{error}"));
    report.editions[0].requirements.remove(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_may_take_as_long_as_a_scenario_says_and_no_longer() {
    let late = timed(1).await;
    tells(
        &late.requirement.id,
        &late,
        "an answer within 1 seconds\nan answer after 1.",
    );
    // Longer than any other answer may take.
    let in_time = timed(50).await;
    assert_eq!(in_time.verdict, Verdict::Pass, "{:?}", in_time.findings);
}

/// Every derived check stands in one of the tests above.
#[test]
fn no_derived_check_is_without_a_defect() {
    let source = concat!(include_str!("defects.rs"), include_str!("combinations.rs"));
    let checks = support::spec()
        .derived()
        .iter()
        .map(|derived| derived.check.as_str());
    let without: BTreeSet<&str> = checks
        .filter(|check| !source.contains(&format!("/{check}\"")) && !source.contains(&format!("\"{check}\"")))
        .collect();
    assert!(without.is_empty(), "{without:?}");
}

/// What features judge, breached one by one.
#[tokio::test(flavor = "multi_thread")]
async fn features_turn_red_for_what_they_are_about() {
    breached("ssh.discover/nobody-is-null", "null", |_, passing| {
        if passing.body == "null" {
            passing.body = r#"{"id":1,"name":"Nobody","username":"nobody"}"#.to_owned();
        }
    })
    .await;
    breached("git.allowed/rate-limit", "status 429", |_, passing| {
        if passing.status == 429 {
            passing.status = 404;
        }
    })
    .await;
}

/// A token that the server answered is in no finding, whatever was wrong with the answer around it.
#[tokio::test(flavor = "multi_thread")]
async fn tokens_in_answers_stay_secret() {
    let report = judged("ssh.personal_access_token/example", |_, passing| {
        passing.body = passing
            .body
            .replace(r#""success":true"#, r#""success":"yes""#)
            .replace("\"token\":\"", "\"token\":\"glpat-told-");
    })
    .await;
    assert_eq!(report.verdict, Verdict::Fail);
    let said = serde_json::to_string(&report.findings).unwrap();
    assert!(said.contains("[token]") && !said.contains("glpat-told"), "{said}");
}
