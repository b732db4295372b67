//! The only ways in which state changes.

use std::collections::BTreeSet;

use jiff::Timestamp;
use uuid::Uuid;

use super::{
    AddOn, AgentEvent, Alert, ComputePack, Digest, Group, Identity, Note, Project, Purchase, Reconciliation,
    Role, Standing, State, StorageExclusion, Subscription, Token, User,
};

/// One change that an accepted request makes.
///
/// A handler only reads state and answers with the changes it wants; a refused request has none.
#[derive(Clone, Debug)]
pub(crate) enum StateChange {
    /// A key was used to get in.
    KeyUsed { key: u64 },
    /// A push made a project.
    ProjectCreated(Box<Project>),
    /// There is something to tell a user after the push.
    NoteLeft(Note),
    /// A user was told all there was about a repository.
    NotesRead { user: u64, gl_repository: String },
    /// A push to a repository may begin.
    CounterIncreased { gl_repository: String },
    /// A push to a repository ended.
    CounterDecreased { gl_repository: String },
    /// New recovery codes replace all earlier ones.
    RecoveryCodesReplaced { user: u64, codes: Vec<Digest> },
    /// A personal access token was made.
    TokenCreated(Token),
    /// A top-level group was made.
    GroupCreated(Box<Group>),
    /// Somebody has an account now.
    UserCreated(Box<User>),
    /// An account may be used, or may not, from now on.
    StandingChanged { user: u64, standing: Standing },
    /// Somebody belongs to a group now.
    MembershipBegun {
        group: String,
        username: String,
        role: Role,
    },
    /// Somebody belongs to a group and to all below it no more.
    MembershipEnded { group: String, username: String },
    /// An identity is new, or is not what the one with this id was.
    IdentitySaved { id: String, identity: Identity },
    /// A push option opened a merge request.
    MergeRequestOpened { project: u64, branch: String },
    /// KAS counted on.
    Counted { counter: String, more: u64 },
    /// KAS saw these.
    Collected { set: String, ids: BTreeSet<i64> },
    /// KAS saw a user do something.
    AgentEventHappened(AgentEvent),
    /// An agent saved an alert.
    AlertRaised(Alert),
    /// An agent found a vulnerability.
    FindingDetected { uuid: Uuid, agent: u64 },
    /// An agent found nothing but these any more.
    FindingsResolved { agent: u64, except: BTreeSet<Uuid> },
    /// A namespace has a subscription, or another one than before.
    SubscriptionPut {
        namespace: u64,
        subscription: Box<Subscription>,
    },
    /// A namespace has an add-on, or another number of it than before.
    PurchasePut {
        namespace: u64,
        add_on: AddOn,
        purchase: Purchase,
    },
    /// A namespace has an add-on no more.
    PurchaseRemoved { namespace: u64, add_on: AddOn },
    /// The limit of storage is no longer for a namespace.
    StorageExclusionAdded {
        namespace: u64,
        exclusion: StorageExclusion,
    },
    /// The limit of storage is for a namespace again.
    StorageExclusionRemoved { namespace: u64 },
    /// A namespace has more packs of compute minutes.
    ComputePacksAdded { namespace: u64, packs: Vec<ComputePack> },
    /// All packs of a namespace went to another.
    ComputePacksMoved { from: u64, to: u64 },
    /// A reconciliation is announced to a namespace.
    ReconciliationPut {
        namespace: u64,
        reconciliation: Reconciliation,
    },
    /// It no longer is.
    ReconciliationRemoved { namespace: u64 },
}

impl State {
    /// Makes a change.
    pub(crate) fn apply(&mut self, change: StateChange, now: Timestamp) {
        match change {
            StateChange::KeyUsed { key } => {
                if let Some(key) = self.keys.get_mut(&key) {
                    key.last_used_at = Some(now);
                }
            }
            StateChange::ProjectCreated(project) => self.add_project(*project),
            StateChange::NoteLeft(note) => self.notes.leave(note, now),
            StateChange::NotesRead { user, gl_repository } => self.notes.forget(user, &gl_repository),
            StateChange::CounterIncreased { gl_repository } => self.counters.increase(&gl_repository, now),
            StateChange::CounterDecreased { gl_repository } => self.counters.decrease(&gl_repository, now),
            StateChange::RecoveryCodesReplaced { user, codes } => {
                if let Some(user) = self.users.get_mut(&user) {
                    user.recovery_codes = codes;
                }
            }
            StateChange::TokenCreated(token) => {
                self.tokens.insert(token.digest, token);
            }
            StateChange::GroupCreated(group) => self.add_group(*group),
            StateChange::UserCreated(user) => self.add_user(*user),
            StateChange::StandingChanged { user, standing } => {
                if let Some(user) = self.users.get_mut(&user) {
                    user.standing = standing;
                }
            }
            StateChange::MembershipBegun {
                group,
                username,
                role,
            } => self.join(&group, username, role),
            StateChange::MembershipEnded { group, username } => self.leave(&group, &username),
            StateChange::IdentitySaved { id, identity } => self.identities.save(&id, identity),
            StateChange::MergeRequestOpened { project, branch } => {
                if let Some(project) = self.projects.get_mut(&project) {
                    let iid = project.open_merge_requests.values().max().unwrap_or(&0) + 1;
                    project.open_merge_requests.insert(branch, iid);
                }
            }
            StateChange::Counted { counter, more } => self.metrics.count(&counter, more),
            StateChange::Collected { set, ids } => self.metrics.collect(&set, ids),
            StateChange::AgentEventHappened(event) => self.agent_events.add(event),
            StateChange::AlertRaised(alert) => self.alerts.add(alert),
            StateChange::FindingDetected { uuid, agent } => self.findings.detect(uuid, agent),
            StateChange::FindingsResolved { agent, except } => self.findings.resolve_all_but(&except, agent),
            StateChange::SubscriptionPut {
                namespace,
                subscription,
            } => self.subscriptions.put(namespace, *subscription),
            StateChange::PurchasePut {
                namespace,
                add_on,
                purchase,
            } => self.purchases.put(namespace, add_on, purchase),
            StateChange::PurchaseRemoved { namespace, add_on } => self.purchases.remove(namespace, add_on),
            StateChange::StorageExclusionAdded { namespace, exclusion } => {
                self.storage_exclusions.add(namespace, exclusion);
            }
            StateChange::StorageExclusionRemoved { namespace } => self.storage_exclusions.remove(namespace),
            StateChange::ComputePacksAdded { namespace, packs } => self.compute_packs.add(namespace, packs),
            StateChange::ComputePacksMoved { from, to } => self.compute_packs.move_all(from, to),
            StateChange::ReconciliationPut {
                namespace,
                reconciliation,
            } => self.reconciliations.put(namespace, reconciliation),
            StateChange::ReconciliationRemoved { namespace } => self.reconciliations.remove(namespace),
        }
    }
}
