//! The reasons for which access is refused, and which comes first.

use labproof_spec::Edition;
use serde_json::{Value, json};

use crate::support::{NOT_FOUND, Target, instance_with, newest, world_with};

const CHARTS: &str = "harbor/charts";
const FETCH: &str = "git-upload-pack";
const PUSH: &str = "git-receive-pack";

async fn verdict(target: &Target, key: u64, action: &str, project: &str) -> (u16, String) {
    let seen = target
        .allowed(json!({"key_id": key, "action": action, "project": project}))
        .await;
    let (status, message) = seen.verdict();
    if status != 200 {
        assert_eq!(seen.body["status"], false);
    }
    (status, message.to_owned())
}

#[tokio::test]
async fn each_refusal_has_its_text() {
    let target = Target::newest().await;
    for (key, action, project, status, message) in [
        (
            400,
            "git-fetch",
            CHARTS,
            401,
            "The command you're trying to execute is not allowed.",
        ),
        (
            400,
            FETCH,
            "justaname",
            404,
            "The namespace you were looking for could not be found.",
        ),
        (
            400,
            FETCH,
            "a b/c",
            404,
            "The namespace you were looking for could not be found.",
        ),
        (
            400,
            FETCH,
            "",
            404,
            "The namespace you were looking for could not be found.",
        ),
        (400, FETCH, "harbor/nothing", NOT_FOUND.0, NOT_FOUND.1),
        (403, FETCH, CHARTS, NOT_FOUND.0, NOT_FOUND.1),
        (999_999, FETCH, CHARTS, NOT_FOUND.0, NOT_FOUND.1),
        (
            400,
            FETCH,
            "harbor/keel-laid",
            404,
            "A repository for this project does not exist yet.",
        ),
        (
            402,
            FETCH,
            CHARTS,
            401,
            "You are not allowed to download code from this project.",
        ),
        (
            400,
            PUSH,
            "harbor/dry-dock",
            401,
            "The repository is temporarily read-only. Please try again later.",
        ),
        (
            400,
            PUSH,
            "harbor/logbook-2019",
            401,
            "You can't push code to an archived project.",
        ),
        (
            431,
            PUSH,
            CHARTS,
            401,
            "This deploy key does not have write access to this project.",
        ),
        (
            999_999,
            PUSH,
            "harbor/almanac",
            401,
            "You are not allowed to upload code for this project.",
        ),
        (
            402,
            PUSH,
            CHARTS,
            401,
            "You are not allowed to push code to this project.",
        ),
        (
            403,
            PUSH,
            "harbor/almanac",
            401,
            "You are not allowed to push code to this project.",
        ),
        (
            400,
            FETCH,
            "lighthouse/lamp",
            401,
            "Git access over SSH is not allowed",
        ),
        (421, FETCH, CHARTS, 401, "Your SSH key has expired."),
    ] {
        assert_eq!(
            verdict(&target, key, action, project).await,
            (status, message.to_owned()),
            "{key} {action} {project}"
        );
    }
}

#[tokio::test]
async fn a_user_in_bad_standing_is_told_so_before_anything_about_the_project() {
    let target = Target::newest().await;
    for (key, message) in [
        (411, "Your account has been blocked."),
        (
            412,
            "Your account is pending approval from your administrator and hence blocked.",
        ),
        (
            416,
            "Your password expired. Please access GitLab from a web browser to update your password.",
        ),
        (417, "This action cannot be performed by internal users"),
    ] {
        for project in [CHARTS, "harbor/nothing", "justaname"] {
            assert_eq!(
                verdict(&target, key, FETCH, project).await,
                (401, message.to_owned())
            );
        }
    }
    let (_, terms) = verdict(&target, 415, FETCH, CHARTS).await;
    assert!(
        terms.starts_with("Your account") || terms.starts_with("You (@undecided.ugo) must accept"),
        "{terms}"
    );
}

#[tokio::test]
async fn earlier_reasons_win() {
    let target = Target::newest().await;
    // The protocol before the key, the key before the command, the command before the project.
    let ask = async |params: Value| {
        let seen = target.allowed(params).await;
        seen.verdict().1.to_owned()
    };
    let lamp = json!({"key_id": 421, "project": "lighthouse/lamp"});
    assert_eq!(ask(lamp).await, "Git access over SSH is not allowed");
    let expired = json!({"key_id": 421, "project": CHARTS, "action": "nonsense"});
    assert_eq!(ask(expired).await, "Your SSH key has expired.");
    let command = json!({"key_id": 400, "project": "harbor/nothing", "action": "nonsense"});
    assert_eq!(
        ask(command).await,
        "The command you're trying to execute is not allowed."
    );
    let blocked = json!({"key_id": 411, "project": CHARTS, "action": "nonsense"});
    assert_eq!(ask(blocked).await, "Your account has been blocked.");
}

#[tokio::test]
async fn the_protocol_is_read_in_any_case_and_the_web_always_passes() {
    let target = Target::newest().await;
    let lamp = |protocol: &str| json!({"key_id": 400, "project": "lighthouse/lamp", "protocol": protocol});
    for protocol in ["http", "HTTP", "web"] {
        assert_eq!(target.allowed(lamp(protocol)).await.status, 200, "{protocol}");
    }
    for (protocol, named) in [("SSH", "SSH"), ("ftp", "FTP")] {
        let message = format!("Git access over {named} is not allowed");
        assert_eq!(
            target.allowed(lamp(protocol)).await.verdict(),
            (401, message.as_str())
        );
    }
    let absent = target
        .allowed(json!({"key_id": 400, "project": "lighthouse/lamp", "protocol": null}))
        .await;
    assert_eq!(absent.status, 401);
    // Where no protocol is insisted on, it does not matter.
    assert_eq!(
        target
            .allowed(json!({"key_id": 400, "project": CHARTS, "protocol": null}))
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn the_instance_may_refuse_pushes() {
    for (setting, message) in [
        (
            "maintenance: true",
            "Git push is not allowed because this GitLab instance is currently in (read-only) maintenance mode.",
        ),
        (
            "read_only: true",
            "You can't push code to a read-only GitLab instance.",
        ),
    ] {
        let target = Target::with_world(newest(), instance_with(setting)).await;
        assert_eq!(
            verdict(&target, 400, PUSH, CHARTS).await,
            (401, message.to_owned())
        );
        assert_eq!(verdict(&target, 400, FETCH, CHARTS).await.0, 200);
    }
}

#[tokio::test]
async fn the_instance_may_insist_on_a_protocol_or_close_http() {
    let target = Target::with_world(newest(), instance_with("git_protocol: http")).await;
    assert_eq!(
        verdict(&target, 400, FETCH, CHARTS).await,
        (401, "Git access over SSH is not allowed".to_owned())
    );
    for (setting, action, message) in [
        ("http_pull: false", FETCH, "Pulling over HTTP is not allowed."),
        ("http_push: false", PUSH, "Pushing over HTTP is not allowed."),
    ] {
        let target = Target::with_world(newest(), instance_with(setting)).await;
        let http = json!({"key_id": 400, "project": CHARTS, "protocol": "http", "action": action});
        assert_eq!(target.allowed(http).await.verdict(), (401, message));
        assert_eq!(verdict(&target, 400, action, CHARTS).await.0, 200);
    }
}

#[tokio::test]
async fn an_archived_group_archives_its_projects() {
    let world = world_with(
        "{ id: 103, path: harbor,",
        "{ id: 103, path: harbor, archived: true,",
    );
    let target = Target::with_world(newest(), world).await;
    assert_eq!(verdict(&target, 400, FETCH, CHARTS).await.0, 200);
    assert_eq!(
        verdict(&target, 400, PUSH, CHARTS).await,
        (401, "You can't push code to an archived project.".to_owned())
    );
}

#[tokio::test]
async fn asking_for_access_is_not_having_it() {
    let world = world_with(
        "    path: harbor/charts\n",
        "    path: harbor/charts\n    requesters: [finn]\n",
    );
    let target = Target::with_world(newest(), world).await;
    assert_eq!(
        verdict(&target, 403, FETCH, CHARTS).await,
        (NOT_FOUND.0, NOT_FOUND.1.to_owned())
    );
}

#[tokio::test]
async fn an_internal_project_is_for_whoever_has_an_account() {
    let world = world_with(
        "    visibility: public\n  - id: 203",
        "    visibility: internal\n  - id: 203",
    );
    let target = Target::with_world(newest(), world).await;
    assert_eq!(verdict(&target, 403, FETCH, "harbor/almanac").await.0, 200);
    assert_eq!(verdict(&target, 999_999, FETCH, "harbor/almanac").await.0, 404);
}

#[tokio::test]
async fn the_address_decides_only_if_it_is_given() {
    let target = Target::newest().await;
    let customs = |ip: Value| json!({"key_id": 400, "project": "quay/customs", "check_ip": ip});
    for ip in [json!(null), json!(""), json!("192.0.2.1")] {
        assert_eq!(target.allowed(customs(ip.clone())).await.status, 200, "{ip}");
    }
    for ip in [json!("192.0.3.1"), json!("::1"), json!("unknown")] {
        assert_eq!(
            target.allowed(customs(ip.clone())).await.verdict(),
            NOT_FOUND,
            "{ip}"
        );
    }
    // Elsewhere it does not matter.
    assert_eq!(
        target
            .allowed(json!({"key_id": 400, "project": CHARTS, "check_ip": "192.0.3.1"}))
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn a_certificate_opens_its_own_group_only() {
    let ask = async |edition, namespace: &str, changes: &str| {
        let target = Target::start(edition).await;
        let params = json!({"username": "mira", "project": CHARTS, "namespace_path": namespace, "changes": changes, "action": PUSH});
        let seen = target.allowed(params).await;
        (seen.status, seen.verdict().1.to_owned())
    };
    let refused = (
        401,
        "You are not allowed to access projects in this namespace.".to_owned(),
    );
    assert_eq!(ask(Edition::new(17, 9), "harbor", "_any").await.0, 200);
    assert_eq!(ask(Edition::new(17, 9), "gitlab-org", "_any").await, refused);
    assert_eq!(ask(Edition::new(17, 9), "gitlab-org", "").await.0, 200);
    assert_eq!(ask(Edition::new(16, 3), "gitlab-org", "_any").await.0, 200);
}
