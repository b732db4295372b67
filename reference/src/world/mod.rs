//! A world: the users, keys, projects and so on that a server begins with, and the roles they play.
//!
//! [`check`] finds what contradicts itself in it; [`World::state`] makes it real at a point in time.

mod check;
mod credentials;

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use jiff::{SignedDuration, Timestamp};
use labproof_spec::{Api, Spec};
use serde::Deserialize;
use serde_json::{Map, Value};

use self::credentials::{AccessToken, DeclaredAgent, DeclaredScimToken};
use crate::mutation::{self, Change, Mutation};
use crate::secrets::Secrets;
use crate::state::{
    Banner, Certificate, ClientKey, ComputePacks, Group, Identities, Identity, Instance, Key, Policy,
    Project, Purchases, Reconciliations, Snippet, State, StorageExclusion, StorageExclusions, Subscriptions,
    User,
};

/// The world of the documentation's examples, and of everybody the suite asks for.
const DOCUMENTED_PATH: &str = "worlds/documented.yaml";
const DOCUMENTED: &str = include_str!("../../worlds/documented.yaml");

/// What a server knows when it starts.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct World {
    instance: Instance,
    #[serde(default)]
    users: Vec<User>,
    #[serde(default)]
    keys: Vec<Key>,
    #[serde(default)]
    groups: Vec<Group>,
    #[serde(default)]
    projects: Vec<Project>,
    #[serde(default)]
    snippets: Vec<Snippet>,
    #[serde(default)]
    banners: Vec<Banner>,
    #[serde(default)]
    certificates: Vec<Certificate>,
    #[serde(default)]
    access_tokens: Vec<AccessToken>,
    #[serde(default)]
    agents: Vec<DeclaredAgent>,
    #[serde(default)]
    scim_tokens: Vec<DeclaredScimToken>,
    #[serde(default)]
    error_tracking: Vec<ClientKey>,
    /// By the id of a namespace, as are the four that follow.
    #[serde(default)]
    subscriptions: Subscriptions,
    #[serde(default)]
    add_on_purchases: Purchases,
    #[serde(default)]
    storage_exclusions: BTreeMap<u64, StorageExclusion>,
    #[serde(default)]
    compute_packs: ComputePacks,
    #[serde(default)]
    upcoming_reconciliations: Reconciliations,
    #[serde(default)]
    policies: Vec<Policy>,
    #[serde(default)]
    scim_identities: Vec<Identity>,
    #[serde(default)]
    fixtures: BTreeMap<String, Fixture>,
}

/// The literal values of a role.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fixture {
    fields: Map<String, Value>,
}

/// Why a world could not be used.
#[derive(Debug)]
#[non_exhaustive]
pub enum WorldError {
    /// The file cannot be read.
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file is no world.
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong, with line and column.
        fault: String,
    },
    /// Its parts do not fit together.
    Contradictory {
        /// The file.
        path: PathBuf,
        /// Everything that does not fit.
        faults: Vec<String>,
    },
}

impl Error for WorldError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Unreadable { source, .. } => Some(source),
            Self::Malformed { .. } | Self::Contradictory { .. } => None,
        }
    }
}

impl fmt::Display for WorldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { path, .. } => {
                write!(f, "the world {} cannot be read; check the path", path.display())
            }
            Self::Malformed { path, fault } => {
                write!(f, "the world {} is malformed: {fault}", path.display())
            }
            Self::Contradictory { path, faults } => {
                let faults = faults.join("\n  ");
                write!(f, "the world {} contradicts itself:\n  {faults}", path.display())
            }
        }
    }
}

impl World {
    /// The world of the documentation's examples, in which every role is played.
    ///
    /// # Errors
    ///
    /// Never in a released program: the world is part of it.
    pub fn documented() -> Result<Self, WorldError> {
        static READ: OnceLock<World> = OnceLock::new();
        if let Some(world) = READ.get() {
            return Ok(world.clone());
        }
        let world = Self::read(DOCUMENTED, Path::new(DOCUMENTED_PATH), None)?;
        Ok(READ.get_or_init(|| world).clone())
    }

    /// The world of the documentation's examples, after somebody changed its document.
    ///
    /// # Errors
    ///
    /// If the document is no world any more.
    pub fn documented_but(change: impl FnOnce(&mut Value)) -> Result<Self, WorldError> {
        let world = Self::changed(|document| {
            change(document);
            Ok(())
        })?;
        world.checked(Path::new(DOCUMENTED_PATH), None)
    }

    /// The world of a file.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, is malformed, or contradicts itself or the documents; then all contradictions are
    /// told.
    pub fn load(path: &Path, spec: &Spec) -> Result<Self, WorldError> {
        let text = fs::read_to_string(path).map_err(|source| WorldError::Unreadable {
            path: path.to_owned(),
            source,
        })?;
        Self::read(&text, path, Some(spec))
    }

    /// The same world with another limit of access checks per minute; 0 is no limit.
    #[must_use]
    pub fn with_shell_operations_per_minute(mut self, limit: u32) -> Self {
        self.instance.shell_operations_per_minute = limit;
        self
    }

    /// The world that a server with a mutation begins with.
    pub(crate) fn with(self, mutation: &Mutation) -> Result<Self, WorldError> {
        let Change::World(patches) = &mutation.change else {
            return Ok(self);
        };
        Self::changed(|document| mutation::patch(document, patches).map_err(|at| format!("there is no {at}")))
    }

    /// The world of the documentation's examples after a change, whether or not its parts still fit together.
    fn changed(change: impl FnOnce(&mut Value) -> Result<(), String>) -> Result<Self, WorldError> {
        let changed = || {
            let mut document: Value =
                serde_saphyr::from_str(DOCUMENTED).map_err(|fault| fault.to_string())?;
            change(&mut document)?;
            serde_json::from_value(document).map_err(|fault| fault.to_string())
        };
        changed().map_err(|fault| WorldError::Malformed {
            path: DOCUMENTED_PATH.into(),
            fault,
        })
    }

    /// The values of the roles that an edition has: role, then field.
    #[must_use]
    pub fn fixtures(&self, api: &Api) -> BTreeMap<String, Map<String, Value>> {
        let fixtures = self.fixtures.iter();
        let fixtures = fixtures.filter(|(role, _)| api.roles.contains_key(*role));
        fixtures
            .map(|(role, fixture)| (role.clone(), fixture.fields.clone()))
            .collect()
    }

    fn read(text: &str, path: &Path, spec: Option<&Spec>) -> Result<Self, WorldError> {
        let world = serde_saphyr::from_str::<Self>(text).map_err(|fault| WorldError::Malformed {
            path: path.to_owned(),
            fault: fault.to_string(),
        })?;
        world.checked(path, spec)
    }

    /// Without documents, the secrets that its tokens are go unchecked.
    fn checked(self, path: &Path, spec: Option<&Spec>) -> Result<Self, WorldError> {
        let mut faults = check::faults(&self);
        faults.extend(
            spec.into_iter()
                .flat_map(|spec| check::unknown_secrets(&self, spec)),
        );
        if faults.is_empty() {
            return Ok(self);
        }
        Err(WorldError::Contradictory {
            path: path.to_owned(),
            faults,
        })
    }

    /// The state a server starts with: what is relative to its start becomes a point in time, and the names of
    /// secrets what is kept of them.
    pub(crate) fn state(&self, now: Timestamp, secrets: &Secrets) -> State {
        let mut state = State::default();
        *state.instance = self.instance.clone();
        self.users.iter().for_each(|user| state.add_user(user.clone()));
        self.keys.iter().for_each(|key| state.add_key(begun(key, now)));
        self.groups
            .iter()
            .for_each(|group| state.add_group(group.clone()));
        self.projects
            .iter()
            .for_each(|project| state.add_project(project.clone()));
        self.snippets
            .iter()
            .for_each(|snippet| state.add_snippet(snippet.clone()));
        *state.banners = self.banners.clone();
        *state.certificates = self.certificates.clone();
        let tokens = self.access_tokens.iter();
        let tokens = tokens.filter_map(|token| token.resolve(&self.users, secrets));
        *state.tokens = tokens.map(|token| (token.digest, token)).collect();
        let agents = self.agents.iter().map(|agent| agent.resolve(secrets));
        *state.agents = agents.map(|agent| (agent.id, agent)).collect();
        let scim_tokens = self.scim_tokens.iter();
        *state.scim_tokens = scim_tokens
            .filter_map(|token| token.resolve(&self.groups, secrets))
            .collect();
        *state.client_keys = self.error_tracking.clone();
        *state.policies = self.policies.clone();
        *state.identities = Identities::new(self.scim_identities.clone());
        *state.subscriptions = self.subscriptions.clone();
        *state.purchases = self.add_on_purchases.clone();
        *state.storage_exclusions = StorageExclusions::new(self.storage_exclusions.clone());
        *state.compute_packs = self.compute_packs.clone();
        *state.reconciliations = self.upcoming_reconciliations.clone();
        state
    }
}

/// A key that ends so many days after the start ends at a point in time.
fn begun(key: &Key, now: Timestamp) -> Key {
    // A day too far off for the calendar is as good as none.
    let after = |days| {
        now.saturating_add(SignedDuration::from_hours(24 * i64::from(days)))
            .ok()
    };
    let mut key = key.clone();
    key.expires_at = key.expires_at.or(key.expires_in_days.and_then(after));
    key
}

#[cfg(test)]
mod tests {
    use labproof_spec::Edition;

    use super::*;
    use crate::documents::spec;

    #[test]
    fn the_documented_world_is_sound() {
        let world = World::documented().unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(check::unknown_secrets(&world, spec()), [""; 0]);
        let has_certificate = |edition| world.fixtures(&spec().api(edition)).contains_key("certificate");
        assert!(has_certificate(Edition::new(17, 9)) && !has_certificate(Edition::new(16, 3)));
        let mut roles = world.fixtures.keys();
        assert!(roles.all(|role| spec().roles().contains_key(role)));
    }

    #[test]
    fn a_malformed_world_says_where() {
        let error = World::read("instance: {}\nnonsense: 1\n", Path::new("w.yaml"), None)
            .unwrap_err()
            .to_string();
        assert!(error.contains("w.yaml") && error.contains("malformed"), "{error}");
    }

    #[test]
    fn what_is_relative_counts_from_the_start() {
        let world = World::documented().unwrap();
        let now: Timestamp = "2030-01-01T00:00:00Z".parse().unwrap();
        let state = world.state(now, &Secrets::generate(spec()));
        let relative = world
            .keys
            .iter()
            .find(|key| key.expires_in_days == Some(3))
            .unwrap();
        assert_eq!(
            state.key(relative.id).unwrap().expires_at,
            Some("2030-01-04T00:00:00Z".parse().unwrap())
        );
    }
}
