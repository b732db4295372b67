//! Where KAS finds the repository of a project.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::access::Container;
use crate::families::Call;
use crate::state::{Project, State};

/// A project and the way to its repository.
#[derive(Serialize)]
pub(super) struct Located<'s> {
    project_id: u64,
    gitaly_info: GitalyInfo<'s>,
    gitaly_repository: Repository<'s>,
    #[serde(skip_serializing_if = "Option::is_none")]
    default_branch: Option<&'s str>,
}

#[derive(Serialize)]
struct GitalyInfo<'s> {
    address: &'s str,
    token: Option<&'s str>,
    /// Feature flags for Gitaly; none is on. In time KAS learned to do without them.
    #[serde(skip_serializing_if = "Option::is_none")]
    features: Option<BTreeMap<&'s str, &'s str>>,
}

#[derive(Serialize)]
struct Repository<'s> {
    storage_name: &'s str,
    relative_path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    git_object_directory: Option<&'s str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    git_alternate_object_directories: Option<[&'s str; 0]>,
    gl_repository: String,
    gl_project_path: &'s str,
}

impl<'s> Located<'s> {
    pub(super) fn new(state: &'s State, call: &Call<'_>, project: &'s Project) -> Self {
        let gitaly = &state.instance.gitaly;
        let container = Container::Project(project);
        let answers = |member| call.contract.answers(member);
        Self {
            project_id: project.id,
            gitaly_info: GitalyInfo {
                address: &gitaly.address,
                token: gitaly.token.as_deref(),
                features: answers("/gitaly_info/features").then(BTreeMap::new),
            },
            gitaly_repository: Repository {
                storage_name: &gitaly.storage,
                relative_path: container.relative_path(),
                // Of a push alone they say something.
                git_object_directory: answers("/gitaly_repository/git_object_directory").then_some(""),
                git_alternate_object_directories: answers(
                    "/gitaly_repository/git_alternate_object_directories",
                )
                .then_some([]),
                gl_repository: container.gl_repository().to_string(),
                gl_project_path: &project.path,
            },
            default_branch: answers("/default_branch").then_some(&project.default_branch),
        }
    }
}
