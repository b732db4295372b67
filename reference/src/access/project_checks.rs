//! Whether the project is there for the actor, and may be read; designs too.

use super::abilities;
use super::{Attempt, Checked, PROJECT_NOT_FOUND, ensure, ensure_found, ensure_or};
use crate::state::{Protocol, Role};

/// Who came by a group's certificate stays in that group. Real changes were checked when the push began.
pub(crate) fn certificate_namespace(attempt: &Attempt<'_, '_>) -> Checked {
    let (Some(namespace), Some(project)) = (&attempt.certificate_namespace, attempt.project()) else {
        return Ok(());
    };
    let inside = attempt
        .state
        .lineage(project.namespace())
        .any(|group| group.path.eq_ignore_ascii_case(namespace));
    ensure(
        inside || !attempt.changes.are_any(),
        "You are not allowed to access projects in this namespace.",
    )
}

pub(crate) fn namespace(attempt: &Attempt<'_, '_>) -> Checked {
    let usable = attempt.asked.container.is_some() || is_project_path(&attempt.asked.path);
    ensure_or(usable, "namespace-not-found")
}

pub(crate) fn found(attempt: &Attempt<'_, '_>) -> Checked {
    ensure_or(attempt.project().is_some(), PROJECT_NOT_FOUND)
}

/// A hidden project must look like none.
pub(crate) fn readable(attempt: &Attempt<'_, '_>) -> Checked {
    let readable = attempt
        .project()
        .is_some_and(|project| abilities::read_project(attempt, project));
    ensure_or(readable, PROJECT_NOT_FOUND)
}

pub(crate) fn repository(attempt: &Attempt<'_, '_>) -> Checked {
    let exists = attempt.project().is_some_and(|project| project.repository);
    ensure_found(exists, "A repository for this project does not exist yet.")
}

pub(crate) fn download(attempt: &Attempt<'_, '_>) -> Checked {
    let may = attempt
        .project()
        .is_some_and(|project| abilities::download_code(attempt, project));
    ensure(
        attempt.pushes() || may,
        "You are not allowed to download code from this project.",
    )
}

pub(crate) fn designs_from_the_web(attempt: &Attempt<'_, '_>) -> Checked {
    ensure(
        attempt.protocol == Some(Protocol::Web),
        "Designs are only accessible using the web interface",
    )
}

pub(crate) fn designs_managed(attempt: &Attempt<'_, '_>) -> Checked {
    let user = attempt.actor.person();
    let may = attempt.project().is_some_and(|project| {
        abilities::read_project(attempt, project)
            && abilities::at_least(attempt.state, project, user, Role::Developer)
    });
    ensure(may, "You are not allowed to manage designs of this project")
}

/// `namespace/project`, at any depth, of the characters that paths have.
pub(crate) fn is_project_path(path: &str) -> bool {
    path.contains('/') && path.split('/').all(is_path_segment)
}

fn is_path_segment(segment: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    !segment.is_empty() && segment.len() <= 255 && !segment.starts_with('-') && segment.bytes().all(allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_project_path_has_a_namespace() {
        for path in ["a/b", "a/b/c", "A_1/b.c-d", "own/cannot_end_with_dot."] {
            assert!(is_project_path(path), "{path}");
        }
        for path in ["", "a", "a/", "/a", "a//b", "a/-b", "a/b c", "a/ü", "a/b\n"] {
            assert!(!is_project_path(path), "{path}");
        }
    }
}
