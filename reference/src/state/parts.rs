//! Everything that a world declares, and the state that it makes.

use std::collections::BTreeMap;

use super::{
    Agent, Banner, Certificate, ClientKey, ComputePacks, Counters, Findings, Group, Identities, Identity,
    Indexes, Instance, Key, Metrics, Notes, Policy, Project, Purchases, Reconciliations, ScimToken, Snippet,
    State, StorageExclusions, Subscriptions, Tally, Token, User, disk_path,
};

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
    pub(crate) tokens: Vec<Token>,
    pub(crate) agents: Vec<Agent>,
    pub(crate) scim_tokens: Vec<ScimToken>,
    pub(crate) client_keys: Vec<ClientKey>,
    pub(crate) policies: Vec<Policy>,
    pub(crate) identities: Vec<Identity>,
    pub(crate) subscriptions: Subscriptions,
    pub(crate) purchases: Purchases,
    pub(crate) storage_exclusions: StorageExclusions,
    pub(crate) compute_packs: ComputePacks,
    pub(crate) reconciliations: Reconciliations,
}

impl State {
    pub(crate) fn new(parts: Parts) -> Self {
        let mut state = Self {
            instance: parts.instance,
            users: BTreeMap::new(),
            keys: BTreeMap::new(),
            groups: BTreeMap::new(),
            projects: BTreeMap::new(),
            snippets: BTreeMap::new(),
            banners: parts.banners,
            certificates: parts.certificates,
            counters: Counters::default(),
            notes: Notes::default(),
            tokens: parts
                .tokens
                .into_iter()
                .map(|token| (token.digest, token))
                .collect(),
            agents: parts.agents.into_iter().map(|agent| (agent.id, agent)).collect(),
            scim_tokens: parts.scim_tokens,
            client_keys: parts.client_keys,
            policies: parts.policies,
            metrics: Metrics::default(),
            agent_events: Tally::default(),
            alerts: Tally::default(),
            findings: Findings::default(),
            identities: Identities::new(parts.identities),
            subscriptions: parts.subscriptions,
            purchases: parts.purchases,
            storage_exclusions: parts.storage_exclusions,
            compute_packs: parts.compute_packs,
            reconciliations: parts.reconciliations,
            indexes: Indexes::default(),
            fingerprint: None,
        };
        parts.users.into_iter().for_each(|user| state.add_user(user));
        parts.keys.into_iter().for_each(|key| state.add_key(key));
        parts.groups.into_iter().for_each(|group| state.add_group(group));
        parts
            .projects
            .into_iter()
            .for_each(|project| state.add_project(project));
        for mut snippet in parts.snippets {
            snippet.disk_path = disk_path::hashed("@snippets", snippet.id);
            state.snippets.insert(snippet.id, snippet);
        }
        state
    }

    pub(super) fn add_user(&mut self, user: User) {
        self.indexes.add_user(&user);
        self.users.insert(user.id, user);
    }

    fn add_key(&mut self, key: Key) {
        self.indexes.add_key(&key);
        self.keys.insert(key.id, key);
    }

    pub(super) fn add_group(&mut self, mut group: Group) {
        if group.name.is_empty() {
            let name = group.path.rsplit('/').next().unwrap_or_default();
            group.name = name.to_owned();
        }
        self.indexes.add_group(&group);
        self.groups.insert(group.id, group);
    }

    pub(super) fn add_project(&mut self, mut project: Project) {
        project.disk_path = disk_path::hashed("@hashed", project.id);
        self.indexes.add_project(&project);
        self.projects.insert(project.id, project);
    }
}
