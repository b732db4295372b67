//! How often access may be checked.

use labproof_reference::World;
use labproof_spec::Edition;
use serde_json::{Value, json};

use crate::support::{Seen, Target, instance_with, newest};

fn ask(key: u64, project: &str, action: &str) -> Value {
    json!({"key_id": key, "project": project, "action": action})
}

/// Asks so often that even with a new minute in between a limit of two is passed.
async fn passed_limit(target: &Target, params: &Value) -> Option<Seen> {
    let mut limited = None;
    for _ in 0..5 {
        let seen = target.allowed(params.clone()).await;
        limited = limited.or((seen.status == 429).then_some(seen));
    }
    limited
}

#[tokio::test]
async fn each_action_project_and_key_has_its_own_count() {
    for edition in [Edition::new(16, 3), Edition::new(17, 9)] {
        let world = World::documented().unwrap().with_shell_operations_per_minute(2);
        let target = Target::with_world(edition, world).await;
        let limited = passed_limit(&target, &ask(400, "harbor/nothing", "git-upload-pack"))
            .await
            .unwrap();
        let text = "This endpoint has been requested too many times. Try again later.";
        limited.is(429, json!({"message": {"error": text}}));
        assert_eq!(limited.headers["retry-after"], "60");
        for (key, project, action, status) in [
            (401, "harbor/nothing", "git-upload-pack", 404),
            (400, "harbor/charts", "git-upload-pack", 200),
            (400, "harbor/nothing", "git-receive-pack", 404),
        ] {
            assert_eq!(target.allowed(ask(key, project, action)).await.status, status);
        }
    }
}

#[tokio::test]
async fn the_older_editions_have_no_limit() {
    for edition in [Edition::new(12, 4), Edition::new(13, 10)] {
        let world = World::documented().unwrap().with_shell_operations_per_minute(2);
        let target = Target::with_world(edition, world).await;
        assert!(
            passed_limit(&target, &ask(400, "harbor/charts", "git-upload-pack"))
                .await
                .is_none()
        );
    }
}

#[tokio::test]
async fn strangers_are_counted_together() {
    let world = World::documented().unwrap().with_shell_operations_per_minute(2);
    let target = Target::with_world(newest(), world).await;
    let mut limited = false;
    for key in 999_990..999_995 {
        limited |= target
            .allowed(ask(key, "harbor/almanac", "git-upload-pack"))
            .await
            .status
            == 429;
    }
    assert!(limited);
}

#[tokio::test]
async fn an_address_that_is_not_trusted_is_counted_too() {
    let world = instance_with("shell_operations_per_minute: 2\n  trusted_addresses: []");
    let target = Target::with_world(newest(), world).await;
    let mut limited = false;
    for key in [400, 401, 402, 403, 432] {
        limited |= target
            .allowed(ask(key, "harbor/charts", "git-upload-pack"))
            .await
            .status
            == 429;
    }
    assert!(limited);
}

#[tokio::test]
async fn counting_is_no_change_of_state() {
    let world = World::documented().unwrap().with_shell_operations_per_minute(2);
    let target = Target::with_world(newest(), world).await;
    let before = target.fingerprint().await;
    assert!(
        passed_limit(&target, &ask(400, "harbor/nothing", "git-upload-pack"))
            .await
            .is_some()
    );
    assert_eq!(target.fingerprint().await, before);
}

#[tokio::test]
async fn zero_is_no_limit_and_the_usual_one_is_six_hundred() {
    let unlimited = World::documented().unwrap().with_shell_operations_per_minute(0);
    for (world, most) in [(unlimited, None), (World::documented().unwrap(), Some(600))] {
        let target = Target::with_world(newest(), world).await;
        let mut accepted = 0;
        // Twice the limit and one more: a new minute may begin in between, but not two.
        for _ in 0..1201 {
            accepted += usize::from(
                target
                    .allowed(ask(400, "harbor/nothing", "git-upload-pack"))
                    .await
                    .status
                    == 404,
            );
        }
        match most {
            None => assert_eq!(accepted, 1201),
            Some(most) => assert!((most..=2 * most).contains(&accepted), "{accepted}"),
        }
    }
}
