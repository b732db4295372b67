//! `scim.*.create`.

use serde_json::{Value, json};

use crate::scim_provider::{full_name, named, person, targets};
use crate::support::NOT_FOUND;

#[tokio::test]
async fn somebody_new_is_a_user_like_any_other() {
    for target in targets().await {
        for provider in target.providers() {
            let name = format!("nora-{}", provider.scope);
            let before = target.fingerprint().await;
            let seen = provider.create(&name).await;
            assert_eq!(seen.headers["content-type"], "application/scim+json");
            let expected = json!({
                "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
                "id": format!("id of {name}"),
                "active": true,
                "userName": name,
                "meta": {"resourceType": "User"},
                "emails": [{"type": "work", "value": format!("{name}@example.com"), "primary": true}],
            });
            let expected = named(target.edition, expected, "Test User");
            assert_eq!((seen.status, &seen.body), (201, &expected));
            assert_ne!(target.fingerprint().await, before);
            provider.get(&format!("id of {name}")).await.is(200, expected);
            let user = target.call("ssh.discover", json!({"username": name})).await.body;
            assert_eq!(
                (&user["username"], &user["name"]),
                (&json!(name), &json!("Test User"))
            );
            assert_eq!(target.fetch(&name, "harbor/almanac").await.0, 200);
            let own =
                json!({"username": name, "action": "git-receive-pack", "project": format!("{name}/new")});
            assert_eq!(target.allowed(own).await.status, 200);
        }
    }
}

#[tokio::test]
async fn only_a_groups_provider_makes_members() {
    for target in targets().await {
        target.group_provider().create("nora").await;
        target.instance_provider().create("ned").await;
        let push = |username| json!({"username": username, "action": "git-receive-pack", "project": "test_group/shipyard"});
        assert_eq!(target.allowed(push("nora")).await.status, 200);
        assert_eq!(target.allowed(push("ned")).await.verdict(), NOT_FOUND);
        assert_eq!(target.fetch("nora", "harbor/charts").await.0, 404);
    }
}

#[tokio::test]
async fn the_same_again_answers_the_same_and_changes_nothing() {
    for target in targets().await {
        for provider in target.providers() {
            let first = provider.create("nora").await;
            let before = target.fingerprint().await;
            let mut again = person("somebody-else");
            again["externalId"] = json!("ID OF nora");
            provider.call("create", again).await.is(201, first.body);
            assert_eq!(target.fingerprint().await, before);
        }
    }
}

#[tokio::test]
async fn whom_the_provider_took_off_stays_off() {
    for target in targets().await {
        for provider in target.providers() {
            provider.create("nora").await;
            for off in ["update", "delete"] {
                match off {
                    "update" => assert_eq!(provider.set_active("id of nora", json!(false)).await, 204),
                    _ => assert_eq!(provider.delete("id of nora").await.status, 204),
                }
                let before = target.fingerprint().await;
                let seen = provider.create("nora").await;
                assert_eq!((seen.status, &seen.body["active"]), (201, &json!(false)));
                assert_eq!(target.fingerprint().await, before);
                assert_eq!(provider.set_active("id of nora", json!(true)).await, 204);
            }
        }
    }
}

#[tokio::test]
async fn whoever_has_the_address_is_linked() {
    for target in targets().await {
        for provider in target.providers() {
            let mut params = person("mira");
            params["emails"][0]["value"] = json!("MIRA@example.com");
            let seen = provider.call("create", params.clone()).await;
            assert_eq!(seen.status, 201);
            assert_eq!(*full_name(&seen.body), "Mira Halvorsen");
            assert_eq!(seen.body["userName"], "mira");
            let before = target.fingerprint().await;
            params["externalId"] = json!("another id");
            let seen = provider.call("create", params).await;
            let detail = seen.refuses(409);
            assert!(
                detail.starts_with("Error saving user with {")
                    && detail.contains("\"externalId\"=>\"another id\", "),
                "{detail}"
            );
            assert!(detail.ends_with(": User has already been taken"), "{detail}");
            assert_eq!(target.fingerprint().await, before);
        }
        assert_eq!(target.fetch("mira", "test_group/shipyard").await.0, 200);
    }
}

#[tokio::test]
async fn a_username_is_made_lawful_and_unique() {
    let wishes = [
        ("Nora Lee", "NoraLee"),
        ("nora@example.com", "nora"),
        ("mira", "mira1"),
        ("MIRA", "MIRA2"),
        ("harbor", "harbor1"),
        ("", "blank"),
        ("..", "blank1"),
    ];
    for target in targets().await {
        let provider = target.instance_provider();
        for (number, (wish, expected)) in wishes.into_iter().enumerate() {
            let mut params = person(&number.to_string());
            params["userName"] = json!(wish);
            let seen = provider.call("create", params).await;
            assert_eq!(
                (seen.status, &seen.body["userName"]),
                (201, &json!(expected)),
                "{wish}"
            );
        }
    }
}

#[tokio::test]
async fn active_may_be_anything_and_the_name_may_be_in_parts() {
    for target in targets().await {
        let provider = target.instance_provider();
        for (number, active) in [json!(true), json!(null), json!(false), json!("true")]
            .into_iter()
            .enumerate()
        {
            let mut params = person(&format!("nora{number}"));
            params["active"] = active;
            params["name"] = json!({"familyName": "Lee", "givenName": "Nora"});
            let seen = provider.call("create", params).await;
            assert_eq!(
                (&seen.body["active"], full_name(&seen.body)),
                (&json!(true), &json!("Nora Lee"))
            );
        }
        let mut params = person("leonora");
        params["name"] = json!({"formatted": "Dr. Leonora Lee", "familyName": "Lee", "givenName": "Nora"});
        let seen = provider.call("create", params).await;
        assert_eq!(*full_name(&seen.body), "Dr. Leonora Lee");
    }
}

#[tokio::test]
async fn whoever_cannot_be_made_is_refused_and_nothing_changes() {
    for target in targets().await {
        for provider in target.providers() {
            let before = target.fingerprint().await;
            for (member, value, fault) in [
                ("emails", Value::Null, "Missing params: [:email]"),
                ("emails", json!([]), "Missing params: [:email]"),
                ("emails", json!("nora@example.com"), "Missing params: [:email]"),
                (
                    "emails",
                    json!([{"value": "nora@example.com"}]),
                    "Missing params: [:email]",
                ),
                ("externalId", Value::Null, "Missing params: [:extern_uid]"),
                ("externalId", json!({}), "Extern uid is invalid"),
                ("externalId", json!(7), "Extern uid is invalid"),
                ("externalId", json!(["a", "b"]), "Extern uid is invalid"),
                ("externalId", json!(" "), "cim identities is invalid"),
                (
                    "userName",
                    json!(5),
                    "Username is too short (minimum is 2 characters)",
                ),
                ("userName", Value::Null, "Missing params: [:username]"),
                (
                    "emails",
                    json!([{"type": "work", "value": ""}]),
                    "Email can't be blank",
                ),
                (
                    "emails",
                    json!([{"type": "work", "value": "nora"}]),
                    "Email is invalid",
                ),
                (
                    "name",
                    Value::Null,
                    "Namespace name can't be blank and Name can't be blank",
                ),
                (
                    "name",
                    json!("Nora"),
                    "Namespace name can't be blank and Name can't be blank",
                ),
                (
                    "name",
                    json!({"formatted": " "}),
                    "Namespace name can't be blank and Name can't be blank",
                ),
            ] {
                let mut params = person("nora");
                params[member] = value.clone();
                let seen = provider.call("create", params).await;
                let detail = seen.refuses(412);
                assert!(detail.starts_with("Error saving user with {"), "{detail}");
                assert!(
                    detail.ends_with(fault) && detail.contains("}: "),
                    "{member} {value}: {detail}"
                );
            }
            let mut too_long = person("nora");
            too_long["name"] = json!({"formatted": "é ".repeat(129)});
            let seen = provider.call("create", too_long).await;
            let detail = seen.refuses(412);
            assert!(
                detail.ends_with(" and Last name is too long (maximum is 127 characters)"),
                "{detail}"
            );
            let nothing = provider.call("create", json!({})).await;
            let detail = nothing.refuses(412).to_owned();
            assert!(
                detail.ends_with(": Missing params: [:extern_uid, :email, :username]"),
                "{detail}"
            );
            assert_eq!(target.fingerprint().await, before);
            let mut longest = person("lena");
            longest["name"] = json!({"formatted": format!("{} {}", "é".repeat(127), "é".repeat(127))});
            assert_eq!(provider.call("create", longest).await.status, 201);
        }
    }
}

#[tokio::test]
async fn a_refusal_says_what_was_asked_in_ruby() {
    for target in targets().await {
        let params =
            json!({"externalId": "a", "userName": "b", "active": null, "password": "p", "emails": []});
        let seen = target.group_provider().call("create", params).await;
        assert_eq!(
            seen.refuses(412),
            "Error saving user with {\"externalId\"=>\"a\", \"userName\"=>\"b\", \"active\"=>nil, \
             \"password\"=>\"[FILTERED]\", \"emails\"=>[], \"group\"=>\"test_group\"}: Missing params: [:email]"
        );
    }
}
