//! `POST /api/v4/internal/lfs_authenticate`

use serde::Serialize;

use super::allowed::key_used;
use crate::access::{Actor, Asked, Container, GlRepository, RepositoryKind};
use crate::answer::ApiError;
use crate::edition_rules;
use crate::families::{Call, Done, Outcome};
use crate::lfs_token::Grant;
use crate::state::State;

#[derive(Serialize)]
struct LfsAccess<'s> {
    username: &'s str,
    lfs_token: String,
    repository_http_path: String,
    expires_in: i64,
}

/// Any known actor gets a token for anything with LFS: what it is good for is decided where it is used.
pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let container = Asked::read(state, call.params)
        .ok()
        .and_then(|asked| asked.container)
        .filter(|container| has_lfs(state, *container))
        .ok_or(ApiError::NothingFound);
    let actor = Actor::find(state, call.params, call.contract.edition);
    let username = match (actor.deploy_key(), actor.user) {
        (Some(key), _) => Ok(format!("lfs+deploy-key-{}", key.id)),
        (None, Some(user)) => Ok(user.username.clone()),
        (None, None) => Err(ApiError::RecordNotFound),
    };
    let (container, username) = if edition_rules::lfs_looks_for_the_repository_first(call.contract.edition) {
        (container?, username?)
    } else {
        let username = username?;
        (container?, username)
    };
    let edition = call.contract.edition;
    let gid = edition_rules::lfs_tokens_name_a_repository(edition).then(|| gid(container));
    let grant = Grant {
        actor: &username,
        container: gid.as_deref(),
        seconds: edition_rules::lfs_token_seconds(edition),
    };
    let lfs_token = call.lfs_tokens.issue(&grant, call.ids, call.now);
    let path = container.path(state);
    let access = LfsAccess {
        username: &username,
        lfs_token: lfs_token.ok_or(ApiError::Internal)?,
        repository_http_path: format!("{}/{path}.git", state.instance.url),
        expires_in: grant.seconds,
    };
    Ok(Done::new(&access).with(key_used(&actor, call)))
}

/// The name that GitLab gives it among all that it keeps.
fn gid(container: Container<'_>) -> String {
    let GlRepository { kind, id } = container.gl_repository();
    let class = match kind {
        RepositoryKind::Wiki => "ProjectWiki",
        _ => "Project",
    };
    format!("gid://gitlab/{class}/{id}")
}

/// Projects and their wikis may have LFS; snippets and designs have none here.
fn has_lfs(state: &State, container: Container<'_>) -> bool {
    let project = match container {
        Container::Project(project) | Container::Wiki(project) => project,
        Container::GroupWiki(_) | Container::Snippet(_) | Container::Design(..) => return false,
    };
    state.instance.lfs && project.lfs
}
