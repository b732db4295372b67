//! What holds for snippets.

use super::abilities;
use super::{Attempt, Changes, Checked, Container, PROJECT_NOT_FOUND, ensure, ensure_found, ensure_or};
use crate::state::{Role, Snippet, Visibility};

/// The snippet, whose absence the first check tells.
fn snippet<'s>(attempt: &Attempt<'s, '_>) -> Option<&'s Snippet> {
    match attempt.asked.container {
        Some(Container::Snippet(snippet)) => Some(snippet),
        _ => None,
    }
}

pub(crate) fn found(attempt: &Attempt<'_, '_>) -> Checked {
    ensure_found(
        snippet(attempt).is_some(),
        "The snippet you were looking for could not be found.",
    )
}

pub(crate) fn not_a_deploy_key(attempt: &Attempt<'_, '_>) -> Checked {
    ensure(
        attempt.actor.deploy_key().is_none(),
        "The authentication mechanism is not supported.",
    )
}

pub(crate) fn project_readable(attempt: &Attempt<'_, '_>) -> Checked {
    let readable = attempt
        .project()
        .is_none_or(|project| abilities::read_project(attempt, project));
    ensure_or(readable, PROJECT_NOT_FOUND)
}

pub(crate) fn repository(attempt: &Attempt<'_, '_>) -> Checked {
    let exists = snippet(attempt).is_some_and(|snippet| snippet.repository);
    ensure_found(
        exists,
        "The snippet repository you were looking for could not be found.",
    )
}

pub(crate) fn download(attempt: &Attempt<'_, '_>) -> Checked {
    let may = snippet(attempt).is_some_and(|snippet| reads(attempt, snippet));
    ensure(
        attempt.pushes() || may,
        "You are not allowed to read this snippet.",
    )
}

pub(crate) fn update(attempt: &Attempt<'_, '_>) -> Checked {
    let may = snippet(attempt).is_some_and(|snippet| writes(attempt, snippet));
    ensure(
        !attempt.pushes() || may,
        "You are not allowed to update this snippet.",
    )
}

/// A snippet has one branch for ever.
pub(crate) fn each_change(attempt: &Attempt<'_, '_>) -> Checked {
    let (true, Changes::Listed(changes)) = (attempt.pushes(), &attempt.changes) else {
        return Ok(());
    };
    let stays = changes
        .iter()
        .all(|change| !change.creates() && !change.deletes());
    ensure(stays, "You can not create or delete branches.")
}

fn reads(attempt: &Attempt<'_, '_>, snippet: &Snippet) -> bool {
    let user = attempt.actor.person();
    let is_author = user.is_some_and(|user| user.username == snippet.author);
    match attempt.project() {
        Some(project) if snippet.visibility == Visibility::Private => {
            is_author || abilities::at_least(attempt.state, project, user, Role::Guest)
        }
        _ => is_author || abilities::sees(user, snippet.visibility),
    }
}

fn writes(attempt: &Attempt<'_, '_>, snippet: &Snippet) -> bool {
    let user = attempt.actor.person();
    let is_author = user.is_some_and(|user| user.username == snippet.author);
    match attempt.project() {
        Some(project) => is_author || abilities::at_least(attempt.state, project, user, Role::Maintainer),
        None => is_author || user.is_some_and(|user| user.admin),
    }
}
