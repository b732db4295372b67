//! Other ids.

use serde_json::Value;

/// Members whose numbers are ids.
const IDS: [&str; 11] = [
    "id",
    "namespace_id",
    "user_id",
    "key_id",
    "project_id",
    "root_namespace_id",
    "author_key_id",
    "author_user_id",
    "exclusion_id",
    "design_id",
    "project",
];
/// What an identifier of a repository begins with.
const REPOSITORIES: [&str; 5] = ["project", "wiki", "snippet", "design", "group"];
/// By how much each id is more. No id fits into 32 bits any more.
pub(super) const SHIFT: u64 = 5_000_000_000;

/// Every id is another one.
pub(in crate::variations) fn other_ids(world: &mut Value) {
    match world {
        Value::Object(members) => *members = std::mem::take(members).into_iter().map(other_id).collect(),
        Value::Array(items) => items.iter_mut().for_each(other_ids),
        _ => {}
    }
}

/// A member with other ids in its name and value.
fn other_id((name, mut value): (String, Value)) -> (String, Value) {
    let number = value.as_u64().filter(|_| IDS.contains(&name.as_str()));
    let repository = value
        .as_str()
        .filter(|_| name == "gl_repository")
        .and_then(shifted_repository);
    match (number, repository) {
        (Some(id), _) => value = (id + SHIFT).into(),
        (_, Some(repository)) => value = repository.into(),
        _ => other_ids(&mut value),
    }
    let name = name.parse().map_or(name, |id: u64| (id + SHIFT).to_string());
    (name, value)
}

fn shifted_repository(text: &str) -> Option<String> {
    let (kind, id) = text
        .split_once('-')
        .filter(|(kind, _)| REPOSITORIES.contains(kind))?;
    // The wiki of a group is `group-3-wiki`.
    let (id, end) = id
        .split_once('-')
        .map_or((id, String::new()), |(id, end)| (id, format!("-{end}")));
    let id: u64 = id.parse().ok()?;
    Some(format!("{kind}-{}{end}", id + SHIFT))
}
