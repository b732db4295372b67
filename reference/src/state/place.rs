//! Places: where in the state there may be a record.

use std::collections::BTreeSet;

use serde::Serialize;
use uuid::Uuid;

use super::fingerprint::Sum;
use super::{AddOn, AgentEvent, Alert, Digest, Group, Project, State};

/// Where there may be a record, as small as changes make it: a list that grows is not one record but many.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) enum Place {
    /// All that never changes.
    Fixed,
    User(u64),
    Key(u64),
    Group(u64),
    GroupMember(u64, String),
    Project(u64),
    ProjectMember(u64, String),
    MergeRequest(u64, String),
    Counter(String),
    /// The notes for a user about a repository; their order is the order they are told in.
    Notes(u64, String),
    Token(Digest),
    Metric(&'static str),
    MetricMember(&'static str, i64),
    AgentEvent(AgentEvent),
    Alert(Alert),
    Finding(Uuid),
    /// By the path of the provider's group, and the place in its order.
    Identity(String, usize),
    Subscription(u64),
    Purchase(u64, AddOn),
    StorageExclusion(u64),
    LastStorageExclusion,
    /// By the namespace, and the place in its order.
    ComputePack(u64, usize),
    Reconciliation(u64),
}

impl Place {
    /// Everything that comes with a group.
    pub(super) fn of_group(group: &Group) -> impl Iterator<Item = Self> {
        let members = group.members.keys();
        let members = members.map(|username| Self::GroupMember(group.id, username.clone()));
        members.chain([Self::Group(group.id)])
    }

    /// Everything that comes with a project.
    pub(super) fn of_project(project: &Project) -> impl Iterator<Item = Self> {
        let id = project.id;
        let members = project.members.keys();
        let members = members.map(move |username| Self::ProjectMember(id, username.clone()));
        let branches = project.open_merge_requests.keys();
        let merge_requests = branches.map(move |branch| Self::MergeRequest(id, branch.clone()));
        members.chain(merge_requests).chain([Self::Project(id)])
    }

    /// What a record here adds to the fingerprint; nothing if there is none.
    fn sum(&self, record: Option<impl Serialize>) -> Sum {
        record.map_or_else(Sum::default, |record| Sum::of(&(self, record)))
    }
}

impl State {
    /// What the record at a place adds to the fingerprint.
    pub(super) fn sum_at(&self, place: &Place) -> Sum {
        match place {
            Place::Fixed => place.sum(Some((
                (&self.instance, &self.snippets, &self.banners, &self.certificates),
                (&self.agents, &self.scim_tokens, &self.client_keys, &self.policies),
            ))),
            Place::User(id) => place.sum(self.users.get(id)),
            Place::Key(id) => place.sum(self.keys.get(id)),
            Place::Group(id) => place.sum(self.groups.get(id)),
            Place::GroupMember(id, username) => {
                let group = self.groups.get(id);
                place.sum(group.and_then(|group| group.members.get(username)))
            }
            Place::Project(id) => place.sum(self.projects.get(id)),
            Place::ProjectMember(id, username) => {
                let project = self.projects.get(id);
                place.sum(project.and_then(|project| project.members.get(username)))
            }
            Place::MergeRequest(id, branch) => {
                let project = self.projects.get(id);
                place.sum(project.and_then(|project| project.open_merge_requests.get(branch)))
            }
            Place::Counter(name) => place.sum(self.counters.get(name)),
            Place::Notes(user, gl_repository) => {
                let notes = self.notes.at(*user, gl_repository);
                place.sum(Some(notes).filter(|notes| !notes.is_empty()))
            }
            Place::Token(digest) => place.sum(self.tokens.get(digest)),
            Place::Metric(name) => place.sum(self.metrics.counted(name)),
            Place::MetricMember(set, id) => place.sum(self.metrics.collected(set, *id).then_some(())),
            Place::AgentEvent(event) => place.sum(self.agent_events.times(event)),
            Place::Alert(alert) => place.sum(self.alerts.times(alert)),
            Place::Finding(uuid) => place.sum(self.findings.get(*uuid)),
            Place::Identity(group, at) => {
                let group = Some(group.as_str()).filter(|group| !group.is_empty());
                place.sum(self.identities.of(group).get(*at))
            }
            Place::Subscription(namespace) => place.sum(self.subscriptions.of(*namespace)),
            Place::Purchase(namespace, add_on) => place.sum(self.purchases.of(*namespace, *add_on)),
            Place::StorageExclusion(namespace) => place.sum(self.storage_exclusions.of(*namespace)),
            Place::LastStorageExclusion => place.sum(Some(self.storage_exclusions.next_id())),
            Place::ComputePack(namespace, at) => place.sum(self.compute_packs.of(*namespace).get(*at)),
            Place::Reconciliation(namespace) => place.sum(self.reconciliations.of(*namespace)),
        }
    }

    /// All places with a record. Whatever is new in the state has to be thought of here.
    pub(super) fn places(&self) -> BTreeSet<Place> {
        let Self {
            instance: _,
            snippets: _,
            banners: _,
            certificates: _,
            agents: _,
            scim_tokens: _,
            client_keys: _,
            policies: _,
            users,
            keys,
            groups,
            projects,
            counters,
            notes,
            tokens,
            metrics,
            agent_events,
            alerts,
            findings,
            identities,
            subscriptions,
            purchases,
            storage_exclusions,
            compute_packs,
            reconciliations,
            indexes: _,
            fingerprint: _,
        } = self;
        let mut places = BTreeSet::from([Place::Fixed, Place::LastStorageExclusion]);
        places.extend(users.keys().copied().map(Place::User));
        places.extend(keys.keys().copied().map(Place::Key));
        places.extend(groups.values().flat_map(Place::of_group));
        places.extend(projects.values().flat_map(Place::of_project));
        places.extend(counters.names().map(|name| Place::Counter(name.to_owned())));
        places.extend(
            notes
                .subjects()
                .map(|(user, about)| Place::Notes(user, about.to_owned())),
        );
        places.extend(tokens.keys().copied().map(Place::Token));
        places.extend(metrics.counters().map(Place::Metric));
        places.extend(metrics.members().map(|(set, id)| Place::MetricMember(set, id)));
        places.extend(agent_events.things().cloned().map(Place::AgentEvent));
        places.extend(alerts.things().cloned().map(Place::Alert));
        places.extend(findings.uuids().map(Place::Finding));
        for (group, identities) in identities.providers() {
            places.extend((0..identities).map(|at| Place::Identity(group.to_owned(), at)));
        }
        places.extend(subscriptions.namespaces().map(Place::Subscription));
        places.extend(
            purchases
                .all()
                .map(|(namespace, add_on)| Place::Purchase(namespace, add_on)),
        );
        let exclusions = storage_exclusions.oldest_first().into_iter();
        places.extend(exclusions.map(|(namespace, _)| Place::StorageExclusion(namespace)));
        for namespace in compute_packs.namespaces() {
            let packs = compute_packs.of(namespace).len();
            places.extend((0..packs).map(|at| Place::ComputePack(namespace, at)));
        }
        places.extend(reconciliations.namespaces().map(Place::Reconciliation));
        places
    }
}
