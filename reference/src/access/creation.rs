//! The project that a first push makes.

use labproof_spec::Edition;

use super::project_checks::is_project_path;
use super::{Attempt, Refusal};
use crate::state::{Project, Role};

/// The project to be made, if there is none yet and the user may make it there.
///
/// Only the question without changes makes one: real changes come after it.
pub(crate) fn by_push(attempt: &Attempt<'_, '_>) -> Result<Option<Project>, Refusal> {
    let asked = attempt.pushes() && attempt.changes.are_any() && attempt.asked.container.is_none();
    let (true, Some(user)) = (
        asked && is_project_path(&attempt.asked.path),
        attempt.actor.person(),
    ) else {
        return Ok(None);
    };
    let path = &attempt.asked.path;
    let Some((namespace, name)) = path.rsplit_once('/') else {
        return Ok(None);
    };
    let own = namespace.eq_ignore_ascii_case(&user.username);
    let state = attempt.state;
    if !own && state.role_in_group(namespace, user) < Some(Role::Developer) {
        return Ok(None);
    }
    if !is_name(name) {
        // Older editions have no answer of their own for this; there the project is just not found.
        return if attempt.edition < Edition::new(17, 9) {
            Ok(None)
        } else {
            Err(bad_name())
        };
    }
    // The namespace keeps its own spelling, however it was asked for.
    let namespace = if own {
        Some(&user.username)
    } else {
        state.group(namespace).map(|group| &group.path)
    };
    let path = namespace.map_or_else(|| path.clone(), |namespace| format!("{namespace}/{name}"));
    let mut project = Project::new(state.next_project_id(), path);
    project.members.insert(user.username.clone(), Role::Owner);
    Ok(Some(project))
}

fn bad_name() -> Refusal {
    let rule = "Path must not start or end with a special character and must not contain consecutive special characters.";
    Refusal::Unprocessable(format!("Could not create project: {rule}"))
}

/// Letters and digits, with single special characters between them.
fn is_name(name: &str) -> bool {
    let parts: Vec<&str> = name.split(['_', '-', '.']).collect();
    !parts.iter().any(|part| part.is_empty()) && !name.ends_with(".git") && !name.ends_with(".atom")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_neither_ends_in_a_dot_nor_has_two_in_a_row() {
        for name in ["new", "a.b-c_d", "1"] {
            assert!(is_name(name), "{name}");
        }
        for name in [
            "cannot_end_with_dot.",
            ".a",
            "a..b",
            "a.-b",
            "a.atom",
            "a.git",
            "",
        ] {
            assert!(!is_name(name), "{name}");
        }
    }
}
