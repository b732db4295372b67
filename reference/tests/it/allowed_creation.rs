//! Projects that a push makes.

use labproof_spec::Edition;
use serde_json::json;

use crate::support::{NOT_FOUND, ONES, Seen, Target, ZEROS, editions, not_found};

const PUSH: &str = "git-receive-pack";

async fn push_any(target: &Target, path: &str) -> Seen {
    target
        .allowed(json!({"key_id": 400, "project": path, "action": PUSH}))
        .await
}

#[tokio::test]
async fn a_push_to_ones_own_namespace_makes_a_private_project() {
    for edition in editions() {
        let target = Target::start(edition).await;
        let made = push_any(&target, "mira/voyage.git").await;
        assert_eq!(
            (made.status, &made.body["gl_project_path"]),
            (200, &json!("mira/voyage"))
        );
        let gl_repository = &made.body["gl_repository"];
        let state = target.fingerprint().await;
        assert_eq!(
            &push_any(&target, "mira/voyage").await.body["gl_repository"],
            gl_repository
        );
        assert_eq!(target.fingerprint().await, state, "made once");
        assert_eq!(
            target
                .allowed(json!({"key_id": 403, "project": "mira/voyage"}))
                .await
                .verdict(),
            not_found(edition)
        );
        let change = format!("{ZEROS} {ONES} refs/heads/main");
        let push = json!({"key_id": 400, "gl_repository": gl_repository, "action": PUSH, "changes": change});
        assert_eq!(target.allowed(push).await.status, 200);
    }
}

#[tokio::test]
async fn nothing_is_made_where_one_may_not_or_without_asking_first() {
    let target = Target::newest().await;
    let before = target.fingerprint().await;
    for params in [
        json!({"key_id": 400, "project": "finn/voyage", "action": PUSH}),
        json!({"key_id": 400, "project": "harbor/voyage", "action": PUSH}),
        json!({"key_id": 400, "project": "mira/voyage"}),
        json!({"key_id": 400, "project": "mira/voyage", "action": PUSH, "changes": format!("{ZEROS} {ONES} refs/heads/main")}),
        json!({"key_id": 400, "project": "mira/voyage", "action": PUSH, "changes": ""}),
        json!({"key_id": 432, "project": "otto/voyage", "action": PUSH}),
        json!({"key_id": 999_999, "project": "mira/voyage", "action": PUSH}),
        json!({"key_id": 400, "project": "mira/sub/voyage", "action": PUSH}),
    ] {
        assert_eq!(
            target.allowed(params.clone()).await.verdict(),
            NOT_FOUND,
            "{params}"
        );
    }
    assert_eq!(target.fingerprint().await, before);
}

#[tokio::test]
async fn a_developer_of_a_group_may_make_projects_there() {
    let target = Target::newest().await;
    let params = json!({"user_id": 62, "project": "GitLab-org/voyage", "action": PUSH});
    let made = target.allowed(params).await;
    assert_eq!(
        (made.status, &made.body["gl_project_path"]),
        (200, &json!("gitlab-org/voyage"))
    );
}

#[tokio::test]
async fn a_bad_name_cannot_be_made() {
    for edition in editions() {
        let target = Target::start(edition).await;
        let before = target.fingerprint().await;
        let seen = push_any(&target, "mira/cannot_end_with_dot.").await;
        if edition >= Edition::new(17, 9) {
            let (status, message) = seen.verdict();
            assert_eq!((status, &seen.body["status"]), (422, &json!(false)));
            assert!(message.starts_with("Could not create project: "), "{message}");
        } else {
            assert_eq!(seen.verdict(), not_found(edition), "{edition}");
        }
        assert_eq!(target.fingerprint().await, before);
    }
}

#[tokio::test]
async fn at_once_many_pushes_make_one_project() {
    let target = Target::newest().await;
    let pushes = (0..20).map(|_| push_any(&target, "mira/rush"));
    let seen = futures_util::future::join_all(pushes).await;
    let first = &seen[0].body["gl_repository"];
    assert!(
        first.is_string() && seen.iter().all(|seen| seen.body["gl_repository"] == *first),
        "{seen:?}"
    );
}
