//! Everything the server knows, and the questions asked of it.
//!
//! State is read freely and changed only by [`State::apply`]; a world makes it.

mod disk_path;
mod fingerprint;
mod indexes;
mod membership;
mod part;

// The nouns, each with what it is used by.
mod add_on;
pub(crate) use add_on::{AddOn, Purchase, Purchases};
mod agent;
pub(crate) use agent::{Agent, AgentToken};
mod agent_event;
pub(crate) use agent_event::AgentEvent;
mod alert;
pub(crate) use alert::Alert;
mod banner;
pub(crate) use banner::{Banner, choose as choose_banner};
mod certificate;
pub(crate) use certificate::Certificate;
mod change;
pub(crate) use change::StateChange;
mod compute_pack;
pub(crate) use compute_pack::{ComputePack, ComputePacks};
mod counter;
pub(crate) use counter::Counters;
mod digest;
pub(crate) use digest::Digest;
mod error_tracking;
pub(crate) use error_tracking::ClientKey;
mod finding;
pub(crate) use finding::{FindingIdentity, Findings, Location, Resource};
mod group;
pub(crate) use group::{Group, Saml};
mod identity;
pub(crate) use identity::{Identities, Identity};
mod instance;
pub(crate) use instance::Instance;
mod key;
pub(crate) use key::{Key, KeyKind, Usage};
mod metric;
pub(crate) use metric::Metrics;
mod namespace;
pub(crate) use namespace::{Namespace, NamespaceKind};
mod note;
pub(crate) use note::{News, Note, Notes};
mod policy;
pub(crate) use policy::Policy;
mod project;
pub(crate) use project::{Project, Protection, RepositoryAccess};
mod protocol;
pub(crate) use protocol::Protocol;
mod reconciliation;
pub(crate) use reconciliation::{Reconciliation, Reconciliations};
mod role;
pub(crate) use role::Role;
mod snippet;
pub(crate) use snippet::Snippet;
mod storage_exclusion;
pub(crate) use storage_exclusion::{StorageExclusion, StorageExclusions};
mod subscription;
pub(crate) use subscription::{FREE, Subscription, Subscriptions, plan_title};
mod tally;
pub(crate) use tally::Tally;
mod token;
pub(crate) use token::{ScimToken, Token};
mod user;
pub(crate) use user::{Standing, User};
mod visibility;
pub(crate) use visibility::Visibility;

use std::collections::BTreeMap;

use indexes::Indexes;
use part::Part;

/// All state. All of it is in its fingerprint.
#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct State {
    pub(crate) instance: Part<Instance>,
    users: Part<BTreeMap<u64, User>>,
    keys: Part<BTreeMap<u64, Key>>,
    groups: Part<BTreeMap<u64, Group>>,
    projects: Part<BTreeMap<u64, Project>>,
    snippets: Part<BTreeMap<u64, Snippet>>,
    pub(crate) banners: Part<Vec<Banner>>,
    pub(crate) certificates: Part<Vec<Certificate>>,
    pub(crate) counters: Part<Counters>,
    pub(crate) notes: Part<Notes>,
    pub(crate) tokens: Part<BTreeMap<Digest, Token>>,
    pub(crate) agents: Part<BTreeMap<u64, Agent>>,
    pub(crate) scim_tokens: Part<Vec<ScimToken>>,
    pub(crate) client_keys: Part<Vec<ClientKey>>,
    pub(crate) policies: Part<Vec<Policy>>,
    metrics: Part<Metrics>,
    agent_events: Part<Tally<AgentEvent>>,
    alerts: Part<Tally<Alert>>,
    findings: Part<Findings>,
    pub(crate) identities: Part<Identities>,
    pub(crate) subscriptions: Part<Subscriptions>,
    pub(crate) purchases: Part<Purchases>,
    pub(crate) storage_exclusions: Part<StorageExclusions>,
    pub(crate) compute_packs: Part<ComputePacks>,
    pub(crate) reconciliations: Part<Reconciliations>,
    indexes: Part<Indexes>,
}
