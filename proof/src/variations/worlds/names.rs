//! Other names.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// People, groups, projects, branches, commits and the instance have other names.
pub(in crate::variations) fn other_names(world: &mut Value) {
    let instance = json!({
        "url": "https://git.elsewhere.example/code",
        "ssh": "git@ssh.elsewhere.example",
        "revision": "0f1e2d3c4b5",
        "gitaly": { "storage": "shelf-07", "address": "tls://gitaly.elsewhere.example:9999" },
    });
    world["instance"] = instance;
    world["fixtures"]["example_project"]["fields"]["storage"] = "shelf-07".into();
    TRUNKS
        .iter()
        .for_each(|(path, role)| rename_branches(world, path, role));
    let names = names(world);
    rename(world, &names);
}

/// Projects whose branches a role tells, so that they may have any names.
const TRUNKS: [(&str, &str); 3] = [
    ("harbor/charts", "private_project"),
    ("harbor/tides", "merge_request_project"),
    ("harbor/fleet", "agent_project"),
];
/// Branches and what they are called instead.
const BRANCHES: [(&str, &str); 2] = [("main", "trunk"), ("stable", "release/1.x")];

fn rename_branches(world: &mut Value, path: &str, role: &str) {
    let projects = world["projects"].as_array_mut().into_iter().flatten();
    for project in projects.filter(|project| project["path"] == path) {
        project["default_branch"] = BRANCHES[0].1.into();
        for family in ["branches", "protected_branches"] {
            let branches = project[family].as_object_mut().into_iter();
            branches.for_each(|branches| {
                for (name, other) in BRANCHES {
                    let branch = branches.shift_remove(name);
                    branches.extend(branch.map(|branch| (other.to_owned(), branch)));
                }
            });
        }
    }
    let fields = world["fixtures"][role]["fields"]
        .as_object_mut()
        .into_iter()
        .flatten();
    for (field, value) in fields.filter(|(field, _)| field.ends_with("_branch")) {
        let other = BRANCHES.iter().find(|(name, _)| value == name);
        *value = other.map_or_else(|| field.as_str().into(), |(_, other)| (*other).into());
    }
}

/// Every name there is, with another one.
fn names(world: &Value) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    let mut learn = |value: &Value, other: fn(&str) -> String| {
        if let Some(text) = value.as_str().filter(|text| !text.is_empty()) {
            names.entry(text.to_owned()).or_insert_with(|| other(text));
        }
    };
    let all = |family: &str| world[family].as_array().into_iter().flatten();
    for user in all("users") {
        learn(&user["username"], |text| format!("{text}_2.x"));
        learn(&user["name"], |text| format!("Zoë {text} 李"));
        for email in [&user["email"], &user["public_email"]] {
            learn(email, |text| {
                text.replace("@example.com", "+git@mail.elsewhere.example")
            });
        }
    }
    for place in all("groups").chain(all("projects")) {
        for part in place["path"].as_str().unwrap_or_default().split('/') {
            learn(&part.into(), |text| format!("The.{text}-0"));
        }
        learn(&place["name"], |text| format!("{text} & Söhne"));
        place["branches"]
            .as_object()
            .into_iter()
            .flatten()
            .for_each(|(_, commit)| {
                learn(commit, |text| text.chars().rev().collect());
            });
    }
    all("agents").for_each(|agent| learn(&agent["name"], |text| format!("other-{text}")));
    all("scim_identities").for_each(|identity| learn(&identity["id"], |text| format!("S:{text}")));
    names
}

/// Gives everything its other name, also where it is a part of a path.
fn rename(value: &mut Value, names: &BTreeMap<String, String>) {
    match value {
        Value::String(text) => *text = renamed(text, names),
        Value::Array(items) => items.iter_mut().for_each(|item| rename(item, names)),
        Value::Object(members) => {
            for (name, member) in std::mem::take(members) {
                let mut member = member;
                let is_name = matches!(
                    member.as_str(),
                    Some("owner" | "maintainer" | "developer" | "reporter" | "guest")
                );
                if name != "secret" {
                    rename(&mut member, names);
                }
                members.insert(if is_name { renamed(&name, names) } else { name }, member);
            }
        }
        _ => {}
    }
}

fn renamed(text: &str, names: &BTreeMap<String, String>) -> String {
    if let Some(other) = names.get(text) {
        return other.clone();
    }
    let part = |part: &str| {
        let (plain, wiki) = part
            .strip_suffix(".wiki")
            .map_or((part, ""), |plain| (plain, ".wiki"));
        names
            .get(plain)
            .map_or_else(|| part.to_owned(), |other| format!("{other}{wiki}"))
    };
    // The wiki of a group has the path of the group.
    let first = text.split('/').next().unwrap_or_default();
    let is_path = match text.contains('/') {
        true => names.contains_key(first),
        false => text.ends_with(".wiki"),
    };
    if is_path {
        text.split('/').map(part).collect::<Vec<_>>().join("/")
    } else {
        text.to_owned()
    }
}
