//! Whether a push may go ahead, and then whether each of its changes may.

use super::abilities;
use super::{Attempt, Changes, Checked, Refusal, branches, ensure, ensure_or, tags};

pub(crate) fn not_frozen(attempt: &Attempt<'_, '_>) -> Checked {
    let frozen = attempt.project().is_some_and(|project| project.frozen);
    ensure(
        !(attempt.pushes() && frozen),
        "The repository is temporarily read-only. Please try again later.",
    )
}

pub(crate) fn not_archived(attempt: &Attempt<'_, '_>) -> Checked {
    ensure_or(!(attempt.pushes() && archived(attempt)), "archived-project")
}

/// A project is archived with the groups above it.
pub(crate) fn archived(attempt: &Attempt<'_, '_>) -> bool {
    attempt.project().is_some_and(|project| {
        project.archived
            || attempt
                .state
                .lineage(project.namespace())
                .any(|group| group.archived)
    })
}

pub(crate) fn deploy_key_writes(attempt: &Attempt<'_, '_>) -> Checked {
    let writes = attempt.actor.deploy_key().is_none()
        || attempt
            .project()
            .is_some_and(|project| abilities::deploy_key_writes(attempt.actor, project));
    ensure(
        !attempt.pushes() || writes,
        "This deploy key does not have write access to this project.",
    )
}

pub(crate) fn by_somebody(attempt: &Attempt<'_, '_>) -> Checked {
    ensure(
        !attempt.pushes() || attempt.actor.user.is_some(),
        "You are not allowed to upload code for this project.",
    )
}

const MAY_NOT_PUSH: &str = "You are not allowed to push code to this project.";

/// The question without changes, which GitLab Shell asks before the push is known.
pub(crate) fn allowed(attempt: &Attempt<'_, '_>) -> Checked {
    let asked = attempt.pushes() && attempt.changes.are_any();
    ensure(!asked || may_push(attempt), MAY_NOT_PUSH)
}

/// Nobody pushes without saying what. GitLab breaks over it; what it would say of a missing parameter is said here.
pub(crate) fn changes_said(attempt: &Attempt<'_, '_>) -> Checked {
    if attempt.pushes() && attempt.changes == Changes::Unsaid {
        return Err(Refusal::Unsaid);
    }
    Ok(())
}

/// The question with changes, which Gitaly asks when they are there. A push of none has nothing to refuse.
pub(crate) fn each_change(attempt: &Attempt<'_, '_>) -> Checked {
    let (true, Changes::Listed(changes), Some(project)) =
        (attempt.pushes(), &attempt.changes, attempt.project())
    else {
        return Ok(());
    };
    changes.iter().try_for_each(|change| {
        ensure(may_push(attempt), MAY_NOT_PUSH)?;
        branches::check(attempt, project, change)?;
        tags::check(attempt, project, change)
    })
}

fn may_push(attempt: &Attempt<'_, '_>) -> bool {
    attempt
        .project()
        .is_some_and(|project| abilities::push_code(attempt, project))
}
