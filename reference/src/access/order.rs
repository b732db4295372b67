//! The order of the checks; it decides which reason a user is told when there are several.

use super::actor_checks as actor;
use super::instance_checks as instance;
use super::project_checks as project;
use super::push_checks as push;
use super::snippet_checks as snippet;
use super::wiki_checks as wiki;
use super::{Attempt, Checked, Refusal, RepositoryKind, creation};
use crate::state::Project;

type Check = fn(&Attempt<'_, '_>) -> Checked;

/// What is asked before anything about the repository, for every kind but designs.
const BEFORE: &[Check] = &[
    instance::maintenance,
    instance::protocol,
    actor::key_not_expired,
    actor::key_has_an_owner,
    actor::user_in_good_standing,
    instance::http,
    instance::command,
    instance::database,
];

/// What is asked of a project's path before a push may make the project.
const PROJECT_FIRST: &[Check] = &[project::certificate_namespace, project::namespace];

const PROJECT: &[Check] = &[
    project::found,
    project::readable,
    project::repository,
    project::download,
    push::not_frozen,
    push::not_archived,
    push::deploy_key_writes,
    push::by_somebody,
    push::allowed,
    push::changes_said,
    push::each_change,
];

const WIKI: &[Check] = &[
    project::certificate_namespace,
    wiki::found,
    wiki::readable,
    wiki::repository,
    wiki::download,
    wiki::not_frozen,
    push::deploy_key_writes,
    push::by_somebody,
    wiki::push,
];

const GROUP_WIKI: &[Check] = &[
    wiki::group_readable,
    wiki::group_licensed,
    wiki::group_repository,
    wiki::group_push,
];

/// A missing snippet is told before all else.
const SNIPPET_FIRST: &[Check] = &[snippet::found, snippet::not_a_deploy_key];

const SNIPPET: &[Check] = &[
    snippet::project_readable,
    snippet::repository,
    snippet::download,
    push::not_frozen,
    push::not_archived,
    snippet::update,
    snippet::each_change,
];

/// Designs have rules of their own, the container's absence included.
const DESIGN: &[Check] = &[project::designs_from_the_web, project::designs_managed];

/// The verdict on an attempt that is not refused.
#[derive(Debug)]
pub(crate) enum Granted {
    /// Go ahead.
    Allowed,
    /// Go ahead, in a project that is to be made.
    WithNewProject(Box<Project>),
}

/// Asks every check in order.
pub(crate) fn decide(attempt: &Attempt<'_, '_>) -> Result<Granted, Refusal> {
    let all = |checks: &[Check]| checks.iter().try_for_each(|check| check(attempt));
    match attempt.asked.kind {
        RepositoryKind::Design => all(DESIGN)?,
        RepositoryKind::Snippet => {
            all(SNIPPET_FIRST)?;
            all(BEFORE)?;
            all(SNIPPET)?;
        }
        RepositoryKind::Wiki => {
            all(BEFORE)?;
            all(WIKI)?;
        }
        RepositoryKind::GroupWiki => {
            all(BEFORE)?;
            all(GROUP_WIKI)?;
        }
        RepositoryKind::Project => {
            all(BEFORE)?;
            all(PROJECT_FIRST)?;
            if let Some(made) = creation::by_push(attempt)? {
                return Ok(Granted::WithNewProject(Box::new(made)));
            }
            all(PROJECT)?;
        }
    }
    Ok(Granted::Allowed)
}
