//! What a change touches.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::place::Place;
use super::{Change, State};

impl State {
    /// Every place where the change may make, alter or remove a record; more than that does no harm.
    pub(super) fn touched(&self, change: &Change, now: Timestamp) -> BTreeSet<Place> {
        match change {
            Change::KeyUsed { key } => [Place::Key(*key)].into(),
            Change::ProjectCreated(project) => Place::of_project(project).collect(),
            Change::NoteLeft(note) => {
                let mut places = self.expired_notes(now);
                places.insert(Place::Notes(note.user, note.gl_repository.clone()));
                places
            }
            Change::NotesRead { user, gl_repository } => [Place::Notes(*user, gl_repository.clone())].into(),
            Change::CounterIncreased { gl_repository } | Change::CounterDecreased { gl_repository } => {
                let mut places = self.expired_counters(now);
                places.insert(Place::Counter(gl_repository.clone()));
                places
            }
            Change::RecoveryCodesReplaced { user, .. } | Change::StandingChanged { user, .. } => {
                [Place::User(*user)].into()
            }
            Change::TokenCreated(token) => [Place::Token(token.digest)].into(),
            Change::GroupCreated(group) => Place::of_group(group).collect(),
            Change::UserCreated(user) => [Place::User(user.id)].into(),
            Change::MembershipBegun { group, username, .. } => {
                let id = self.indexes.groups.get(group);
                id.map(|id| Place::GroupMember(id, username.clone()))
                    .into_iter()
                    .collect()
            }
            Change::MembershipEnded { group, username } => self.memberships_within(group, username),
            Change::IdentitySaved { id, identity } => {
                let group = identity.group.as_deref();
                let at = self.identities.position(group, id);
                [Place::Identity(group.unwrap_or_default().to_owned(), at)].into()
            }
            Change::MergeRequestOpened { project, branch } => {
                [Place::MergeRequest(*project, branch.clone())].into()
            }
            Change::Counted { counter, .. } => [Place::Metric(counter)].into(),
            Change::Collected { set, ids } => ids.iter().map(|id| Place::MetricMember(set, *id)).collect(),
            Change::AgentEventHappened(event) => [Place::AgentEvent(event.clone())].into(),
            Change::AlertRaised(alert) => [Place::Alert(alert.clone())].into(),
            Change::FindingDetected { uuid, .. } => [Place::Finding(*uuid)].into(),
            Change::FindingsResolved { agent, except } => {
                let gone = self.findings.all_but(except, *agent);
                gone.map(Place::Finding).collect()
            }
            Change::SubscriptionPut { namespace, .. } => [Place::Subscription(*namespace)].into(),
            Change::PurchasePut {
                namespace, add_on, ..
            } => [Place::Purchase(*namespace, *add_on)].into(),
            Change::StorageExclusionAdded { namespace, .. }
            | Change::StorageExclusionRemoved { namespace } => {
                [Place::StorageExclusion(*namespace), Place::LastStorageExclusion].into()
            }
            Change::ComputePacksAdded { namespace, packs } => {
                self.packs_to_come(*namespace, packs.len()).collect()
            }
            Change::ComputePacksMoved { from, to } => {
                let packs = self.compute_packs.of(*from).len();
                let leaving = (0..packs).map(|at| Place::ComputePack(*from, at));
                leaving.chain(self.packs_to_come(*to, packs)).collect()
            }
            Change::ReconciliationPut { namespace, .. } | Change::ReconciliationRemoved { namespace } => {
                [Place::Reconciliation(*namespace)].into()
            }
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
