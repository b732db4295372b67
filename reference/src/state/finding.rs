//! Vulnerabilities that agents find in their clusters.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use uuid::Uuid;

/// A namespace of names such as ours; which one does not matter, as long as it stays the same.
const NAMESPACE: Uuid = Uuid::from_u128(0x3f0c_52d8_9f6b_4c1e_8a57_d16e_40b2_7c93);

/// What makes an agent's finding that finding and no other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct FindingIdentity {
    pub(crate) place: Location,
    /// What: type, name and value of each identifier.
    pub(crate) identifiers: Vec<[Option<String>; 3]>,
}

/// Where something was found, as far as that was told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Location {
    pub(crate) resource: Option<Resource>,
    /// The package that has the vulnerability.
    pub(crate) package: Option<String>,
}

/// A resource of a cluster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Resource {
    pub(crate) namespace: Option<String>,
    pub(crate) kind: Option<String>,
    pub(crate) name: Option<String>,
}

impl FindingIdentity {
    /// The same for the same finding of the same agent, on every server.
    pub(crate) fn uuid(&self, agent: u64) -> Uuid {
        // A structure of texts and numbers cannot fail to be written.
        let name = serde_json::to_vec(&(agent, self)).unwrap_or_default();
        Uuid::new_v5(&NAMESPACE, &name)
    }
}

/// All findings.
#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct Findings(BTreeMap<Uuid, Finding>);

#[derive(Clone, Debug, Hash)]
struct Finding {
    agent: u64,
    resolved: bool,
}

impl Findings {
    /// Takes in what was found: new, found before, or back after it was resolved.
    pub(crate) fn detect(&mut self, uuid: Uuid, agent: u64) {
        let finding = Finding {
            agent,
            resolved: false,
        };
        self.0.insert(uuid, finding);
    }

    /// Resolves what the agent found before and does not find any more.
    pub(crate) fn resolve_all_but(&mut self, still_there: &BTreeSet<Uuid>, agent: u64) {
        let gone = self
            .0
            .iter_mut()
            .filter(|(uuid, finding)| finding.agent == agent && !still_there.contains(uuid));
        gone.for_each(|(_, finding)| finding.resolved = true);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(name: &str) -> FindingIdentity {
        let resource = Resource {
            namespace: Some("production".into()),
            kind: Some("deployment".into()),
            name: Some(name.into()),
        };
        FindingIdentity {
            place: Location {
                resource: Some(resource),
                package: None,
            },
            identifiers: vec![[Some("cve".into()), Some("CVE-123-4567".into()), None]],
        }
    }

    fn resolved(findings: &Findings) -> Vec<bool> {
        findings.0.values().map(|finding| finding.resolved).collect()
    }

    #[test]
    fn the_same_finding_has_the_same_uuid_of_version_5() {
        let uuid = identity("nginx").uuid(5);
        assert_eq!(uuid, identity("nginx").uuid(5));
        assert_eq!(uuid.get_version_num(), 5);
        assert_ne!(uuid, identity("nginx").uuid(6));
        assert_ne!(uuid, identity("sidecar").uuid(5));
    }

    #[test]
    fn only_what_the_agent_itself_no_longer_finds_is_resolved() {
        let (kept, gone, others) = (
            identity("a").uuid(5),
            identity("b").uuid(5),
            identity("c").uuid(6),
        );
        let mut findings = Findings::default();
        findings.detect(kept, 5);
        findings.detect(gone, 5);
        findings.detect(others, 6);
        findings.resolve_all_but(&BTreeSet::from([kept]), 5);
        for (uuid, resolved) in [(kept, false), (gone, true), (others, false)] {
            assert_eq!(findings.0[&uuid].resolved, resolved);
        }
        findings.detect(gone, 5);
        assert_eq!(resolved(&findings), [false; 3]);
    }
}
