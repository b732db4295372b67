//! Projects and what decides about their repositories.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::{Role, State, Visibility, disk_path};

/// A project; its namespace is what its path names before the last slash.
#[derive(Clone, Debug, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Project {
    pub(crate) id: u64,
    pub(crate) path: String,
    /// Paths it had before; they still lead to it.
    #[serde(default)]
    pub(crate) old_paths: Vec<String>,
    #[serde(default)]
    pub(crate) visibility: Visibility,
    /// By username.
    #[serde(default)]
    pub(crate) members: BTreeMap<String, Role>,
    /// Usernames of those who asked for access and have none yet.
    #[serde(default)]
    pub(crate) requesters: BTreeSet<String>,
    /// By key id: whether the deploy key may write.
    #[serde(default)]
    pub(crate) deploy_keys: BTreeMap<u64, bool>,
    /// Whether there is a repository on disk.
    #[serde(default = "yes")]
    pub(crate) repository: bool,
    /// Whether the repository refuses pushes for the time being.
    #[serde(default)]
    pub(crate) frozen: bool,
    #[serde(default)]
    pub(crate) archived: bool,
    /// Whether it waits to be deleted, which changes nothing about access.
    #[serde(default)]
    pub(crate) pending_delete: bool,
    #[serde(default)]
    pub(crate) repository_access: RepositoryAccess,
    /// Whether the plan includes the features of security.
    #[serde(default)]
    pub(crate) security_licence: bool,
    #[serde(default = "yes")]
    pub(crate) lfs: bool,
    #[serde(default = "yes")]
    pub(crate) wiki: bool,
    /// The id of the design repository, if it has one.
    pub(crate) design_id: Option<u64>,
    #[serde(default = "main")]
    pub(crate) default_branch: String,
    /// By name: the commit at its head. A project without branches is empty.
    #[serde(default)]
    pub(crate) branches: BTreeMap<String, String>,
    /// Commits that descend from no other: a branch that is pushed to one is rewritten.
    #[serde(default)]
    pub(crate) unrelated: BTreeSet<String>,
    /// By name: the object it points at.
    #[serde(default)]
    pub(crate) tags: BTreeMap<String, String>,
    /// By name or pattern (`release/*`).
    #[serde(default)]
    pub(crate) protected_branches: BTreeMap<String, Protection>,
    /// By name or pattern: the least role that may create such a tag.
    #[serde(default)]
    pub(crate) protected_tags: BTreeMap<String, Role>,
    #[serde(default = "yes")]
    pub(crate) merge_requests: bool,
    /// Whether a push answers with the address of a new merge request.
    #[serde(default = "yes")]
    pub(crate) prints_merge_request_link: bool,
    /// By source branch: the number of the open merge request.
    #[serde(default)]
    pub(crate) open_merge_requests: BTreeMap<String, u64>,
    /// Where the repository lies on its storage, without suffix.
    #[serde(skip)]
    pub(crate) disk_path: String,
}

/// Who reaches the repository of a project that they see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RepositoryAccess {
    /// Everybody.
    #[default]
    Everybody,
    /// Members.
    Members,
    /// Nobody: the repository is switched off.
    Nobody,
}

/// Who may do what with a protected branch.
#[derive(Clone, Debug, Hash, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Protection {
    /// The least role that may push.
    pub(crate) push: Role,
    /// The least role that may merge.
    pub(crate) merge: Role,
    /// Whether those who may push may also rewrite.
    pub(crate) force_push: bool,
}

impl Default for Protection {
    fn default() -> Self {
        Self {
            push: Role::Maintainer,
            merge: Role::Maintainer,
            force_push: false,
        }
    }
}

impl Project {
    /// A new, empty, private project as a first push makes it.
    pub(crate) fn new(id: u64, path: String) -> Self {
        Self {
            id,
            path,
            old_paths: Vec::new(),
            visibility: Visibility::Private,
            members: BTreeMap::new(),
            requesters: BTreeSet::new(),
            deploy_keys: BTreeMap::new(),
            repository: true,
            frozen: false,
            archived: false,
            pending_delete: false,
            repository_access: RepositoryAccess::default(),
            security_licence: false,
            lfs: true,
            wiki: true,
            design_id: None,
            default_branch: main(),
            branches: BTreeMap::new(),
            unrelated: BTreeSet::new(),
            tags: BTreeMap::new(),
            protected_branches: BTreeMap::from([(main(), Protection::default())]),
            protected_tags: BTreeMap::new(),
            merge_requests: true,
            prints_merge_request_link: true,
            open_merge_requests: BTreeMap::new(),
            disk_path: disk_path::hashed("@hashed", id),
        }
    }

    /// The path of the namespace.
    pub(crate) fn namespace(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(namespace, _)| namespace)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.branches.is_empty()
    }

    /// The rule that protects the branch, if one does.
    pub(crate) fn protection(&self, branch: &str) -> Option<&Protection> {
        let exact = self.protected_branches.get(branch);
        exact.or_else(|| {
            self.protected_branches
                .iter()
                .find(|(pattern, _)| fits(pattern, branch))
                .map(|(_, rule)| rule)
        })
    }

    /// The least role that may create the tag, if it is protected.
    pub(crate) fn tag_protection(&self, tag: &str) -> Option<Role> {
        self.protected_tags
            .iter()
            .filter(|(pattern, _)| fits(pattern, tag))
            .map(|(_, role)| *role)
            .min()
    }
}

impl State {
    pub(crate) fn add_project(&mut self, mut project: Project) {
        project.disk_path = disk_path::hashed("@hashed", project.id);
        self.indexes.add_project(&project);
        self.projects.insert(project.id, project);
    }

    pub(crate) fn project(&self, id: u64) -> Option<&Project> {
        self.projects.get(&id)
    }

    /// Paths are found in any case.
    pub(crate) fn project_at(&self, path: &str) -> Option<&Project> {
        self.project(self.indexes.projects.get(path)?)
    }

    /// The project that had this path before.
    pub(crate) fn project_once_at(&self, path: &str) -> Option<&Project> {
        self.project(self.indexes.old_paths.get(path)?)
    }

    pub(crate) fn project_of_design(&self, design_id: u64) -> Option<&Project> {
        self.project(*self.indexes.designs.get(&design_id)?)
    }

    pub(crate) fn next_project_id(&self) -> u64 {
        let last = self.projects.last_key_value();
        last.map_or(1, |(id, _)| id.saturating_add(1))
    }
}

/// Whether a name fits a pattern in which `*` stands for any text.
fn fits(pattern: &str, name: &str) -> bool {
    let Some((head, rest)) = pattern.split_once('*') else {
        return pattern == name;
    };
    let Some(mut name) = name.strip_prefix(head) else {
        return false;
    };
    let mut pieces: Vec<&str> = rest.split('*').collect();
    let last = pieces.pop().unwrap_or_default();
    for piece in pieces {
        let Some(at) = name.find(piece) else {
            return false;
        };
        name = &name[at + piece.len()..];
    }
    name.ends_with(last)
}

fn yes() -> bool {
    true
}

fn main() -> String {
    "main".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_text() {
        for (pattern, name, expected) in [
            ("main", "main", true),
            ("main", "maintenance", false),
            ("release/*", "release/1.0", true),
            ("release/*", "releases", false),
            ("*-stable", "17-9-stable", true),
            ("*-stable", "17-9-stable-ee", false),
            ("v*.*.1", "v1.2.1", true),
            ("v*.*.1", "v1.1", false),
            ("a*a", "a", false),
        ] {
            assert_eq!(fits(pattern, name), expected, "{pattern} {name}");
        }
    }
}
