//! Groups that tests have made.

use labproof_reference::{Secrets, Server, Settings, World};
use labproof_spec::InstanceKind;
use reqwest::header::CONTENT_TYPE;
use serde_json::json;

use crate::support::{Seen, Target, client, editions, newest, spec};

const NAMESPACES: &str = "/-/labproof/namespaces";

impl Target {
    async fn make(&self, name: &str, path: &str) -> Seen {
        let request = self.client.post(format!("{}{NAMESPACES}", self.url));
        let form = format!("name={name}&path={path}");
        let request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        Seen::of(request.body(form)).await
    }
}

#[tokio::test]
async fn each_group_made_is_another_one() {
    for edition in editions() {
        let target = Target::start(edition).await;
        let before = target.fingerprint().await;
        let first = target.make_namespace("Fresh Water", "fresh-water").await;
        let second = target.make("Salt+Water", "salt.water_2").await;
        assert_eq!(
            (&first["name"], &first["path"]),
            (&json!("Fresh Water"), &json!("fresh-water"))
        );
        assert_eq!((second.status, &second.body["name"]), (201, &json!("Salt Water")));
        assert!(first["id"].is_u64() && first["id"] != second.body["id"]);
        assert_ne!(target.fingerprint().await, before, "{edition}");
    }
}

#[tokio::test]
async fn a_personal_namespace_comes_with_its_user() {
    let target = Target::newest().await;
    let request = target.client.post(format!("{}{NAMESPACES}", target.url));
    let made = Seen::of(request.json(&json!({"name": "Wim", "path": "wim", "kind": "user"}))).await;
    assert_eq!((made.status, &made.body["path"]), (201, &json!("wim")));
    let fetch = json!({"username": "wim", "project": "harbor/almanac", "action": "git-upload-pack"});
    assert_eq!(target.allowed(fetch).await.status, 200);
    let request = target.client.post(format!("{}{NAMESPACES}", target.url));
    Seen::of(request.json(&json!({"name": "a", "path": "a", "kind": "project"})))
        .await
        .is(400, json!({"error": "kind is invalid"}));
}

#[tokio::test]
async fn projects_may_be_pushed_to_a_group_made() {
    let target = Target::newest().await;
    target.make_namespace("Fresh", "fresh").await;
    let push = json!({"key_id": 11, "project": "fresh/well", "action": "git-receive-pack"});
    assert_eq!(target.allowed(push).await.status, 200);
}

#[tokio::test]
async fn a_name_or_path_of_no_use_makes_nothing() {
    let target = Target::newest().await;
    let before = target.fingerprint().await;
    for (name, path, fault) in [
        (
            "a",
            "harbor",
            json!({"message": "400 Bad request - path has already been taken"}),
        ),
        (
            "a",
            "Mira",
            json!({"message": "400 Bad request - path has already been taken"}),
        ),
        ("a", "harbor/b", json!({"error": "path is invalid"})),
        ("a", "123", json!({"error": "path is invalid"})),
        ("a", "", json!({"error": "path is invalid"})),
        ("", "a", json!({"message": {"name": ["can't be blank"]}})),
    ] {
        target.make(name, path).await.is(400, fault);
    }
    let request = target.client.post(format!("{}{NAMESPACES}", target.url));
    Seen::of(request)
        .await
        .is(400, json!({"error": "name is missing, path is missing"}));
    assert_eq!(target.fingerprint().await, before);
}

#[tokio::test]
async fn without_the_probe_nothing_is_made() {
    let settings = Settings {
        edition: newest(),
        kind: InstanceKind::default(),
        world: World::documented().unwrap(),
        secrets: Secrets::generate(spec()),
        state_probe: false,
        mutation: None,
    };
    let server = Server::bind(spec(), settings, ([127, 0, 0, 1], 0)).await.unwrap();
    let url = format!("http://{}{NAMESPACES}", server.address());
    tokio::spawn(server.serve(std::future::pending()));
    let client = client();
    let request = client.post(url).json(&json!({"name": "a", "path": "a"}));
    assert_eq!(request.send().await.unwrap().status(), 404);
}
