//! What agents find in clusters and what they are to scan: `kas.starboard_create`, `kas.starboard_scan_result`,
//! `kas.scan_execution_policies` and `kas.policies_configuration`.

use labproof_spec::Edition;
use serde_json::{Value, json};

use crate::kas::missing_or_invalid;
use crate::support::{Seen, Target, newest, world_with};

const WITH_FINDINGS: [Edition; 2] = [Edition::new(16, 3), Edition::new(17, 9)];

/// As the documentation shows it.
fn finding() -> Value {
    json!({
        "vulnerability": {
            "name": "CVE-123-4567 in libc",
            "severity": "high",
            "confidence": "unknown",
            "location": { "kubernetes_resource": {
                "namespace": "production", "kind": "deployment", "name": "nginx", "container": "nginx",
            } },
            "identifiers": [{ "type": "cve", "name": "CVE-123-4567", "value": "CVE-123-4567" }],
        },
        "scanner": { "id": "starboard_trivy", "name": "Trivy (via Starboard Operator)", "vendor": "GitLab" },
    })
}

/// As the report's schema has it.
fn reported() -> Value {
    json!({
        "vulnerability": {
            "name": "CVE-123-4567 in libc",
            "message": "libc overflows",
            "severity": "HIGH",
            "location": {
                "image": "index.docker.io/library/nginx:latest",
                "dependency": { "package": { "name": "libc" }, "version": "2.28" },
                "kubernetes_resource": {
                    "namespace": "production", "kind": "deployment", "name": "nginx", "container_name": "nginx",
                    "agent_id": "5",
                },
            },
            "identifiers": [{ "type": "cve", "name": "CVE-123-4567", "url": "https://cve.example.com/" }],
        },
        "scanner": { "id": "starboard_trivy", "name": "Trivy", "vendor": { "name": "GitLab" } },
    })
}

fn uuid(seen: &Seen) -> String {
    assert_eq!(seen.status, 200, "{seen:?}");
    let uuid = seen.body["uuid"].as_str().unwrap();
    assert!(uuid.len() == 36 && uuid.as_bytes()[14] == b'5', "{uuid}");
    uuid.to_owned()
}

async fn found(target: &Target, finding: &Value) -> String {
    uuid(&target.call("kas.starboard_create", finding.clone()).await)
}

async fn found_again_only(target: &Target, uuids: &[&str]) {
    let seen = target
        .call("kas.starboard_scan_result", json!({ "uuids": uuids }))
        .await;
    seen.is(200, json!(200));
}

#[tokio::test]
async fn the_same_finding_is_one_finding_with_one_uuid() {
    for edition in WITH_FINDINGS {
        let target = Target::start(edition).await;
        let before = target.fingerprint().await;
        for finding in [finding(), reported()] {
            let first = found(&target, &finding).await;
            let after = target.fingerprint().await;
            assert_ne!(after, before);
            assert_eq!(found(&target, &finding).await, first);
            assert_eq!(target.fingerprint().await, after);
        }
        let another_server = Target::start(edition).await;
        assert_eq!(
            found(&another_server, &finding()).await,
            found(&target, &finding()).await
        );
    }
}

#[tokio::test]
async fn what_tells_findings_apart_is_what_and_where_and_who_found_it() {
    let target = Target::newest().await;
    let first = found(&target, &finding()).await;
    for (place, value) in [
        ("/vulnerability/severity", json!("low")),
        ("/vulnerability/confidence", json!("CONFIRMED")),
        ("/vulnerability/name", json!("CVE-123-4567 in another library")),
        ("/scanner/vendor", json!({"name": "Aqua"})),
        (
            "/vulnerability/location/kubernetes_resource/container",
            json!("sidecar"),
        ),
    ] {
        let mut same = finding();
        *same.pointer_mut(place).unwrap() = value;
        assert_eq!(found(&target, &same).await, first, "{place}");
    }
    let mut uuids = vec![first];
    for (place, value) in [
        (
            "/vulnerability/location/kubernetes_resource/namespace",
            json!("staging"),
        ),
        ("/vulnerability/location/kubernetes_resource/kind", json!("pod")),
        (
            "/vulnerability/location/kubernetes_resource/name",
            json!("apache"),
        ),
        (
            "/vulnerability/location",
            json!({"dependency": {"package": {"name": "libc"}}}),
        ),
        ("/vulnerability/identifiers/0/value", json!("CVE-123-4568")),
        ("/vulnerability/identifiers", json!([])),
    ] {
        let mut other = finding();
        *other.pointer_mut(place).unwrap() = value;
        uuids.push(found(&target, &other).await);
    }
    let mut unnamed = finding();
    unnamed["vulnerability"]["identifiers"] = json!(null);
    unnamed["vulnerability"]["name"] = json!("weak password");
    uuids.push(found(&target, &unnamed).await);
    uuids.push(uuid(
        &target
            .call_as("other_agent", "kas.starboard_create", finding())
            .await,
    ));
    let distinct: std::collections::BTreeSet<&String> = uuids.iter().collect();
    assert_eq!(distinct.len(), uuids.len(), "{uuids:?}");
}

#[tokio::test]
async fn either_name_of_the_container_will_do() {
    let target = Target::newest().await;
    let mut other = finding();
    let resource = &mut other["vulnerability"]["location"]["kubernetes_resource"];
    resource["container_name"] = resource["container"].take();
    assert_eq!(found(&target, &other).await, found(&target, &finding()).await);
}

#[tokio::test]
async fn a_finding_needs_two_objects_and_no_more() {
    let target = Target::newest().await;
    let slug = "kas.starboard_create";
    found(&target, &json!({"vulnerability": {}, "scanner": {}})).await;
    for (params, faults) in [
        (json!({}), "vulnerability is missing, scanner is missing"),
        (json!({"vulnerability": {}}), "scanner is missing"),
        (json!({"scanner": {}}), "vulnerability is missing"),
        (
            json!({"vulnerability": null, "scanner": {}}),
            "vulnerability is missing",
        ),
        (
            json!({"vulnerability": {}, "scanner": null}),
            "scanner is missing",
        ),
        (json!({"vulnerability": {}, "scanner": ""}), "scanner is invalid"),
        (
            json!({"vulnerability": "x", "scanner": [1]}),
            "vulnerability is invalid, scanner is invalid",
        ),
        (
            json!({"vulnerability": {"location": 3, "identifiers": ["x"]}, "scanner": {}}),
            "vulnerability[location] is invalid, vulnerability[identifiers] is invalid",
        ),
    ] {
        assert_eq!(target.refuses(slug, params).await, missing_or_invalid(faults));
    }
}

#[tokio::test]
async fn what_a_scan_no_longer_finds_is_resolved_until_it_is_back() {
    for edition in WITH_FINDINGS {
        let target = Target::start(edition).await;
        let (kept, gone) = (
            found(&target, &finding()).await,
            found(&target, &reported()).await,
        );
        let others = uuid(
            &target
                .call_as("other_agent", "kas.starboard_create", finding())
                .await,
        );
        let all_detected = target.fingerprint().await;
        for all in [[&kept, &gone], [&gone, &kept]] {
            found_again_only(&target, &all.map(String::as_str)).await;
            assert_eq!(target.fingerprint().await, all_detected);
        }
        found_again_only(&target, &[&kept.to_uppercase()]).await;
        let one_resolved = target.fingerprint().await;
        assert_ne!(one_resolved, all_detected);
        found_again_only(&target, &[&kept, &others, "nonsense"]).await;
        assert_eq!(target.fingerprint().await, one_resolved);
        assert_eq!(found(&target, &reported()).await, gone);
        assert_eq!(target.fingerprint().await, all_detected);
        found_again_only(&target, &[]).await;
        found(&target, &finding()).await;
        found(&target, &reported()).await;
        assert_eq!(
            target.fingerprint().await,
            all_detected,
            "of another agent nothing was resolved"
        );
    }
}

#[tokio::test]
async fn a_result_without_a_list_resolves_nothing() {
    let target = Target::newest().await;
    found(&target, &finding()).await;
    for (params, faults) in [
        (json!({}), "uuids is missing"),
        (json!({"uuids": [null]}), "uuids is invalid"),
        (
            json!({"uuids": "102e8a0a-fe29-59bd-b46c-57c3e9bc6411"}),
            "uuids is invalid",
        ),
        (json!({"uuids": {}}), "uuids is invalid"),
        (json!({"uuids": " "}), "uuids is invalid"),
        (json!({"uuids": [["x"]]}), "uuids is invalid"),
    ] {
        let refusal = target.refuses("kas.starboard_scan_result", params).await;
        assert_eq!(refusal, missing_or_invalid(faults));
    }
}

#[tokio::test]
async fn null_is_a_list_of_nothing_so_that_all_is_resolved() {
    let target = Target::newest().await;
    for nothing in [json!(null), json!("")] {
        found(&target, &finding()).await;
        let detected = target.fingerprint().await;
        let seen = target
            .call("kas.starboard_scan_result", json!({ "uuids": nothing }))
            .await;
        seen.is(200, json!(200));
        assert_ne!(target.fingerprint().await, detected);
    }
}

#[tokio::test]
async fn where_findings_are_checked_the_documented_one_lacks_parts() {
    let target = Target::start(Edition::new(18, 9)).await;
    let slug = "kas.starboard_create";
    let seen = target.call(slug, finding()).await;
    let faults = seen.body["error"].as_str().unwrap().to_owned();
    assert!(
        faults.starts_with("vulnerability[location][image] is missing, "),
        "{seen:?}"
    );
    let mut reported = reported();
    found(&target, &reported).await;
    for (place, value) in [
        ("/vulnerability/severity", json!("grave")),
        ("/vulnerability/identifiers", json!([])),
        ("/vulnerability/identifiers", json!("")),
    ] {
        let good = reported.pointer_mut(place).unwrap();
        let good = std::mem::replace(good, value);
        let refused = target.refuses(slug, reported.clone()).await;
        let name = place.rsplit('/').next().unwrap();
        let faults = format!("vulnerability[{name}] is invalid");
        assert_eq!(refused, missing_or_invalid(&faults));
        *reported.pointer_mut(place).unwrap() = good;
    }
}

#[tokio::test]
async fn an_agent_is_told_the_policies_of_its_project() {
    for edition in WITH_FINDINGS {
        let target = Target::start(edition).await;
        let yaml = "---\nname: Policy\ndescription: 'Policy description'\nenabled: true\nactions:\n\
                    - scan: container_scanning\nrules:\n- type: pipeline\n  branches:\n  - main\n";
        let updated_at = "2022-06-02T05:36:26+00:00";
        let policy = json!({
            "name": "Policy", "description": "Policy description", "enabled": true, "yaml": yaml,
            "updated_at": updated_at,
        });
        let policies = target.call("kas.scan_execution_policies", json!({})).await;
        policies.is(200, json!({ "policies": [policy] }));
        let configuration = json!({
            "cadence": "30 2 * * *", "namespaces": ["namespace-a", "namespace-b"], "updated_at": updated_at,
        });
        let configurations = target.call("kas.policies_configuration", json!({})).await;
        configurations.is(200, json!({ "configurations": [configuration] }));
        let none = target
            .call_as("other_agent", "kas.scan_execution_policies", json!({}))
            .await;
        none.is(200, json!({ "policies": [] }));
        let none = target
            .call_as("other_agent", "kas.policies_configuration", json!({}))
            .await;
        none.is(200, json!({ "configurations": [] }));
    }
}

#[tokio::test]
async fn a_policy_that_is_switched_off_has_nothing_scanned() {
    let world = world_with("    enabled: true\n    yaml", "    enabled: false\n    yaml");
    let target = Target::with_world(newest(), world).await;
    let policies = target.call("kas.scan_execution_policies", json!({})).await;
    assert_eq!(policies.body["policies"][0]["enabled"], json!(false));
    let configurations = target.call("kas.policies_configuration", json!({})).await;
    configurations.is(200, json!({ "configurations": [] }));
}

#[tokio::test]
async fn without_a_licence_there_are_no_findings_and_no_policies() {
    for edition in WITH_FINDINGS {
        let target = Target::start(edition).await;
        let before = target.fingerprint().await;
        for (slug, params, status, message) in [
            ("kas.starboard_create", finding(), 403, "403 Forbidden"),
            (
                "kas.starboard_scan_result",
                json!({"uuids": []}),
                403,
                "403 Forbidden",
            ),
            ("kas.scan_execution_policies", json!({}), 402, "Payment Required"),
            ("kas.policies_configuration", json!({}), 402, "Payment Required"),
        ] {
            let seen = target.call_as("unlicensed_agent", slug, params).await;
            seen.is(status, json!({ "message": message }));
        }
        let malformed = target
            .call_as("unlicensed_agent", "kas.starboard_scan_result", json!({}))
            .await;
        malformed.is(400, json!({"error": "uuids is missing"}));
        assert_eq!(target.fingerprint().await, before);
    }
}
