//! Everything the server knows, and the questions asked of it.
//!
//! State is read freely and changed only by [`State::apply`].

mod banner;
mod certificate;
mod change;
mod counter;
mod digest;
mod group;
mod instance;
mod key;
mod note;
mod project;
mod snippet;
mod token;
mod user;

use std::collections::BTreeMap;
use std::io;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::lenient_base64;

pub(crate) use banner::{Banner, choose as choose_banner};
pub(crate) use certificate::Certificate;
pub(crate) use change::Change;
pub(crate) use counter::Counters;
pub(crate) use digest::Digest;
pub(crate) use group::Group;
pub(crate) use instance::Instance;
pub(crate) use key::{Key, Kind as KeyKind, Usage};
pub(crate) use note::{News, Note, Notes};
pub(crate) use project::{Project, Protection};
pub(crate) use snippet::Snippet;
pub(crate) use token::Token;
pub(crate) use user::{Standing, User};

/// What a member may do; each role may do all that the ones before it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Role {
    /// Sees the project, but not its code unless that is public.
    Guest,
    /// Reads the code.
    Reporter,
    /// Writes code.
    Developer,
    /// Writes protected code too.
    Maintainer,
    /// Everything.
    Owner,
    /// Nobody has this role: a rule that asks for it lets nobody through.
    Nobody,
}

/// Who sees something without being a member.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Visibility {
    /// Nobody.
    #[default]
    Private,
    /// Whoever has an account.
    Internal,
    /// Everybody.
    Public,
}

/// How Git reached the instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Protocol {
    /// Through GitLab Shell.
    Ssh,
    /// Through Workhorse.
    Http,
    /// From the web interface or the public API.
    Web,
}

/// All state. What is skipped in its serialised form follows from the rest.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct State {
    pub(crate) instance: Instance,
    users: BTreeMap<u64, User>,
    keys: BTreeMap<u64, Key>,
    groups: Vec<Group>,
    projects: BTreeMap<u64, Project>,
    snippets: BTreeMap<u64, Snippet>,
    pub(crate) banners: Vec<Banner>,
    certificates: Vec<Certificate>,
    pub(crate) counters: Counters,
    pub(crate) notes: Notes,
    pub(crate) tokens: Vec<Token>,
    #[serde(skip)]
    by_username: BTreeMap<String, u64>,
    #[serde(skip)]
    by_blob: BTreeMap<Digest, u64>,
    #[serde(skip)]
    by_path: BTreeMap<String, u64>,
    #[serde(skip)]
    by_old_path: BTreeMap<String, u64>,
    #[serde(skip)]
    by_group_path: BTreeMap<String, usize>,
}

/// The parts that a world declares.
pub(crate) struct Parts {
    pub(crate) instance: Instance,
    pub(crate) users: Vec<User>,
    pub(crate) keys: Vec<Key>,
    pub(crate) groups: Vec<Group>,
    pub(crate) projects: Vec<Project>,
    pub(crate) snippets: Vec<Snippet>,
    pub(crate) banners: Vec<Banner>,
    pub(crate) certificates: Vec<Certificate>,
}

impl State {
    pub(crate) fn new(parts: Parts) -> Self {
        let by_username = parts
            .users
            .iter()
            .map(|user| (user.username.to_lowercase(), user.id))
            .collect();
        let by_blob = parts
            .keys
            .iter()
            .map(|key| (Digest::of(lenient_base64::decode(&key.blob)), key.id))
            .collect();
        let by_group_path = parts
            .groups
            .iter()
            .enumerate()
            .map(|(at, group)| (group.path.to_lowercase(), at))
            .collect();
        let mut state = Self {
            instance: parts.instance,
            users: parts.users.into_iter().map(|user| (user.id, user)).collect(),
            keys: parts.keys.into_iter().map(|key| (key.id, key)).collect(),
            groups: parts.groups,
            projects: BTreeMap::new(),
            snippets: BTreeMap::new(),
            banners: parts.banners,
            certificates: parts.certificates,
            counters: Counters::default(),
            notes: Notes::default(),
            tokens: Vec::new(),
            by_username,
            by_blob,
            by_path: BTreeMap::new(),
            by_old_path: BTreeMap::new(),
            by_group_path,
        };
        for project in parts.projects {
            state.add_project(project);
        }
        for mut snippet in parts.snippets {
            snippet.disk_path = hashed_path("@snippets", snippet.id);
            state.snippets.insert(snippet.id, snippet);
        }
        state
    }

    fn add_project(&mut self, mut project: Project) {
        project.disk_path = hashed_path("@hashed", project.id);
        self.by_path.insert(project.path.to_lowercase(), project.id);
        for path in &project.old_paths {
            self.by_old_path.insert(path.to_lowercase(), project.id);
        }
        self.projects.insert(project.id, project);
    }

    pub(crate) fn user(&self, id: u64) -> Option<&User> {
        self.users.get(&id)
    }

    /// Usernames are found in any case.
    pub(crate) fn user_named(&self, username: &str) -> Option<&User> {
        let id = self
            .by_username
            .get(username)
            .or_else(|| self.by_username.get(&username.to_lowercase()))?;
        self.users.get(id)
    }

    pub(crate) fn user_by_email(&self, email: &str) -> Option<&User> {
        self.users
            .values()
            .find(|user| user.email.eq_ignore_ascii_case(email))
    }

    pub(crate) fn user_by_kerberos(&self, principal: &str) -> Option<&User> {
        self.users
            .values()
            .find(|user| user.kerberos.as_deref() == Some(principal))
    }

    pub(crate) fn key(&self, id: u64) -> Option<&Key> {
        self.keys.get(&id)
    }

    /// The key with this content, the decoded Base64.
    pub(crate) fn key_of(&self, content: &[u8]) -> Option<&Key> {
        self.by_blob
            .get(&Digest::of(content))
            .and_then(|id| self.keys.get(id))
    }

    /// The owner of a user key, the creator of a deploy key.
    pub(crate) fn owner(&self, key: &Key) -> Option<&User> {
        self.user_named(key.user.as_deref()?)
    }

    pub(crate) fn project(&self, id: u64) -> Option<&Project> {
        self.projects.get(&id)
    }

    /// Paths are found in any case.
    pub(crate) fn project_at(&self, path: &str) -> Option<&Project> {
        self.by_path
            .get(path)
            .or_else(|| self.by_path.get(&path.to_lowercase()))
            .and_then(|id| self.project(*id))
    }

    /// The project that had this path before.
    pub(crate) fn project_once_at(&self, path: &str) -> Option<&Project> {
        self.by_old_path
            .get(&path.to_lowercase())
            .and_then(|id| self.project(*id))
    }

    pub(crate) fn project_of_design(&self, design_id: u64) -> Option<&Project> {
        self.projects
            .values()
            .find(|project| project.design_id == Some(design_id))
    }

    pub(crate) fn next_project_id(&self) -> u64 {
        self.projects
            .last_key_value()
            .map_or(1, |(id, _)| id.saturating_add(1))
    }

    pub(crate) fn snippet(&self, id: u64) -> Option<&Snippet> {
        self.snippets.get(&id)
    }

    pub(crate) fn group(&self, path: &str) -> Option<&Group> {
        let at = self.by_group_path.get(path);
        at.or_else(|| self.by_group_path.get(&path.to_lowercase()))
            .and_then(|at| self.groups.get(*at))
    }

    pub(crate) fn group_with_id(&self, id: u64) -> Option<&Group> {
        self.groups.iter().find(|group| group.id == id)
    }

    pub(crate) fn certificate(&self, fingerprint: &str) -> Option<&Certificate> {
        self.certificates
            .iter()
            .find(|certificate| certificate.fingerprint == fingerprint)
    }

    /// The groups from this one up to its top-level group.
    pub(crate) fn lineage<'s>(&'s self, path: &'s str) -> impl Iterator<Item = &'s Group> {
        let shorter = |path: &&'s str| path.rsplit_once('/').map(|(parent, _)| parent);
        std::iter::successors(Some(path), shorter).filter_map(|path| self.group(path))
    }

    /// The top-level group, unless the path lies in a personal namespace.
    pub(crate) fn root_group(&self, path: &str) -> Option<&Group> {
        self.group(path.split('/').next()?)
    }

    /// The id of the top-level namespace, of a group or of a user.
    pub(crate) fn root_namespace_id(&self, path: &str) -> Option<u64> {
        let root = path.split('/').next()?;
        let group = self.group(root).map(|group| group.id);
        group.or_else(|| self.user_named(root).map(|user| user.namespace_id))
    }

    /// The role of a user in a group, inherited ones included.
    pub(crate) fn role_in_group(&self, path: &str, user: &User) -> Option<Role> {
        self.lineage(path)
            .filter_map(|group| group.members.get(&user.username))
            .max()
            .copied()
    }

    /// The role of a user in a project, inherited ones included.
    pub(crate) fn role(&self, project: &Project, user: &User) -> Option<Role> {
        if project.namespace().eq_ignore_ascii_case(&user.username) {
            return Some(Role::Owner);
        }
        let own = project.members.get(&user.username).copied();
        own.max(self.role_in_group(project.namespace(), user))
    }

    /// A digest of all state: equal before and after exactly when nothing changed.
    pub(crate) fn fingerprint(&self) -> String {
        struct Hash(Sha256);
        impl io::Write for Hash {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                self.0.update(bytes);
                Ok(bytes.len())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let mut hash = Hash(Sha256::new());
        // Neither the hash nor the serialised types can fail.
        let _ = serde_json::to_writer(&mut hash, self);
        Digest::from(hash.0).hex()
    }
}

/// Where a repository lies on its storage: spread by the digest of its id.
fn hashed_path(folder: &str, id: u64) -> String {
    let digest = Digest::of(id.to_string()).hex();
    format!("{folder}/{}/{}/{digest}", &digest[..2], &digest[2..4])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_project_lies_where_the_documentation_says() {
        assert_eq!(
            hashed_path("@hashed", 3),
            "@hashed/4e/07/4e07408562bedb8b60ce05c1decfe3ad16b72230967de01f640b7e4729b49fce"
        );
    }

    #[test]
    fn nobody_has_the_role_that_lets_nobody_through() {
        assert!(Role::Nobody > Role::Owner);
        assert!(Role::Guest < Role::Reporter);
    }
}
