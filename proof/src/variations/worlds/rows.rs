//! More rows, and fewer people for as many roles.

use serde_json::{Map, Value, json};

/// How many more there are of each.
const MORE: u64 = 12;

/// More of everything, before what is there already.
pub(in crate::variations) fn more_rows(world: &mut Value) {
    for at in 0..MORE {
        let (user, group) = (format!("crowd-{at}"), format!("throng-{at}"));
        let (id, namespace) = (2000 + at, 600 + at);
        let blob = format!("AAAAC3NzaC1lZDI1NTE5AAAAI{at:0>43}");
        add(
            world,
            "users",
            json!({
                "id": id, "username": user, "name": "Test User", "email": format!("{user}@example.com"),
                "namespace_id": id,
            }),
        );
        add(
            world,
            "keys",
            json!({
                "id": id, "title": "admin@example.com", "user": user, "algorithm": "ssh-ed25519", "blob": blob,
                "created_at": "2024-03-18T09:12:44.000Z",
            }),
        );
        add(
            world,
            "groups",
            json!({ "id": namespace, "path": group, "name": "A Namespace Name", "members": { user.as_str(): "owner" } }),
        );
        add(
            world,
            "projects",
            json!({
                "id": id, "path": format!("{group}/charts"), "members": { user.as_str(): "owner" },
                "branches": { "main": format!("{at:0>40}") },
            }),
        );
        add(
            world,
            "snippets",
            json!({ "id": id, "author": user, "project": 201 }),
        );
        add(
            world,
            "scim_identities",
            json!({ "id": format!("crowd-{at}"), "user": user, "group": "test_group" }),
        );
        add(
            world,
            "scim_identities",
            json!({ "id": format!("crowd-{at}"), "user": user }),
        );
        add(
            world,
            "error_tracking",
            json!({ "project": "tidal/errors", "public_key": format!("crowd-key-{at}") }),
        );
        add(
            world,
            "agents",
            json!({ "id": id, "name": user, "project": "harbor/fleet" }),
        );
        let exclusion = json!({ "id": id, "reason": "a reason to exclude the Namespace" });
        world["storage_exclusions"][namespace.to_string()] = exclusion;
        add_member(world, "test_group", &user);
        add_member(world, "harbor", &user);
    }
}

fn add(world: &mut Value, family: &str, record: Value) {
    if let Some(records) = world[family].as_array_mut() {
        records.insert(0, record);
    }
}

fn add_member(world: &mut Value, group: &str, user: &str) {
    let groups = world["groups"].as_array_mut().into_iter().flatten();
    for group in groups.filter(|it| it["path"] == group) {
        group["members"][user] = "developer".into();
    }
}

/// Who plays a role of another as well: the role, and whose fields it takes.
const SHARED: [(&str, &str); 5] = [
    ("token_user", "member"),
    ("agent_public_project", "public_project"),
    ("certificate_outsider", "outsider"),
    ("pack_namespace", "updated_namespace"),
    ("reconciled_namespace", "other_pack_namespace"),
];

/// One user or project plays several roles.
pub(in crate::variations) fn shared_roles(world: &mut Value) {
    for (role, other) in SHARED {
        let others: Map<String, Value> = world["fixtures"][other]["fields"]
            .as_object()
            .cloned()
            .unwrap_or_default();
        let fields = world["fixtures"][role]["fields"]
            .as_object_mut()
            .into_iter()
            .flatten();
        for (name, value) in fields {
            if let Some(other) = others.get(name) {
                *value = other.clone();
            }
        }
    }
}
