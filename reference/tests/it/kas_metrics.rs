//! What KAS tells about the use of agents: `kas.usage_metrics`, `kas.agent_events` and `kas.cilium_alert`.

use labproof_spec::Edition;
use serde_json::{Value, json};

use crate::kas::missing_or_invalid;
use crate::support::{Seen, Target};

impl Target {
    /// Whether a call that is answered 204 changes anything.
    async fn counts(&self, slug: &str, params: Value) -> bool {
        let before = self.fingerprint().await;
        let seen = self.call(slug, params.clone()).await;
        assert_eq!((seen.status, &seen.body), (204, &Value::Null), "{params}");
        assert!(!seen.headers.contains_key("content-type"), "{params}");
        self.fingerprint().await != before
    }
}

fn below_zero(what: &str) -> (u16, Value) {
    let message = format!("400 Bad request - {what} must be greater than or equal to zero");
    (400, json!({ "message": message }))
}

#[tokio::test]
async fn at_first_there_was_one_counter() {
    let target = Target::start(Edition::new(13, 10)).await;
    let slug = "kas.usage_metrics";
    for count in [json!(1), json!("2"), json!(1)] {
        assert!(target.counts(slug, json!({ "gitops_sync_count": count })).await);
    }
    assert!(!target.counts(slug, json!({"gitops_sync_count": 0})).await);
    for (params, refusal) in [
        (json!({}), missing_or_invalid("gitops_sync_count is missing")),
        (
            json!({"counters": {"gitops_sync": 1}}),
            missing_or_invalid("gitops_sync_count is missing"),
        ),
        (
            json!({"gitops_sync_count": null}),
            missing_or_invalid("gitops_sync_count is missing"),
        ),
        (
            json!({"gitops_sync_count": "x"}),
            missing_or_invalid("gitops_sync_count is invalid"),
        ),
        (
            json!({"gitops_sync_count": [1]}),
            missing_or_invalid("gitops_sync_count is invalid"),
        ),
        (json!({"gitops_sync_count": -1}), below_zero("gitops_sync_count")),
    ] {
        assert_eq!(target.refuses(slug, params).await, refusal);
    }
}

#[tokio::test]
async fn counters_add_up_and_sets_do_not() {
    for edition in [Edition::new(16, 3), Edition::new(17, 9)] {
        let target = Target::start(edition).await;
        let slug = "kas.usage_metrics";
        let counter = "k8s_api_proxy_requests_via_user_access";
        for count in [json!(1), json!("12"), json!(1)] {
            assert!(target.counts(slug, json!({"counters": {counter: count}})).await);
        }
        let users = "k8s_api_proxy_requests_unique_users_via_ci_access";
        let projects = "flux_git_push_notified_unique_projects";
        let sets = json!({"unique_counters": {users: [7, "40", 7], projects: [220]}});
        assert!(target.counts(slug, sets.clone()).await);
        assert!(!target.counts(slug, sets).await, "a set has each id once");
        assert!(
            target
                .counts(slug, json!({"unique_counters": {users: ["1"]}}))
                .await
        );
        for nothing in [
            json!({}),
            json!({"counters": {}, "unique_counters": {}}),
            json!({"counters": null, "unique_counters": null}),
            json!({"counters": {counter: 0}, "unique_counters": {users: []}}),
            json!({"counters": {counter: 0.5}, "unique_counters": {users: ""}}),
            json!({"counters": {"nonsense": 1}, "unique_counters": {"nonsense": [1]}}),
            json!({"unique_counters": {users: [999_999, -1]}}),
            json!({"gitops_sync_count": 1}),
        ] {
            assert!(!target.counts(slug, nothing.clone()).await, "{nothing}");
        }
    }
}

#[tokio::test]
async fn each_edition_has_names_of_its_own() {
    let metrics = [
        (json!({"counters": {"gitops_sync": 1}}), Edition::new(16, 3)),
        (
            json!({"unique_counters": {"agent_users_using_ci_tunnel": [1]}}),
            Edition::new(16, 3),
        ),
        (
            json!({"counters": {"k8s_api_proxy_requests_via_pat_access": 1}}),
            Edition::new(17, 9),
        ),
        (
            json!({"unique_counters": {"k8s_api_proxy_requests_unique_agents_via_pat_access": [5]}}),
            Edition::new(17, 9),
        ),
    ];
    for edition in [Edition::new(16, 3), Edition::new(17, 9)] {
        let target = Target::start(edition).await;
        for (params, known) in &metrics {
            let counted = target.counts("kas.usage_metrics", params.clone()).await;
            assert_eq!(counted, *known == edition, "{edition} {params}");
        }
    }
}

#[tokio::test]
async fn a_number_that_is_none_is_refused_by_name_and_with_it_all_others() {
    let slug = "kas.usage_metrics";
    for edition in [Edition::new(16, 3), Edition::new(17, 9)] {
        let target = Target::start(edition).await;
        let good = json!({"k8s_api_proxy_request": 1});
        for (params, faults) in [
            (json!({"counters": 1}), "counters is invalid"),
            (json!({"counters": ""}), "counters is invalid"),
            (
                json!({"counters": {"k8s_api_proxy_request": null, "flux_git_push_notifications_total": 1_u64 << 40}}),
                "counters[k8s_api_proxy_request] is invalid, counters[flux_git_push_notifications_total] is invalid",
            ),
            (
                json!({"unique_counters": {"flux_git_push_notified_unique_projects": null}}),
                "unique_counters[flux_git_push_notified_unique_projects] is invalid",
            ),
            (
                json!({"counters": good, "unique_counters": [1]}),
                "unique_counters is invalid",
            ),
            (
                json!({"counters": {"k8s_api_proxy_request": "x", "flux_git_push_notifications_total": "1.5"}}),
                "counters[k8s_api_proxy_request] is invalid, counters[flux_git_push_notifications_total] is invalid",
            ),
            (
                json!({"counters": good, "unique_counters": {"flux_git_push_notified_unique_projects": 1}}),
                "unique_counters[flux_git_push_notified_unique_projects] is invalid",
            ),
            (
                json!({"unique_counters": {"flux_git_push_notified_unique_projects": [1, "x", {}]}}),
                "unique_counters[flux_git_push_notified_unique_projects] is invalid",
            ),
        ] {
            assert_eq!(target.refuses(slug, params).await, missing_or_invalid(faults));
        }
    }
}

#[tokio::test]
async fn a_counter_below_zero_was_refused_and_is_overlooked_now() {
    let slug = "kas.usage_metrics";
    let params = json!({"counters": {
        "k8s_api_proxy_request": 1, "flux_git_push_notifications_total": -1,
    }});
    let target = Target::start(Edition::new(16, 3)).await;
    let refusal = below_zero("flux_git_push_notifications_total count");
    assert_eq!(target.refuses(slug, params.clone()).await, refusal);
    let target = Target::start(Edition::new(17, 9)).await;
    assert!(target.counts(slug, params).await);
    assert!(
        !target
            .counts(slug, json!({"counters": {"k8s_api_proxy_request": -1}}))
            .await
    );
}

#[tokio::test]
async fn metrics_may_come_as_a_form_and_from_kas_alone() {
    let target = Target::newest().await;
    let operation = target.operation("kas.usage_metrics");
    let before = target.fingerprint().await;
    let form =
        "counters[k8s_api_proxy_request]=3&unique_counters[flux_git_push_notified_unique_projects][]=7";
    let request = target
        .client
        .post(format!("{}{}", target.url, operation.path))
        .headers(target.credentials(operation))
        .header("authorization", "Bearer nonsense")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form);
    assert_eq!(Seen::of(request).await.status, 204);
    assert_ne!(target.fingerprint().await, before);
}

#[tokio::test]
async fn events_are_recorded_if_their_project_is_there() {
    let target = Target::newest().await;
    let slug = "kas.agent_events";
    let list = "k8s_api_proxy_requests_unique_users_via_ci_access";
    for event in [
        json!({"user_id": 40, "project_id": 7}),
        json!({"user_id": "40", "project_id": "7"}),
        json!({"user_id": 999_999, "project_id": 7}),
        json!({"project_id": 7}),
    ] {
        assert!(
            target.counts(slug, json!({"events": {list: [event]}})).await,
            "{event}"
        );
    }
    for nothing in [
        json!({}),
        json!({"events": {}}),
        json!({"events": {list: []}}),
        json!({"events": {list: [{}, {"user_id": 40}, {"user_id": 40, "project_id": 999_999}, {"project_id": -7}]}}),
        json!({"events": {"nonsense": [{"user_id": 40, "project_id": 7}]}}),
    ] {
        assert!(!target.counts(slug, nothing.clone()).await, "{nothing}");
    }
}

#[tokio::test]
async fn an_id_that_is_none_is_refused_with_its_place() {
    let target = Target::newest().await;
    let list = "k8s_api_proxy_requests_unique_users_via_pat_access";
    for (events, faults) in [
        (json!([]), "events is invalid".to_owned()),
        (json!({list: {}}), format!("events[{list}] is invalid")),
        (json!({list: [1]}), format!("events[{list}] is invalid")),
        (
            json!({list: [{"user_id": 40, "project_id": 7}, {"user_id": "x", "project_id": [7]}]}),
            format!("events[{list}][1][user_id] is invalid, events[{list}][1][project_id] is invalid"),
        ),
    ] {
        let refusal = target
            .refuses("kas.agent_events", json!({ "events": events }))
            .await;
        assert_eq!(refusal, missing_or_invalid(&faults));
    }
}

#[tokio::test]
async fn an_alert_is_saved_as_an_object_or_as_its_text() {
    let target = Target::start(Edition::new(13, 10)).await;
    let alert = json!({"alert": {"title": "minimal", "message": "network problem"}});
    for params in [
        alert.clone(),
        Value::String(alert.to_string()),
        json!({"alert": {}}),
    ] {
        let before = target.fingerprint().await;
        let operation = target.operation("kas.cilium_alert");
        let request = target
            .client
            .post(format!("{}{}", target.url, operation.path))
            .headers(target.credentials(operation))
            .json(&params);
        Seen::of(request).await.is(200, json!(200));
        assert_ne!(target.fingerprint().await, before, "{params}");
    }
    for (params, faults) in [
        (json!({}), "alert is missing"),
        (json!({"alert": null}), "alert is missing"),
        (json!({"alert": "minimal"}), "alert is invalid"),
        (json!({"alert": [1]}), "alert is invalid"),
    ] {
        assert_eq!(
            target.refuses("kas.cilium_alert", params).await,
            missing_or_invalid(faults)
        );
    }
    let unlicensed = target
        .call_as("unlicensed_agent", "kas.cilium_alert", alert)
        .await;
    unlicensed.is(403, json!({"message": "403 Forbidden"}));
}
