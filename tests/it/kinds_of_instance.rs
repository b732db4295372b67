//! What an instance need not have, being of its kind, is neither for nor against it: said in the target file, or found
//! out from its answers.

use std::collections::BTreeMap;
use std::sync::Arc;

use labproof::bundle;
use labproof::embedded::Embedded;
use labproof_harness::{Quiet, Selection, Verdict};
use labproof_spec::InstanceKind;

use crate::support::command::{Serving, expect, folder, run};
use crate::support::{self, Passing};

const SCIM: &str = "It is not GitLab.com.";
const ENTERPRISE: &str = "It is the Enterprise Edition.";
const POLICIES: &str = "Projects may have security policies.";
const FINDINGS: &str = "Vulnerabilities that scanners find are kept.";
const UNLICENSED: &str =
    "{edition: ee, features: {security_dashboard: false, security_orchestration_policies: false}}";

/// A kind of instance, what of the documents is not about it, and the profiles of which nothing is.
const KINDS: [(&str, &[&str], &[&str]); 4] = [
    ("{edition: ce}", &[ENTERPRISE], &["admin-area", "scim-instance"]),
    (UNLICENSED, &[POLICIES, FINDINGS], &[]),
    ("{saas: true}", &[SCIM], &["scim-instance"]),
    ("{saas: false}", &["It is GitLab.com."], &["admin-area"]),
];

/// Judges some of a server of a kind, whose target file says of what kind it is or does not.
fn judged(kind: &str, is_said: bool) -> String {
    let profiles = ["kas", "admin-area", "scim-instance", "geo"];
    judged_in("17.9", kind, is_said, &profiles)
}

fn judged_in(edition: &str, kind: &str, is_said: bool, profiles: &[&str]) -> String {
    let serving = Serving::start_in(folder(), edition, &["--instance", kind]);
    let text = std::fs::read_to_string(serving.target()).unwrap();
    let mut is_inside = false;
    let unsaid: Vec<&str> = text
        .lines()
        .filter(|line| {
            is_inside = line.starts_with("instance:") || (is_inside && line.starts_with(' '));
            !is_inside
        })
        .collect();
    assert!(unsaid.len() < text.lines().count(), "{text}");
    if !is_said {
        std::fs::write(serving.target(), unsaid.join("\n")).unwrap();
    }
    let mut arguments = vec!["run", "--target", "target.yaml", "--strict", "--cases", "1"];
    profiles
        .iter()
        .for_each(|profile| arguments.extend(["--profile", profile]));
    let (code, said, fault) = run(serving.path(), &arguments);
    assert_eq!(code, 0, "{kind}: {said}{fault}");
    said
}

#[test]
fn what_such_an_instance_does_not_have_is_named_and_counts_neither_way() {
    for (kind, sentences, without) in KINDS {
        // Whatever is said goes the same way.
        let ways: &[bool] = if kind == KINDS[0].0 {
            &[true, false]
        } else {
            &[false]
        };
        for &is_said in ways {
            let said = judged(kind, is_said);
            for sentence in sentences {
                let told = said.lines().find(|line| line.contains(sentence));
                let told = told.unwrap_or_else(|| panic!("`{sentence}` is not in: {said}"));
                assert_eq!(told.contains("as the target file says"), is_said, "{told}");
            }
            assert_eq!(said.matches("not so here").count(), sentences.len(), "{said}");
            for profile in without {
                let line = said.lines().find(|line| line.trim_start().starts_with(profile));
                assert!(line.unwrap().ends_with("— not applicable"), "{said}");
            }
            assert!(said.contains("\nconforms: "), "{said}");
        }
    }
}

/// What of an edition hangs on a setting, and the profile that has it.
const SETTINGS: [(&str, &str, &str, &str); 4] = [
    (
        "13.10",
        "kas_internal_api",
        "kas",
        "kas            4 operations: 69 not-applicable — not applicable",
    ),
    (
        "16.3",
        "kas_internal_api",
        "kas",
        "kas            7 operations: 131 not-applicable — not applicable",
    ),
    (
        "16.3",
        "admin_mode_off",
        "admin-area",
        "admin-area     3 operations: 61 pass, 2 not-applicable — conforms, strictly",
    ),
    (
        "18.9",
        "admin_mode_off",
        "admin-area",
        "admin-area     3 operations: 61 pass, 2 not-applicable — conforms, strictly",
    ),
];

#[test]
fn an_instance_that_is_set_otherwise_conforms_whether_its_target_file_says_so_or_not() {
    for (edition, setting, profile, wanted) in SETTINGS {
        for is_said in [true, false] {
            let kind = format!("{{saas: true, settings: {{{setting}: false}}}}");
            let said = judged_in(edition, &kind, is_said, &[profile, "geo"]);
            assert!(said.contains(wanted), "{edition} {setting}: {said}");
        }
    }
}

/// Every profile of a served edition, as a release of GitLab of each kind serves it.
#[test]
fn whatever_kind_of_instance_serves_the_release_it_conforms() {
    let com = "It is GitLab.com.";
    for (kind, is_said, sentences) in [
        ("{edition: ce}", true, &[ENTERPRISE][..]),
        (UNLICENSED, true, &[com, POLICIES, FINDINGS]),
        ("{edition: ee}", false, &[com]),
        ("{saas: true}", false, &[SCIM]),
    ] {
        let said = judged_in("18.9", kind, is_said, &[]);
        assert!(said.contains("\nconforms: "), "{said}");
        assert!(said.contains(", 0 against what GitLab does"), "{said}");
        // GitLab.com sells plans, whatever was seen of another instance.
        assert_eq!(
            said.contains("hosted_plans"),
            kind == UNLICENSED,
            "{kind}: {said}"
        );
        for sentence in sentences {
            assert!(
                said.contains(&format!("not so here: \"{sentence}\"")),
                "`{sentence}` is not in: {said}"
            );
        }
    }
}

/// What becomes of a selection where nobody says of what kind the server is, and a proxy spoils answers.
async fn of_an_unknown_kind(
    selection: Selection,
    spoil: impl Fn(&str, &mut Passing) + Send + Sync + 'static,
) -> BTreeMap<String, Verdict> {
    let mut embedded = Embedded::start(&[support::spec().newest()])
        .await
        .unwrap_or_else(|failure| panic!("{:#}", failure.error));
    let mut servers = embedded.servers();
    servers[0].kind = InstanceKind::default();
    servers[0].url = support::proxy(servers[0].url.clone(), spoil).await;
    let features = bundle::features().unwrap_or_else(|failure| panic!("{:#}", failure.error));
    let plan = support::plan(servers, selection);
    let judged = labproof_harness::run(support::spec(), &features, plan, Arc::new(Quiet)).await;
    embedded.stop().await;
    let (report, _) = judged.unwrap();
    let requirements = report.editions[0].requirements.iter();
    requirements
        .map(|it| (it.requirement.id.clone(), it.verdict))
        .collect()
}

/// An operation that is missing does not make a server an instance that need not have it, where another shows that it
/// is one which does.
#[tokio::test(flavor = "multi_thread")]
async fn a_missing_operation_fails_where_others_show_what_kind_of_instance_it_is() {
    let selection = Selection {
        profiles: ["kas".to_owned(), "scim-instance".to_owned()].into(),
        run: vec!["*/example".parse().unwrap()],
        ..Selection::default()
    };
    let verdicts = of_an_unknown_kind(selection, |request, answer| {
        if request.contains("/policies_configuration") {
            answer.status = 404;
            answer.body = r#"{"error":"404 Not Found"}"#.to_owned();
        }
    })
    .await;
    for (id, verdict) in verdicts {
        let wanted = match id.as_str() {
            "kas.policies_configuration/example" => Verdict::Fail,
            _ => Verdict::Pass,
        };
        assert_eq!(verdict, wanted, "{id}");
    }
}

/// Of a requirement that hangs on a setting, only the answer of an instance that is set otherwise is let pass.
#[tokio::test(flavor = "multi_thread")]
async fn what_hangs_on_an_unknown_setting_fails_unless_it_is_broken_as_that_setting_breaks_it() {
    let id = "git.allowed/terms-not-accepted";
    for (status, wanted) in [
        (401, Verdict::Pass),
        (200, Verdict::NotApplicable),
        (404, Verdict::Warning),
    ] {
        let selection = Selection {
            run: vec![id.parse().unwrap()],
            ..Selection::default()
        };
        let verdicts = of_an_unknown_kind(selection, move |_, answer| {
            if answer.body.contains("Terms of Service") {
                answer.status = status;
            }
        })
        .await;
        assert_eq!(verdicts[id], wanted, "{status}");
    }
}

/// Nothing tested is never a success.
#[test]
fn a_profile_that_is_not_about_such_an_instance_tests_nothing() {
    let serving = Serving::start("17.9");
    serving.changed("ce.yaml", "edition: ee", "edition: ce");
    expect(
        serving.path(),
        &["run", "--target", "ce.yaml", "--profile", "scim-instance"],
        4,
        &[
            "requirements are not applicable",
            "— not applicable",
            "nothing was judged",
        ],
    );
}

#[test]
fn a_kind_that_nobody_knows_is_told_with_its_place() {
    let serving = Serving::start("17.9");
    serving.changed("wrong.yaml", "lfs: true", "lsf: true");
    expect(
        serving.path(),
        &["run", "--target", "wrong.yaml"],
        2,
        &["/instance/settings/lsf: nothing hangs on it; there are: ", "lfs"],
    );
    let folder = folder();
    for (kind, fault) in [
        ("absent.yaml", "--instance absent.yaml: No such file"),
        ("{edition: me}", "--instance {edition: me}"),
        ("{features: {lfs: true}}", "/features/lfs: nothing hangs on it"),
    ] {
        expect(folder.path(), &["serve", "--instance", kind], 2, &[fault]);
    }
}
