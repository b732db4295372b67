//! What a server may hold instead of the documentation's examples, as changes to the document of a world.

mod ids;
mod names;
mod rows;

use labproof::Failure;
use labproof_reference::World;
use serde_json::Value;

pub(super) use ids::other_ids;
pub(super) use names::other_names;
pub(super) use rows::{more_rows, shared_roles};

/// The documented world after all changes, and how many of its values are others than before.
pub(super) fn changed(changes: &[fn(&mut Value)]) -> Result<(World, u64), Failure> {
    let mut count = 0;
    let world = World::documented_but(|document| {
        let before = document.clone();
        changes.iter().for_each(|change| change(document));
        count = differences(&before, document);
    });
    Ok((world.map_err(Failure::unreachable)?, count))
}

/// How many values of a document are not where they were.
fn differences(before: &Value, after: &Value) -> u64 {
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => {
            let members = after.iter();
            members
                .map(|(name, after)| differences(before.get(name).unwrap_or(&Value::Null), after))
                .sum()
        }
        (Value::Array(before), Value::Array(after)) => {
            let items = after.iter().enumerate();
            items
                .map(|(at, after)| differences(before.get(at).unwrap_or(&Value::Null), after))
                .sum()
        }
        (before, after) => u64::from(before != after),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::ids::SHIFT;
    use super::*;

    #[test]
    fn every_world_is_sound_and_another_one() {
        for change in [other_ids, other_names, more_rows, shared_roles] {
            let (_, count) = changed(&[change]).unwrap_or_else(|failure| panic!("{:#}", failure.error));
            assert!(count > 2, "{count}");
        }
        let (_, count) = changed(&[]).unwrap_or_else(|failure| panic!("{:#}", failure.error));
        assert_eq!(count, 0);
    }

    #[test]
    fn ids_and_names_are_others_wherever_they_stand() {
        let mut world = json!({
            "users": [{ "id": 7, "username": "ann" }],
            "projects": [{ "path": "hill/farm", "members": { "ann": "guest" }, "deploy_keys": { "8": true } }],
            "fixtures": { "example_project": { "fields": { "gl_repository": "wiki-9", "path": "hill/farm.wiki" } } },
        });
        other_ids(&mut world);
        other_names(&mut world);
        assert_eq!(world["users"][0]["id"], 7 + SHIFT);
        let project = &world["projects"][0];
        assert_eq!(project["path"], "The.hill-0/The.farm-0");
        assert_eq!(project["members"], json!({ "ann_2.x": "guest" }));
        assert_eq!(project["deploy_keys"], json!({ "5000000008": true }));
        let fields = &world["fixtures"]["example_project"]["fields"];
        assert_eq!(fields["gl_repository"], "wiki-5000000009");
        assert_eq!(fields["path"], "The.hill-0/The.farm-0.wiki");
    }
}
