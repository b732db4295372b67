//! Groups: what their projects and members inherit.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use serde::Deserialize;

use super::{Protocol, Role, State, Visibility};

/// A group; its parent is the group its path names before the last slash.
#[derive(Clone, Debug, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Group {
    pub(crate) id: u64,
    pub(crate) path: String,
    /// Without one it is the last part of the path.
    #[serde(default)]
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) visibility: Visibility,
    /// By username; members of a group are members of all below it.
    #[serde(default)]
    pub(crate) members: BTreeMap<String, Role>,
    /// The only Git protocol allowed below this top-level group.
    pub(crate) git_protocol: Option<Protocol>,
    /// The only addresses from which this top-level group may be read; empty means any.
    #[serde(default)]
    pub(crate) ip_ranges: Vec<IpRange>,
    #[serde(default)]
    pub(crate) archived: bool,
    /// Whether it has a wiki.
    #[serde(default)]
    pub(crate) wiki: bool,
    /// Whether the group has the feature SSH certificates.
    #[serde(default)]
    pub(crate) ssh_certificates: bool,
    /// The usernames that belong to this group's enterprise.
    #[serde(default)]
    pub(crate) enterprise_users: BTreeSet<String>,
    /// How members sign in with SAML single sign-on, if they do.
    pub(crate) saml: Option<Saml>,
}

/// Single sign-on of a group.
#[derive(Clone, Debug, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Saml {
    /// The role of whoever is provisioned.
    #[serde(default = "Saml::usual_role")]
    pub(crate) default_role: Role,
}

impl Saml {
    /// The role where none is chosen.
    pub(crate) fn usual_role() -> Role {
        Role::Guest
    }
}

impl State {
    pub(crate) fn add_group(&mut self, mut group: Group) {
        if group.name.is_empty() {
            let name = group.path.rsplit('/').next().unwrap_or_default();
            group.name = name.to_owned();
        }
        self.indexes.add_group(&group);
        self.groups.insert(group.id, group);
    }

    /// Paths are found in any case.
    pub(crate) fn group(&self, path: &str) -> Option<&Group> {
        self.group_with_id(self.indexes.groups.get(path)?)
    }

    pub(crate) fn group_with_id(&self, id: u64) -> Option<&Group> {
        self.groups.get(&id)
    }

    /// The groups from this one up to its top-level group.
    pub(crate) fn lineage<'s>(&'s self, path: &'s str) -> impl Iterator<Item = &'s Group> {
        let shorter = |path: &&'s str| path.rsplit_once('/').map(|(parent, _)| parent);
        std::iter::successors(Some(path), shorter).filter_map(|path| self.group(path))
    }

    /// The top-level group, unless the path lies in a personal namespace.
    pub(crate) fn root_group(&self, path: &str) -> Option<&Group> {
        self.group(path.split('/').next()?)
    }
}

/// A range of addresses, such as `192.0.2.0/24` or a single one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct IpRange {
    network: IpAddr,
    prefix_bits: u32,
}

impl IpRange {
    pub(crate) fn contains(&self, address: IpAddr) -> bool {
        match (self.network, address) {
            (IpAddr::V4(network), IpAddr::V4(address)) => same_prefix(
                network.to_bits().into(),
                address.to_bits().into(),
                32 - self.prefix_bits,
            ),
            (IpAddr::V6(network), IpAddr::V6(address)) => {
                same_prefix(network.to_bits(), address.to_bits(), 128 - self.prefix_bits)
            }
            _ => false,
        }
    }
}

fn same_prefix(network: u128, address: u128, host_bits: u32) -> bool {
    // Shifting by the whole width is an overflow, and a prefix of no bits has everything.
    (network ^ address).checked_shr(host_bits).unwrap_or(0) == 0
}

impl TryFrom<String> for IpRange {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let fault = || format!("`{text}` is no IP range; write it like 192.0.2.0/24");
        let (network, prefix) = text
            .split_once('/')
            .map_or((text.as_str(), None), |(n, p)| (n, Some(p)));
        let network: IpAddr = network.parse().map_err(|_| fault())?;
        let longest = if network.is_ipv4() { 32 } else { 128 };
        let prefix_bits = prefix.map_or(Ok(longest), str::parse).map_err(|_| fault())?;
        if prefix_bits > longest {
            return Err(fault());
        }
        Ok(Self { network, prefix_bits })
    }
}

impl From<IpRange> for String {
    fn from(range: IpRange) -> Self {
        format!("{}/{}", range.network, range.prefix_bits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn within(range: &str, address: &str) -> bool {
        IpRange::try_from(range.to_owned())
            .unwrap()
            .contains(address.parse().unwrap())
    }

    #[test]
    fn a_range_has_the_addresses_of_its_prefix() {
        assert!(within("192.0.2.0/24", "192.0.2.255"));
        assert!(!within("192.0.2.0/24", "192.0.3.0"));
        assert!(within("192.0.2.7", "192.0.2.7"));
        assert!(!within("192.0.2.7", "192.0.2.8"));
        assert!(within("0.0.0.0/0", "203.0.113.1"));
        assert!(within("2001:db8::/32", "2001:db8:1::1"));
        assert!(within("::/0", "2001:db8::1"));
        assert!(!within("::/0", "192.0.2.1"));
    }

    #[test]
    fn what_is_no_range_is_refused() {
        for text in ["", "192.0.2", "192.0.2.0/33", "192.0.2.0/x", "::/129"] {
            assert!(IpRange::try_from(text.to_owned()).is_err(), "{text}");
        }
    }
}
