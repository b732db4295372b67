//! What may not happen to tags.

use super::abilities::at_least;
use super::branches::begins_with_an_object_id;
use super::{Attempt, Checked, RefChange, ensure};
use crate::state::{Project, Protocol, Role};

/// Checks a change, if it is one of a tag.
pub(crate) fn check(attempt: &Attempt<'_, '_>, project: &Project, change: &RefChange<'_>) -> Checked {
    let Some(tag) = change.tag() else {
        return Ok(());
    };
    // A deploy key does what the user may who made it.
    let user = attempt.actor.user;
    let role = |role| at_least(attempt.state, project, user, role);
    ensure(
        !project.tags.contains_key(tag) || role(Role::Developer),
        "You are not allowed to change existing tags on this project.",
    )?;
    if !change.deletes() {
        ensure(
            !(change.creates() && tag == project.default_branch),
            "You cannot use default branch name to create a tag",
        )?;
        ensure(
            !tag.starts_with("refs/tags/"),
            "You cannot create a tag with a prohibited pattern.",
        )?;
        ensure(
            !begins_with_an_object_id(tag),
            "You cannot create a tag with a SHA-1 or SHA-256 tag name.",
        )?;
    }
    let Some(least) = project.tag_protection(tag) else {
        return Ok(());
    };
    if change.deletes() {
        ensure(
            role(Role::Maintainer),
            "You are not allowed to delete protected tags from this project. \
             Only a project maintainer or owner can delete a protected tag.",
        )?;
        return ensure(
            attempt.protocol == Some(Protocol::Web),
            "You can only delete protected tags using the web interface.",
        );
    }
    ensure(change.creates(), "Protected tags cannot be updated.")?;
    ensure(
        role(least),
        "You are not allowed to create this tag as it is protected.",
    )
}
