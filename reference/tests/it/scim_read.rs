//! `scim.*.get` and `scim.*.list`.

use labproof_spec::Edition;
use serde_json::{Value, json};

use crate::scim_provider::{full_name, named, targets};

const ID: &str = "0b1d561c-21ff-4092-beab-8154b17f82f2";

fn documented(edition: Edition) -> Value {
    let user = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "id": ID,
        "active": true,
        "userName": "username",
        "meta": {"resourceType": "User"},
        "emails": [{"type": "work", "value": "name@example.com", "primary": true}],
    });
    named(edition, user, "Test User")
}

#[tokio::test]
async fn a_user_is_shown_as_documented() {
    for target in targets().await {
        for provider in target.providers() {
            let seen = provider.get(ID).await;
            assert_eq!(seen.headers["content-type"], "application/scim+json");
            seen.is(200, documented(target.edition));
        }
    }
}

#[tokio::test]
async fn a_list_is_shown_as_documented() {
    for target in targets().await {
        for provider in target.providers() {
            let filter = format!("id eq \"{ID}\"");
            let seen = provider.call("list", json!({"filter": filter})).await;
            assert_eq!(seen.headers["content-type"], "application/scim+json");
            let expected = json!({
                "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
                "totalResults": 1,
                "itemsPerPage": 20,
                "startIndex": 1,
                "Resources": [documented(target.edition)],
            });
            seen.is(200, expected);
        }
    }
}

#[tokio::test]
async fn an_id_in_the_path_is_taken_as_a_whole_in_any_case() {
    for target in targets().await {
        for provider in target.providers() {
            for id in [
                format!("f{ID}"),
                ID[1..].to_owned(),
                "nobody".into(),
                "a/b c".into(),
            ] {
                let seen = provider.get(&id).await;
                assert_eq!(seen.refuses(404), format!("Resource {id} not found"));
            }
            let seen = provider.get(&ID.to_uppercase()).await;
            seen.is(200, documented(target.edition));
        }
    }
}

#[tokio::test]
async fn each_provider_sees_its_own() {
    for target in targets().await {
        assert_eq!(
            target.group_provider().find("").await,
            [ID, "owner-of-test-group"]
        );
        assert_eq!(target.instance_provider().find("").await, [ID]);
        let other = target
            .bare_request("scim.group.list", &json!({"group_path": "other_group"}))
            .bearer_auth(target.secret("scim_other_group"));
        assert_eq!(
            crate::support::Seen::of(other).await.body["totalResults"],
            json!(0)
        );
    }
}

#[tokio::test]
async fn a_filter_names_an_id_or_a_user() {
    for target in targets().await {
        let provider = target.group_provider();
        for filter in [
            format!("id eq {ID}"),
            format!("id eq \"{}\"", ID.to_uppercase()),
            format!("externalId eq \"{ID}\""),
            format!("userName eq {ID}"),
            "userName eq \"username\"".into(),
            "userName eq USERNAME".into(),
            "userName eq name@example.com".into(),
            "userName eq username@elsewhere.example".into(),
        ] {
            assert_eq!(provider.find(&filter).await, [ID], "{filter}");
        }
        for filter in [
            "id eq 0b1d561c",
            "id eq nobody",
            "userName eq mira",
            "userName eq mira@example.com",
        ] {
            assert!(provider.find(filter).await.is_empty(), "{filter}");
        }
    }
}

#[tokio::test]
async fn other_filters_are_not_supported() {
    for target in targets().await {
        for provider in target.providers() {
            for filter in [
                json!("id ne a"),
                json!("id"),
                json!("displayName eq a"),
                json!("active eq true"),
            ] {
                let seen = provider.call("list", json!({"filter": filter})).await;
                assert_eq!(seen.refuses(412), "Unsupported Filter", "{filter}");
            }
            let seen = provider.call("list", json!({"filter[]": "id eq a"})).await;
            assert_eq!(seen.refuses(412), "Unsupported Filter");
        }
    }
}

/// The number of the first result as an edition shows it.
fn shown(edition: Edition, asked: impl ToString, counted: usize) -> Value {
    if edition < Edition::new(18, 9) {
        json!(counted)
    } else {
        json!(asked.to_string())
    }
}

#[tokio::test]
async fn paging_visits_everybody_once() {
    for target in targets().await {
        for provider in target.providers() {
            for number in 0..25 {
                assert_eq!(provider.create(&format!("crew{number}")).await.status, 201);
            }
            let everybody = provider.call("list", json!({"count": 100})).await.ids();
            let mut visited = Vec::new();
            while visited.len() < everybody.len() {
                let page = json!({"startIndex": visited.len() + 1, "count": 10});
                let seen = provider.call("list", page).await;
                assert_eq!(seen.body["totalResults"], json!(everybody.len()));
                assert_eq!(seen.body["itemsPerPage"], json!(10));
                assert_eq!(
                    seen.body["startIndex"],
                    shown(target.edition, visited.len() + 1, visited.len() + 1)
                );
                visited.extend(seen.ids());
            }
            assert_eq!(visited, everybody);
            let first = provider.call("list", json!({})).await;
            assert_eq!(first.ids(), everybody[..20]);
            for (asked, count, start_index, items_per_page) in
                [(0, 0, 1, 20), (-5, 500, 1, 100), (999, 5, 999, 5)]
            {
                let query = json!({"startIndex": asked, "count": count});
                let seen = provider.call("list", query).await;
                assert_eq!(seen.body["startIndex"], shown(target.edition, asked, start_index));
                assert_eq!(seen.body["itemsPerPage"], json!(items_per_page));
            }
        }
    }
}

#[tokio::test]
async fn the_roles_are_played() {
    for target in targets().await {
        let get = |role: &str, field: &str| target.fixture(role, field).as_str().unwrap().to_owned();
        for (provider, role) in target
            .providers()
            .into_iter()
            .zip(["scim_user", "scim_instance_user"])
        {
            let user = provider.get(&get(role, "id")).await.body;
            let shown = [&user["userName"], full_name(&user), &user["emails"][0]["value"]];
            let fields = ["user_name", "name", "email"].map(|field| target.fixture(role, field));
            assert_eq!(
                (shown, &user["active"]),
                (fields.each_ref(), &json!(true)),
                "{role}"
            );
        }
        let owner = target.group_provider().get(&get("scim_owner", "id")).await.body;
        assert_eq!(owner["userName"], target.fixture("scim_owner", "user_name"));
        let project = get("scim_project", "path");
        assert_eq!(
            target.fetch(&get("scim_user", "user_name"), &project).await.0,
            200
        );
        assert_eq!(target.fetch("finn", &project).await.0, 404);
        assert_eq!(get("scim_group", "path"), "test_group");
    }
}

#[tokio::test]
async fn a_group_without_provider_and_no_group_are_told_apart() {
    for target in targets().await {
        let plain = target.fixture("group_without_saml", "path");
        for (path, detail) in [
            (
                plain.as_str().unwrap(),
                "Group plain_group does not have SAML SSO configured",
            ),
            ("nowhere/at-all", "Group nowhere/at-all not found"),
        ] {
            for (operation, id) in [
                ("list", None),
                ("create", None),
                ("get", Some("a")),
                ("update", Some("a")),
                ("delete", Some("a")),
            ] {
                let params = json!({"group_path": path, "id": id});
                let seen = target.call(&format!("scim.group.{operation}"), params).await;
                assert_eq!(seen.refuses(404), detail, "{operation}");
            }
        }
    }
}
