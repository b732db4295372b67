//! What KAS asks about agents and their projects: `kas.agent_info` and `kas.project_info`.

use labproof_spec::Edition;
use serde_json::{Value, json};

use crate::support::{Seen, Target, newest, world_with};

const WITH_AGENTS: [Edition; 3] = [Edition::new(13, 10), Edition::new(16, 3), Edition::new(17, 9)];

impl Target {
    /// A request of another agent than the usual one.
    pub(crate) async fn call_as(&self, agent: &str, slug: &str, params: Value) -> Seen {
        let mut credentials = self.credentials(self.operation(slug));
        let token = format!("Bearer {}", self.secret(agent));
        credentials.insert("authorization", token.parse().unwrap());
        Seen::of(self.bare_request(slug, &params).headers(credentials)).await
    }

    /// The refusal of a call, which has changed nothing.
    pub(crate) async fn refuses(&self, slug: &str, params: Value) -> (u16, Value) {
        let before = self.fingerprint().await;
        let seen = self.call(slug, params.clone()).await;
        assert_eq!(self.fingerprint().await, before, "{params}");
        (seen.status, seen.body)
    }
}

pub(crate) fn missing_or_invalid(faults: &str) -> (u16, Value) {
    (400, json!({ "error": faults }))
}

/// Where the repository of a project is, as each edition says it.
fn located(edition: Edition, id: u64, path: &str, relative_path: &str) -> Value {
    let mut located = json!({
        "project_id": id,
        "gitaly_info": { "address": "unix:/Users/bvl/repos/gitlab/gitaly.socket", "token": null },
        "gitaly_repository": {
            "storage_name": "default",
            "relative_path": relative_path,
            "gl_repository": format!("project-{id}"),
            "gl_project_path": path,
        },
    });
    if edition <= Edition::new(16, 3) {
        located["gitaly_info"]["features"] = json!({});
    }
    if edition >= Edition::new(16, 3) {
        located["default_branch"] = json!("main");
    }
    if edition >= Edition::new(17, 9) {
        located["gitaly_repository"]["git_object_directory"] = json!("");
        located["gitaly_repository"]["git_alternate_object_directories"] = json!([]);
    }
    located
}

const FLEET: &str = "@hashed/36/79/36790ecd55c2030dc553685bef719df653f413a20cdad1bfd1dc934c76686ddd.git";
const GAUGES: &str = "@hashed/79/02/7902699be42c8a8e46fbbb4501726517e86b22c56a189f7625a6da49081b2451.git";

#[tokio::test]
async fn an_agent_is_told_who_it_is_and_where_its_project_lies() {
    for edition in WITH_AGENTS {
        let target = Target::start(edition).await;
        let mut expected = located(edition, 220, "harbor/fleet", FLEET);
        expected["agent_id"] = json!(5);
        expected["agent_name"] = json!("harbor-agent");
        target.call("kas.agent_info", json!({})).await.is(200, expected);
    }
}

#[tokio::test]
async fn the_token_of_gitaly_is_handed_on() {
    let world = world_with("    address: unix:", "    token: sesame\n    address: unix:");
    let target = Target::with_world(newest(), world).await;
    let seen = target.call("kas.agent_info", json!({})).await;
    assert_eq!(seen.body["gitaly_info"]["token"], "sesame");
}

#[tokio::test]
async fn an_agent_may_look_at_public_projects_and_its_own() {
    for edition in WITH_AGENTS {
        let target = Target::start(edition).await;
        for id in ["7", "tidal/gauges", "Tidal/Gauges"] {
            let seen = target.call("kas.project_info", json!({ "id": id })).await;
            seen.is(200, located(edition, 7, "tidal/gauges", GAUGES));
        }
        for id in ["220", "harbor/fleet"] {
            let seen = target.call("kas.project_info", json!({ "id": id })).await;
            seen.is(200, located(edition, 220, "harbor/fleet", FLEET));
        }
        for id in [
            "221",
            "quay/cranes",
            "201",
            "999999",
            "99999999999999999999",
            "7x",
            "-7",
            " 7",
            "",
            "gauges",
            "harbor",
            "tidal/nothing",
        ] {
            let seen = target.call("kas.project_info", json!({ "id": id })).await;
            assert_eq!(
                (seen.status, &seen.body),
                (404, &json!({"message": "404 Not Found"})),
                "{id}"
            );
        }
        let without = target.call("kas.project_info", json!({})).await;
        without.is(404, json!({"message": "404 Not Found"}));
    }
}

#[tokio::test]
async fn agents_are_who_their_roles_say() {
    for edition in WITH_AGENTS {
        let target = Target::start(edition).await;
        let info = async |secret| target.call_as(secret, "kas.agent_info", json!({})).await.body;
        let agent = info("agent").await;
        assert_eq!(agent["agent_id"], target.fixture("agent", "id"));
        assert_eq!(agent["agent_name"], target.fixture("agent", "name"));
        assert_eq!(agent["project_id"], target.fixture("agent_project", "id"));
        let repository = &agent["gitaly_repository"];
        assert_eq!(
            repository["gl_project_path"],
            target.fixture("agent_project", "path")
        );
        assert_eq!(
            repository["gl_repository"],
            target.fixture("agent_project", "gl_repository")
        );
        if edition >= Edition::new(16, 3) {
            assert_eq!(
                agent["default_branch"],
                target.fixture("agent_project", "default_branch")
            );
        }
        let other = info("other_agent").await;
        assert_eq!(other["agent_name"], target.fixture("other_agent", "name"));
        for role in ["other_agent", "unlicensed_agent"] {
            let agent = info(role).await;
            assert_eq!(agent["agent_id"], target.fixture(role, "id"));
            assert_eq!(agent["project_id"], target.fixture(role, "project_id"));
        }
        let public = json!({"id": target.fixture("agent_public_project", "path")});
        for secret in ["agent", "other_agent", "unlicensed_agent"] {
            let seen = target.call_as(secret, "kas.project_info", public.clone()).await;
            assert_eq!(
                seen.body["project_id"],
                target.fixture("agent_public_project", "id")
            );
        }
    }
}
