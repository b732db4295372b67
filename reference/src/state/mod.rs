//! Everything the server knows, and the questions asked of it.
//!
//! State is read freely and changed only by [`State::apply`].

mod add_on;
mod agent;
mod agent_event;
mod alert;
mod banner;
mod certificate;
mod change;
mod compute_pack;
mod counter;
mod digest;
mod disk_path;
mod error_tracking;
mod finding;
mod fingerprint;
mod group;
mod identity;
mod indexes;
mod instance;
mod key;
mod membership;
mod metric;
mod namespace;
mod note;
mod parts;
mod place;
mod policy;
mod project;
mod protocol;
mod reconciliation;
mod role;
mod snippet;
mod storage_exclusion;
mod subscription;
mod tally;
mod token;
mod touched;
mod user;
mod visibility;

use std::collections::BTreeMap;

use fingerprint::Sum;
use indexes::Indexes;

pub(crate) use add_on::{AddOn, Purchase, Purchases};
pub(crate) use agent::{Agent, AgentToken};
pub(crate) use agent_event::AgentEvent;
pub(crate) use alert::Alert;
pub(crate) use banner::{Banner, choose as choose_banner};
pub(crate) use certificate::Certificate;
pub(crate) use change::StateChange;
pub(crate) use compute_pack::{ComputePack, ComputePacks};
pub(crate) use counter::Counters;
pub(crate) use digest::Digest;
pub(crate) use error_tracking::ClientKey;
pub(crate) use finding::{FindingIdentity, Findings, Location, Resource};
pub(crate) use group::{Group, Saml};
pub(crate) use identity::{Identities, Identity};
pub(crate) use instance::Instance;
pub(crate) use key::{Key, KeyKind, Usage};
pub(crate) use metric::Metrics;
pub(crate) use namespace::{Namespace, NamespaceKind};
pub(crate) use note::{News, Note, Notes};
pub(crate) use parts::Parts;
pub(crate) use policy::Policy;
pub(crate) use project::{Project, Protection};
pub(crate) use protocol::Protocol;
pub(crate) use reconciliation::{Reconciliation, Reconciliations};
pub(crate) use role::Role;
pub(crate) use snippet::Snippet;
pub(crate) use storage_exclusion::{StorageExclusion, StorageExclusions};
pub(crate) use subscription::{FREE, Subscription, Subscriptions, known_plan};
pub(crate) use tally::Tally;
pub(crate) use token::{ScimToken, Token};
pub(crate) use user::{Standing, User};
pub(crate) use visibility::Visibility;

/// All state.
#[derive(Clone, Debug)]
pub(crate) struct State {
    pub(crate) instance: Instance,
    users: BTreeMap<u64, User>,
    keys: BTreeMap<u64, Key>,
    groups: BTreeMap<u64, Group>,
    projects: BTreeMap<u64, Project>,
    snippets: BTreeMap<u64, Snippet>,
    pub(crate) banners: Vec<Banner>,
    certificates: Vec<Certificate>,
    pub(crate) counters: Counters,
    pub(crate) notes: Notes,
    pub(crate) tokens: BTreeMap<Digest, Token>,
    agents: BTreeMap<u64, Agent>,
    scim_tokens: Vec<ScimToken>,
    client_keys: Vec<ClientKey>,
    policies: Vec<Policy>,
    metrics: Metrics,
    agent_events: Tally<AgentEvent>,
    alerts: Tally<Alert>,
    findings: Findings,
    pub(crate) identities: Identities,
    pub(crate) subscriptions: Subscriptions,
    pub(crate) purchases: Purchases,
    pub(crate) storage_exclusions: StorageExclusions,
    pub(crate) compute_packs: ComputePacks,
    pub(crate) reconciliations: Reconciliations,
    indexes: Indexes,
    /// Where somebody may ask for the fingerprint: what it is now.
    fingerprint: Option<Sum>,
}
