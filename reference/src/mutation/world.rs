//! Another world to begin with.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One difference to the world that a server would begin with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Patch {
    /// Where, as in `users[id=51].standing`.
    pub at: String,
    /// What is there instead; nothing at all where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Value>,
}

/// Makes the differences in a world; what names no place comes back.
pub(crate) fn apply(world: &mut Value, patches: &[Patch]) -> Result<(), String> {
    for patch in patches {
        let steps: Vec<&str> = patch.at.split('.').collect();
        if !set(world, &steps, patch.to.as_ref()) {
            return Err(patch.at.clone());
        }
    }
    Ok(())
}

fn set(value: &mut Value, steps: &[&str], to: Option<&Value>) -> bool {
    let Some((step, rest)) = steps.split_first() else {
        return false;
    };
    let (name, chosen) = match step.strip_suffix(']').and_then(|step| step.split_once('[')) {
        Some((name, chosen)) => (name, Some(chosen)),
        None => (*step, None),
    };
    let Some(members) = value.as_object_mut() else {
        return false;
    };
    match (chosen, rest) {
        (None, []) => {
            match to {
                Some(to) => members.insert(name.to_owned(), to.clone()),
                None => members.shift_remove(name),
            };
            true
        }
        (None, rest) => members.get_mut(name).is_some_and(|member| set(member, rest, to)),
        (Some(chosen), rest) => {
            let Some(items) = members.get_mut(name).and_then(Value::as_array_mut) else {
                return false;
            };
            let Some(at) = items.iter().position(|item| is_chosen(item, chosen)) else {
                return false;
            };
            match (rest, to) {
                ([], Some(to)) => items[at] = to.clone(),
                ([], None) => {
                    items.remove(at);
                }
                (rest, to) => return set(&mut items[at], rest, to),
            }
            true
        }
    }
}

/// Whether an item is the one that `name=value` means.
fn is_chosen(item: &Value, chosen: &str) -> bool {
    chosen.split_once('=').is_some_and(|(name, wanted)| {
        item.get(name)
            .is_some_and(|value| value.as_str().unwrap_or(&value.to_string()) == wanted)
    })
}
