//! What a change touches.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::place::Place;
use super::{State, StateChange};

impl State {
    /// Every place where the change may make, alter or remove a record; more than that does no harm.
    pub(super) fn touched(&self, change: &StateChange, now: Timestamp) -> BTreeSet<Place> {
        match change {
            StateChange::KeyUsed { key } => [Place::Key(*key)].into(),
            StateChange::ProjectCreated(project) => Place::of_project(project).collect(),
            StateChange::NoteLeft(note) => {
                let mut places = self.expired_notes(now);
                places.insert(Place::Notes(note.user, note.gl_repository.clone()));
                places
            }
            StateChange::NotesRead { user, gl_repository } => {
                [Place::Notes(*user, gl_repository.clone())].into()
            }
            StateChange::CounterIncreased { gl_repository }
            | StateChange::CounterDecreased { gl_repository } => {
                let mut places = self.expired_counters(now);
                places.insert(Place::Counter(gl_repository.clone()));
                places
            }
            StateChange::RecoveryCodesReplaced { user, .. } | StateChange::StandingChanged { user, .. } => {
                [Place::User(*user)].into()
            }
            StateChange::TokenCreated(token) => [Place::Token(token.digest)].into(),
            StateChange::GroupCreated(group) => Place::of_group(group).collect(),
            StateChange::UserCreated(user) => [Place::User(user.id)].into(),
            StateChange::MembershipBegun { group, username, .. } => {
                let id = self.indexes.groups.get(group);
                id.map(|id| Place::GroupMember(id, username.clone()))
                    .into_iter()
                    .collect()
            }
            StateChange::MembershipEnded { group, username } => self.memberships_within(group, username),
            StateChange::IdentitySaved { id, identity } => {
                let group = identity.group.as_deref();
                let at = self.identities.position(group, id);
                [Place::Identity(group.unwrap_or_default().to_owned(), at)].into()
            }
            StateChange::MergeRequestOpened { project, branch } => {
                [Place::MergeRequest(*project, branch.clone())].into()
            }
            StateChange::Counted { counter, .. } => [Place::Metric(counter)].into(),
            StateChange::Collected { set, ids } => {
                ids.iter().map(|id| Place::MetricMember(set, *id)).collect()
            }
            StateChange::AgentEventHappened(event) => [Place::AgentEvent(event.clone())].into(),
            StateChange::AlertRaised(alert) => [Place::Alert(alert.clone())].into(),
            StateChange::FindingDetected { uuid, .. } => [Place::Finding(*uuid)].into(),
            StateChange::FindingsResolved { agent, except } => {
                let gone = self.findings.all_but(except, *agent);
                gone.map(Place::Finding).collect()
            }
            StateChange::SubscriptionPut { namespace, .. } => [Place::Subscription(*namespace)].into(),
            StateChange::PurchasePut {
                namespace, add_on, ..
            } => [Place::Purchase(*namespace, *add_on)].into(),
            StateChange::StorageExclusionAdded { namespace, .. }
            | StateChange::StorageExclusionRemoved { namespace } => {
                [Place::StorageExclusion(*namespace), Place::LastStorageExclusion].into()
            }
            StateChange::ComputePacksAdded { namespace, packs } => {
                self.packs_to_come(*namespace, packs.len()).collect()
            }
            StateChange::ComputePacksMoved { from, to } => {
                let packs = self.compute_packs.of(*from).len();
                let leaving = (0..packs).map(|at| Place::ComputePack(*from, at));
                leaving.chain(self.packs_to_come(*to, packs)).collect()
            }
            StateChange::ReconciliationPut { namespace, .. }
            | StateChange::ReconciliationRemoved { namespace } => [Place::Reconciliation(*namespace)].into(),
        }
    }

    fn expired_notes(&self, now: Timestamp) -> BTreeSet<Place> {
        let expired = self.notes.expired(now);
        expired
            .map(|(user, gl_repository)| Place::Notes(user, gl_repository.to_owned()))
            .collect()
    }

    fn expired_counters(&self, now: Timestamp) -> BTreeSet<Place> {
        let expired = self.counters.expired(now);
        expired.map(|name| Place::Counter(name.to_owned())).collect()
    }

    fn memberships_within(&self, group: &str, username: &str) -> BTreeSet<Place> {
        let groups = self.indexes.groups.within(group);
        let groups = groups.map(|id| Place::GroupMember(id, username.to_owned()));
        let projects = self.indexes.projects.within(group);
        let projects = projects.map(|id| Place::ProjectMember(id, username.to_owned()));
        groups.chain(projects).collect()
    }

    fn packs_to_come(&self, namespace: u64, packs: usize) -> impl Iterator<Item = Place> {
        let known = self.compute_packs.of(namespace).len();
        (known..known + packs).map(move |at| Place::ComputePack(namespace, at))
    }
}
