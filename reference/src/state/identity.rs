//! Identities: by which names identity providers know users.

use std::collections::BTreeMap;

use serde::Deserialize;

/// A user as the identity provider of a group, or of the instance, knows them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Identity {
    /// The provider's own name for the user; any text.
    pub(crate) id: String,
    /// The username.
    pub(crate) user: String,
    /// The path of the group whose provider it is; without one it is the instance's.
    pub(crate) group: Option<String>,
    /// Whether the provider still has the user. Who is taken off is remembered, to come back as the same.
    #[serde(default = "yes")]
    pub(crate) active: bool,
}

/// All identities, by the path of the group whose provider knows them; the instance's are at no path.
#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct Identities(BTreeMap<String, Provider>);

/// Those of one provider, in the order in which they were made. It has one id for each of its users.
#[derive(Clone, Debug, Default, Hash)]
struct Provider {
    identities: Vec<Identity>,
    /// Ids are told apart without regard to case.
    by_id: BTreeMap<String, usize>,
    by_user: BTreeMap<String, usize>,
}

impl Identities {
    pub(crate) fn new(identities: Vec<Identity>) -> Self {
        let mut known = Self::default();
        for identity in identities {
            known.save(&identity.id.clone(), identity);
        }
        known
    }

    /// Those of one provider: a group's, or the instance's.
    pub(crate) fn of(&self, group: Option<&str>) -> &[Identity] {
        self.provider(group).map_or(&[], |provider| &provider.identities)
    }

    /// The one with this id, in whatever case. There is never more than one.
    pub(crate) fn with_id(&self, group: Option<&str>, id: &str) -> Option<&Identity> {
        let provider = self.provider(group)?;
        provider.identities.get(*provider.by_id.get(&id.to_lowercase())?)
    }

    /// The one of this user.
    pub(crate) fn of_user(&self, group: Option<&str>, username: &str) -> Option<&Identity> {
        let provider = self.provider(group)?;
        provider.identities.get(*provider.by_user.get(username)?)
    }

    /// Keeps an identity, in the place of the one that had this id until now.
    pub(crate) fn save(&mut self, id: &str, identity: Identity) {
        let group = identity.group.clone().unwrap_or_default();
        self.0.entry(group).or_default().save(id, identity);
    }

    fn provider(&self, group: Option<&str>) -> Option<&Provider> {
        self.0.get(group.unwrap_or_default())
    }
}

impl Provider {
    fn position(&self, id: &str) -> usize {
        let at = self.by_id.get(&id.to_lowercase()).copied();
        at.filter(|at| self.identities[*at].id == id)
            .unwrap_or(self.identities.len())
    }

    fn save(&mut self, id: &str, identity: Identity) {
        let at = self.position(id);
        if let Some(known) = self.identities.get(at) {
            self.by_id.remove(&known.id.to_lowercase());
            self.by_user.remove(&known.user);
        }
        self.by_id.insert(identity.id.to_lowercase(), at);
        self.by_user.insert(identity.user.clone(), at);
        match self.identities.get_mut(at) {
            Some(known) => *known = identity,
            None => self.identities.push(identity),
        }
    }
}

fn yes() -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(id: &str, group: Option<&str>) -> Identity {
        Identity {
            id: id.into(),
            user: "ann".into(),
            group: group.map(Into::into),
            active: true,
        }
    }

    #[test]
    fn each_provider_has_its_own() {
        let identities = Identities::new(vec![identity("a", None), identity("a", Some("g"))]);
        assert_eq!(identities.of(None).len(), 1);
        assert_eq!(
            identities.with_id(Some("g"), "a"),
            Some(&identity("a", Some("g")))
        );
        assert_eq!(identities.with_id(Some("h"), "a"), None);
    }

    #[test]
    fn an_id_is_found_in_any_case_but_as_a_whole() {
        let identities = Identities::new(vec![identity("Ä-1", None)]);
        assert!(identities.with_id(None, "ä-1").is_some());
        assert_eq!(identities.with_id(None, "ä-"), None);
    }

    #[test]
    fn what_is_saved_takes_the_place_of_what_was() {
        let mut identities = Identities::new(vec![identity("a", None), identity("a", Some("g"))]);
        identities.save("a", identity("b", None));
        identities.save("c", identity("c", None));
        let ids: Vec<&str> = identities
            .of(None)
            .iter()
            .map(|identity| identity.id.as_str())
            .collect();
        assert_eq!(ids, ["b", "c"]);
        assert_eq!(identities.with_id(None, "a"), None);
        assert!(identities.with_id(Some("g"), "a").is_some());
    }
}
