//! Namespaces: what groups and the personal namespaces of users have in common.

use std::collections::{BTreeMap, BTreeSet};

use super::{Group, Role, State, User, Visibility};

/// A group, or what a user has for projects of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Namespace<'s> {
    pub(crate) id: u64,
    pub(crate) name: &'s str,
    pub(crate) path: &'s str,
    /// Whether it lies in no other one.
    pub(crate) is_root: bool,
    pub(crate) kind: NamespaceKind,
}

/// Whose a namespace is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NamespaceKind {
    /// A group's.
    Group,
    /// A user's.
    User,
}

impl<'s> From<&'s Group> for Namespace<'s> {
    fn from(group: &'s Group) -> Self {
        Self {
            id: group.id,
            name: &group.name,
            path: &group.path,
            is_root: !group.path.contains('/'),
            kind: NamespaceKind::Group,
        }
    }
}

impl<'s> From<&'s User> for Namespace<'s> {
    fn from(user: &'s User) -> Self {
        Self {
            id: user.namespace_id,
            name: &user.name,
            path: &user.username,
            is_root: true,
            kind: NamespaceKind::User,
        }
    }
}

impl State {
    /// The namespace with this id, if it is digits, or else with this full path.
    pub(crate) fn namespace(&self, id_or_path: &str) -> Option<Namespace<'_>> {
        match id(id_or_path) {
            Some(id) => self.namespace_with_id(id),
            None => {
                let group = self.group(id_or_path).map(Namespace::from);
                group.or_else(|| self.user_named(id_or_path).map(Namespace::from))
            }
        }
    }

    pub(crate) fn namespace_with_id(&self, id: u64) -> Option<Namespace<'_>> {
        let group = self.group_with_id(id).map(Namespace::from);
        group.or_else(|| {
            let user = self.indexes.personal_namespaces.get(&id)?;
            self.user(*user).map(Namespace::from)
        })
    }

    /// The group with this id, if it is digits, or else with this full path.
    pub(crate) fn group_named(&self, id_or_path: &str) -> Option<&Group> {
        match id(id_or_path) {
            Some(id) => self.group_with_id(id),
            None => self.group(id_or_path),
        }
    }

    /// The id of the top-level namespace, of a group or of a user.
    pub(crate) fn root_namespace_id(&self, path: &str) -> Option<u64> {
        let root = path.split('/').next()?;
        let group = self.group(root).map(|group| group.id);
        group.or_else(|| self.user_named(root).map(|user| user.namespace_id))
    }

    /// Groups and personal namespaces are numbered together.
    pub(super) fn next_namespace_id(&self) -> u64 {
        let last_group = self.groups.last_key_value().map(|(id, _)| *id);
        let last_personal = self.indexes.personal_namespaces.last_key_value();
        let last = last_group.max(last_personal.map(|(id, _)| *id));
        last.unwrap_or(0).saturating_add(1)
    }

    /// A new, private top-level group, owned by an administrator if there is one.
    pub(crate) fn new_group(&self, name: &str, path: &str) -> Group {
        let owner = self.users.values().find(|user| user.admin);
        Group {
            id: self.next_namespace_id(),
            path: path.to_owned(),
            name: name.to_owned(),
            visibility: Visibility::Private,
            members: owner
                .map(|owner| BTreeMap::from([(owner.username.clone(), Role::Owner)]))
                .unwrap_or_default(),
            git_protocol: None,
            ip_ranges: Vec::new(),
            archived: false,
            wiki: false,
            ssh_certificates: false,
            enterprise_users: BTreeSet::new(),
            saml: None,
        }
    }
}

fn id(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    // More digits than an id can have are an id that nothing has.
    digits.then(|| text.parse().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::secrets::Secrets;
    use crate::world::World;

    #[test]
    fn a_namespace_is_found_by_its_id_or_its_full_path() {
        let state = World::documented().unwrap().state(
            Timestamp::UNIX_EPOCH,
            &Secrets::generate(crate::documents::spec()),
        );
        let seen = |text| {
            let namespace = state.namespace(text)?;
            Some((namespace.id, namespace.name, namespace.is_root, namespace.kind))
        };
        let named = Some((1234, "A Namespace Name", true, NamespaceKind::Group));
        assert_eq!((seen("1234"), seen("A-Namespace")), (named, named));
        let below = Some((1236, "below", false, NamespaceKind::Group));
        assert_eq!((seen("1236"), seen("a-namespace/below")), (below, below));
        let personal = Some((40, "Mira Halvorsen", true, NamespaceKind::User));
        assert_eq!((seen("40"), seen("mira")), (personal, personal));
        for text in [
            "",
            "0",
            "99999999999999999999999",
            "below",
            "harbor/charts",
            " 1234",
        ] {
            assert_eq!(seen(text), None, "{text}");
        }
    }

    #[test]
    fn a_new_group_has_an_id_of_its_own_and_an_owner() {
        let world = World::documented().unwrap();
        let state = world.state(
            Timestamp::UNIX_EPOCH,
            &Secrets::generate(crate::documents::spec()),
        );
        let group = state.new_group("Fresh", "fresh");
        assert!(state.namespace_with_id(group.id).is_none());
        assert_eq!(group.members, BTreeMap::from([("root".to_owned(), Role::Owner)]));
    }
}
