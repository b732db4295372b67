//! `scim.*.update` and `scim.*.delete`.

use serde_json::{Value, json};

use crate::scim_provider::{person, targets, with_world};
use crate::support::{NOT_FOUND, world_with};

const ID: &str = "id of nora";
const BLOCKED: &str = "Your account has been blocked.";
const PRIVATE: &str = "test_group/shipyard";
const PUBLIC: &str = "harbor/almanac";

fn not_found() -> (u16, String) {
    (NOT_FOUND.0, NOT_FOUND.1.to_owned())
}

#[tokio::test]
async fn whoever_leaves_a_group_stays_a_user_and_may_come_back() {
    for target in targets().await {
        let provider = target.group_provider();
        provider.create("nora").await;
        let member = target.fingerprint().await;
        for off in [json!(false), json!("false"), json!("False")] {
            assert_eq!(target.fetch("nora", PRIVATE).await.0, 200);
            assert_eq!(provider.set_active(ID, off).await, 204);
            assert_eq!(provider.get(ID).await.body["active"], false);
            assert_eq!(target.fetch("nora", PRIVATE).await, not_found());
            assert_eq!(target.fetch("nora", PUBLIC).await.0, 200);
            assert_eq!(provider.set_active(ID, json!("true")).await, 204);
            assert_eq!(target.fingerprint().await, member);
        }
        let gone = provider.delete(ID).await;
        assert_eq!((gone.status, &gone.body), (204, &Value::Null));
        assert!(!gone.headers.contains_key("content-type"));
        assert_eq!(target.fetch("nora", PRIVATE).await, not_found());
        let away = target.fingerprint().await;
        assert_eq!(provider.delete(ID).await.status, 204);
        assert_eq!(target.fingerprint().await, away);
        assert_eq!(provider.set_active(ID, json!(true)).await, 204);
        assert_eq!(target.fingerprint().await, member);
    }
}

#[tokio::test]
async fn whoever_leaves_a_group_leaves_all_below_it() {
    let world = world_with(
        "  - id: 223\n    path: test_group/shipyard\n",
        "  - id: 223\n    path: test_group/shipyard\n    members: { username: maintainer, tessa: owner }\n",
    );
    for target in with_world(world).await {
        let provider = target.group_provider();
        let id = "0b1d561c-21ff-4092-beab-8154b17f82f2";
        assert_eq!(target.fetch("username", PRIVATE).await.0, 200);
        assert_eq!(provider.delete(id).await.status, 204);
        assert_eq!(target.fetch("username", PRIVATE).await, not_found());
        assert_eq!(target.fetch("tessa", PRIVATE).await.0, 200);
    }
}

#[tokio::test]
async fn whoever_leaves_the_instance_is_blocked_until_they_are_back() {
    for target in targets().await {
        let provider = target.instance_provider();
        provider.create("nora").await;
        let user = target.fingerprint().await;
        for off in ["update", "delete"] {
            let status = match off {
                "update" => provider.set_active(ID, json!(false)).await,
                _ => provider.delete(ID).await.status,
            };
            assert_eq!(status, 204);
            assert_eq!(provider.get(ID).await.body["active"], false);
            assert_eq!(target.fetch("nora", PUBLIC).await, (401, BLOCKED.to_owned()));
            let away = target.fingerprint().await;
            assert_eq!(provider.delete(ID).await.status, 204);
            assert_eq!(provider.create("nora").await.body["active"], false);
            assert_eq!(target.fingerprint().await, away);
            assert_eq!(provider.set_active(ID, json!(true)).await, 204);
            assert_eq!(target.fetch("nora", PUBLIC).await.0, 200);
            assert_eq!(target.fingerprint().await, user);
        }
    }
}

#[tokio::test]
async fn whoever_is_blocked_gets_no_token() {
    for target in targets().await {
        let ask = json!({"key_id": target.fixture("member", "key_id"), "name": "laptop", "scopes": ["api"]});
        let ask = || target.call("ssh.personal_access_token", ask.clone());
        let provider = target.instance_provider();
        let mut member = person("nora");
        member["emails"][0]["value"] = json!("mira@example.com");
        assert_eq!(provider.call("create", member).await.body["userName"], "mira");
        assert_eq!(ask().await.body["success"], true);
        provider.delete(ID).await;
        assert_eq!(
            ask().await.no(),
            "Failed to create token: Not permitted to create"
        );
    }
}

#[tokio::test]
async fn the_last_owner_cannot_go() {
    for target in targets().await {
        let provider = target.group_provider();
        let owner = target.fixture("scim_owner", "id");
        let owner = owner.as_str().unwrap();
        let before = target.fingerprint().await;
        assert_eq!(
            provider.delete(owner).await.refuses(412),
            "Could not remove Tessa Lind from test_group. Cannot remove last group owner."
        );
        let operations = json!([{"op": "replace", "path": "active", "value": false}]);
        let seen = provider.update(owner, operations).await;
        assert_eq!(
            seen.refuses(412),
            "Error updating Tessa Lind with {\"Operations\"=>[{\"op\"=>\"replace\", \"path\"=>\"active\", \
             \"value\"=>false}], \"group\"=>\"test_group\", \"id\"=>\"owner-of-test-group\"}"
        );
        assert_eq!(target.fingerprint().await, before);
        assert_eq!(provider.get(owner).await.body["active"], true);
    }
}

#[tokio::test]
async fn an_owner_may_go_if_another_one_stays() {
    for (other, status) in [("root: owner", 204), ("blocked.bea: owner", 412)] {
        let members = format!("members: {{ username: developer, tessa: owner, {other} }}");
        let world = world_with("members: { username: developer, tessa: owner }", &members);
        for target in with_world(world).await {
            let seen = target.group_provider().delete("owner-of-test-group").await;
            assert_eq!(seen.status, status, "{other}");
        }
    }
}

#[tokio::test]
async fn an_id_may_change() {
    for target in targets().await {
        for provider in target.providers() {
            provider.create("nora").await;
            for (operator, path, from, to) in [
                ("replace", "id", ID, "1234abcd"),
                ("Add", "externalId", "1234abcd", "1234ABCD"),
                ("REPLACE", "id", "1234ABCD", ID),
            ] {
                let operations = json!([{"op": operator, "path": path, "value": to}]);
                let seen = provider.update(from, operations).await;
                assert_eq!((seen.status, &seen.body), (204, &Value::Null));
                let now = provider.get(to).await;
                assert_eq!((now.status, &now.body["id"]), (200, &json!(to)));
                let is_known = from.eq_ignore_ascii_case(to);
                assert_eq!(provider.get(from).await.status == 200, is_known);
            }
        }
    }
}

#[tokio::test]
async fn an_id_that_is_taken_or_blank_is_refused() {
    for target in targets().await {
        for provider in target.providers() {
            provider.create("nora").await;
            provider.create("ned").await;
            let before = target.fingerprint().await;
            for id in ["id of ned", "ID OF NED", "", " "] {
                let operations = json!([{"op": "replace", "path": "id", "value": id}]);
                let seen = provider.update(ID, operations).await;
                let detail = seen.refuses(412);
                assert!(detail.starts_with("Error updating Test User with {"), "{detail}");
            }
            assert_eq!(target.fingerprint().await, before);
        }
    }
}

#[tokio::test]
async fn what_may_not_change_is_accepted_and_stays() {
    for target in targets().await {
        for provider in target.providers() {
            provider.create("nora").await;
            let before = target.fingerprint().await;
            for operations in [
                json!([{"op": "Update", "path": "name.formatted", "value": "New Name"}]),
                json!([{"op": "Add", "path": "name.formatted", "value": "New Name"}]),
                json!([{"op": "replace", "path": "userName", "value": "new-name"}]),
                json!([{"op": "replace", "path": "emails[type eq \"work\"].value", "value": "n@example.com"}]),
                json!([{"op": "Update", "path": "active", "value": "false"}]),
                json!([{"op": "replace", "path": "id", "value": ID}]),
                json!([{"op": "replace", "path": "active", "value": "true"}]),
                json!([]),
                json!(null),
            ] {
                let seen = provider.update(ID, operations.clone()).await;
                assert_eq!(seen.status, 204, "{operations}");
            }
            assert_eq!(provider.call("update", json!({"id": ID})).await.status, 204);
            assert_eq!(target.fingerprint().await, before);
        }
    }
}

#[tokio::test]
async fn operations_that_cannot_be_understood_are_refused() {
    for target in targets().await {
        for provider in target.providers() {
            provider.create("nora").await;
            let before = target.fingerprint().await;
            for operations in [
                json!("replace"),
                json!({"op": "replace"}),
                json!([{"path": "active", "value": false}]),
                json!([{"op": null, "path": "active", "value": false}]),
                json!([{"op": "replace", "value": 7}]),
                json!([7]),
            ] {
                provider.update(ID, operations).await.refuses(412);
            }
            assert_eq!(target.fingerprint().await, before);
        }
    }
}

#[tokio::test]
async fn nobody_is_found_under_another_id_or_in_another_scope() {
    for target in targets().await {
        target.group_provider().create("nora").await;
        let before = target.fingerprint().await;
        for (provider, id) in [
            (target.group_provider(), "fid of nora"),
            (target.instance_provider(), ID),
        ] {
            let expected = format!("Resource {id} not found");
            assert_eq!(provider.delete(id).await.refuses(404), expected);
            assert_eq!(provider.update(id, json!([])).await.refuses(404), expected);
        }
        assert_eq!(target.fingerprint().await, before);
    }
}

#[tokio::test]
async fn a_request_without_an_id_has_the_wrong_method() {
    for target in targets().await {
        for provider in target.providers() {
            let seen = provider.delete("").await;
            assert_eq!(seen.status, 405);
            assert_eq!(seen.headers["allow"], "OPTIONS, GET, POST, HEAD");
        }
    }
}

/// The two scopes are about the same people.
#[tokio::test]
async fn a_member_who_is_blocked_is_a_member_again_later() {
    for target in targets().await {
        target.group_provider().create("nora").await;
        let mut params = person("nora");
        params["externalId"] = json!("instance's nora");
        assert_eq!(
            target.instance_provider().call("create", params).await.status,
            201
        );
        assert_eq!(
            target.instance_provider().delete("instance's nora").await.status,
            204
        );
        assert_eq!(target.fetch("nora", PRIVATE).await, (401, BLOCKED.to_owned()));
        assert_eq!(target.group_provider().get(ID).await.body["active"], true);
        let on = target.instance_provider();
        assert_eq!(on.set_active("instance's nora", json!(true)).await, 204);
        assert_eq!(target.fetch("nora", PRIVATE).await.0, 200);
    }
}
