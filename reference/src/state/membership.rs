//! Who belongs to a group or a project.

use super::{Group, Project, Role, Standing, State, User};

impl State {
    /// Whether the user is a member of the group itself, not only of one above it.
    pub(crate) fn is_member(&self, group: &Group, user: &User) -> bool {
        group.members.contains_key(&user.username)
    }

    /// Whether nobody but this user could run the group. Owners who are kept out do not count.
    pub(crate) fn is_last_owner(&self, group: &Group, user: &User) -> bool {
        let runs = |username: &String| {
            *username != user.username
                && self
                    .user_named(username)
                    .is_some_and(|owner| owner.standing == Standing::Active)
        };
        let mut owners = group.members.iter().filter(|(_, role)| **role == Role::Owner);
        group.members.get(&user.username) == Some(&Role::Owner) && !owners.any(|(username, _)| runs(username))
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

    pub(super) fn join(&mut self, group: &str, username: String, role: Role) {
        let id = self.indexes.groups.get(group);
        if let Some(group) = id.and_then(|id| self.groups.get_mut(&id)) {
            group.members.insert(username, role);
        }
    }

    /// Takes the user out of the group, and of everything below it.
    pub(super) fn leave(&mut self, group: &str, username: &str) {
        for id in self.indexes.groups.within(group) {
            if let Some(group) = self.groups.get_mut(&id) {
                group.members.remove(username);
            }
        }
        for id in self.indexes.projects.within(group) {
            if let Some(project) = self.projects.get_mut(&id) {
                project.members.remove(username);
            }
        }
    }
}
