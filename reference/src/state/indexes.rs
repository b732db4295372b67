//! What is looked up by something other than its id.

use std::collections::BTreeMap;

use super::{Digest, Group, Key, Project, User};
use crate::lenient_base64;

/// Ids by what else leads to them. All of it follows from the rest of the state.
#[derive(Clone, Debug, Default, Hash)]
pub(super) struct Indexes {
    pub(super) usernames: Names,
    pub(super) emails: BTreeMap<String, u64>,
    pub(super) principals: BTreeMap<String, u64>,
    /// The users of personal namespaces.
    pub(super) personal_namespaces: BTreeMap<u64, u64>,
    pub(super) blobs: BTreeMap<Digest, u64>,
    pub(super) groups: Names,
    pub(super) projects: Names,
    /// Projects by paths they had before.
    pub(super) old_paths: Names,
    pub(super) designs: BTreeMap<u64, u64>,
}

impl Indexes {
    pub(super) fn add_user(&mut self, user: &User) {
        self.usernames.add(&user.username, user.id);
        self.personal_namespaces.insert(user.namespace_id, user.id);
        // Where two are alike, the older one is meant.
        let older = |known: &mut u64| *known = user.id.min(*known);
        let email = self.emails.entry(user.email.to_ascii_lowercase());
        email.and_modify(older).or_insert(user.id);
        if let Some(principal) = &user.kerberos {
            let principal = self.principals.entry(principal.clone());
            principal.and_modify(older).or_insert(user.id);
        }
    }

    pub(super) fn add_key(&mut self, key: &Key) {
        self.blobs
            .insert(Digest::of(lenient_base64::decode(&key.blob)), key.id);
    }

    pub(super) fn add_group(&mut self, group: &Group) {
        self.groups.add(&group.path, group.id);
    }

    pub(super) fn add_project(&mut self, project: &Project) {
        self.projects.add(&project.path, project.id);
        for path in &project.old_paths {
            self.old_paths.add(path, project.id);
        }
        self.designs
            .extend(project.design_id.map(|design| (design, project.id)));
    }
}

/// Ids by usernames or paths, which are the same in any case.
#[derive(Clone, Debug, Default, Hash)]
pub(super) struct Names(BTreeMap<String, u64>);

impl Names {
    fn add(&mut self, name: &str, id: u64) {
        self.0.insert(name.to_lowercase(), id);
    }

    pub(super) fn get(&self, name: &str) -> Option<u64> {
        let as_it_is = self.0.get(name);
        as_it_is.or_else(|| self.0.get(&name.to_lowercase())).copied()
    }

    /// What has this path, and all that lies below it.
    pub(super) fn within(&self, path: &str) -> impl Iterator<Item = u64> {
        let path = path.to_lowercase();
        let itself = self.0.get(&path);
        let start = path + "/";
        let from_there = self.0.range(start.clone()..);
        let below = from_there.take_while(move |(path, _)| path.starts_with(&start));
        itself.into_iter().chain(below.map(|(_, id)| id)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_begins_alike_does_not_lie_within() {
        let mut names = Names::default();
        for (id, path) in (1..).zip(["Ann", "ann-lee", "ann/a", "ANN/a/b", "anna/a", "b/ann/a"]) {
            names.add(path, id);
        }
        assert_eq!(names.within("ann").collect::<Vec<_>>(), [1, 3, 4]);
        assert_eq!(names.within("b/ann").collect::<Vec<_>>(), [6]);
        assert_eq!(names.get("aNN-Lee"), Some(2));
        assert_eq!(names.get("b/ann"), None);
    }
}
