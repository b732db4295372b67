//! A server to judge, and how a person repeats what a run did to it.

use std::collections::BTreeMap;

use labproof_spec::{Edition, InstanceKind};

use crate::target::fixtures::Fixtures;
use crate::target::fresh_roles::Maker;
use crate::target::secret::Secret;

/// A server to judge in one edition.
#[derive(Clone)]
pub struct Server {
    /// The edition it is judged by.
    pub edition: Edition,
    /// Why by that one, where nobody named it.
    pub why: Option<String>,
    /// The instance's URL.
    pub url: String,
    /// What vouches for it, where that is not among what this machine trusts.
    pub authorities: Vec<reqwest::Certificate>,
    /// The proxy to reach it through, where somebody asked for one; else the one that the environment names, and none
    /// to this machine itself.
    pub proxy: Option<reqwest::Url>,
    /// What to call it in a report.
    pub name: String,
    /// The secrets it shares with its clients, by name.
    pub secrets: BTreeMap<String, Secret>,
    /// What kind of instance it is.
    pub kind: InstanceKind,
    /// What it gives the roles.
    pub fixtures: Fixtures,
    /// How it makes the roles that every use needs another one of.
    pub makers: BTreeMap<String, Maker>,
    /// Whether it is a server of our own, which nobody else uses and nothing can be too much for.
    pub is_ours: bool,
    /// Whether requests may change its state.
    pub writes: bool,
    /// A path whose answer changes whenever its state does.
    pub state: Option<String>,
    /// How a person reaches such a server by hand.
    pub by_hand: ByHand,
}

/// How a person repeats what a run did.
#[derive(Clone, Debug, Default)]
pub struct ByHand {
    /// The command that starts such a server first, where it is not running anyway.
    pub server: Option<String>,
    /// The URL for pasted requests.
    pub url: String,
    /// The flags that `curl` needs to trust it, each after a space.
    pub curl_flags: String,
    /// The flags that make `labproof token` find the secret.
    pub token_flags: String,
    /// The command that runs the suite against this server again, without a selection.
    pub run: String,
}
