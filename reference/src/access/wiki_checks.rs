//! What holds for wikis, of projects and of groups.

use super::abilities;
use super::push_checks::archived;
use super::{Attempt, Checked, Container, ensure, ensure_found, ensure_or};
use crate::state::{Group, Role};

const NOT_FOUND: &str = "wiki-not-found";

pub(crate) fn found(attempt: &Attempt<'_, '_>) -> Checked {
    ensure_or(attempt.asked.container.is_some(), NOT_FOUND)
}

/// A hidden wiki must look like none.
pub(crate) fn readable(attempt: &Attempt<'_, '_>) -> Checked {
    let readable = attempt
        .project()
        .is_some_and(|project| abilities::read_project(attempt, project));
    ensure_or(readable, NOT_FOUND)
}

pub(crate) fn repository(attempt: &Attempt<'_, '_>) -> Checked {
    let exists = attempt.project().is_some_and(|project| project.wiki);
    ensure_found(exists, "A repository for this wiki does not exist yet.")
}

pub(crate) fn download(attempt: &Attempt<'_, '_>) -> Checked {
    let may = attempt
        .project()
        .is_some_and(|project| abilities::download_code(attempt, project));
    ensure(
        attempt.pushes() || may,
        "You are not allowed to download files from this wiki.",
    )
}

/// A frozen wiki is refused with the words of a read-only instance.
pub(crate) fn not_frozen(attempt: &Attempt<'_, '_>) -> Checked {
    let frozen = attempt.project().is_some_and(|project| project.frozen);
    ensure(
        !(attempt.pushes() && frozen),
        "You can't push code to a read-only GitLab instance.",
    )
}

/// With or without changes, the right to write decides; an archived project takes it away.
pub(crate) fn push(attempt: &Attempt<'_, '_>) -> Checked {
    let may = attempt
        .project()
        .is_some_and(|project| abilities::push_code(attempt, project));
    ensure(
        !attempt.pushes() || (may && !archived(attempt)),
        "You are not allowed to write to this project's wiki.",
    )
}

pub(crate) fn group_readable(attempt: &Attempt<'_, '_>) -> Checked {
    let is_there = !attempt.state.instance.lacks("enterprise");
    let Some(group) = group(attempt).filter(|_| is_there) else {
        return ensure_or(false, NOT_FOUND);
    };
    let readable =
        abilities::sees(attempt.actor.person(), group.visibility) || has_role(attempt, group, Role::Guest);
    ensure_found(readable, "The group you were looking for could not be found.")
}

pub(crate) fn group_repository(attempt: &Attempt<'_, '_>) -> Checked {
    let exists = group(attempt).is_some_and(|group| group.wiki);
    ensure_found(exists, "A repository for this group wiki does not exist yet.")
}

pub(crate) fn group_licensed(attempt: &Attempt<'_, '_>) -> Checked {
    ensure(
        !attempt.state.instance.lacks("group_wikis"),
        "You are not allowed to download files from this wiki.",
    )
}

pub(crate) fn group_push(attempt: &Attempt<'_, '_>) -> Checked {
    let may = group(attempt).is_some_and(|group| has_role(attempt, group, Role::Developer));
    ensure(
        !attempt.pushes() || may,
        "You are not allowed to write to this group's wiki.",
    )
}

fn group<'s>(attempt: &Attempt<'s, '_>) -> Option<&'s Group> {
    match attempt.asked.container {
        Some(Container::GroupWiki(group)) => Some(group),
        _ => None,
    }
}

/// Whether the actor has at least this role in the group; administrators have every role.
fn has_role(attempt: &Attempt<'_, '_>, group: &Group, role: Role) -> bool {
    let user = attempt.actor.person();
    user.is_some_and(|user| user.admin || attempt.state.role_in_group(&group.path, user) >= Some(role))
}
