//! What Starboard finds in a cluster: a finding keeps its UUID, through ratings, scans and being found again, and
//! what is found elsewhere has another.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use super::machine::{Model, Step};
use super::stage::{Difference, Stage, check, status};

/// How many resources there are, and how many vulnerabilities each may have.
const RESOURCES: usize = 3;
const VULNERABILITIES: usize = 2;

pub(crate) struct Findings {
    unique: String,
    agent: u64,
    /// The UUIDs that were answered so far.
    uuids: BTreeMap<Finding, String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    resource: usize,
    vulnerability: usize,
}

#[derive(Clone, Debug)]
pub(crate) enum Action {
    Report {
        finding: Finding,
        severity: &'static str,
    },
    /// What is not listed is resolved.
    EndScan {
        still_there: BTreeSet<Finding>,
    },
    ReportWithoutScanner {
        finding: Finding,
    },
}

impl Model for Findings {
    const OPERATIONS: &'static [&'static str] = &["kas.starboard_create", "kas.starboard_scan_result"];
    /// The findings that were reported.
    type State = BTreeSet<Finding>;
    type Action = Action;

    fn actions(state: &Self::State) -> BoxedStrategy<Action> {
        let finding = (0..RESOURCES, 0..VULNERABILITIES);
        let finding = finding.prop_map(|(resource, vulnerability)| Finding {
            resource,
            vulnerability,
        });
        let severity = select(vec![
            "info", "unknown", "low", "medium", "high", "critical", "HIGH",
        ]);
        let known: Vec<Finding> = state.iter().copied().collect();
        let still_there = proptest::sample::subsequence(known.clone(), 0..=known.len());
        prop_oneof![
            5 => (finding.clone(), severity).prop_map(|(finding, severity)| Action::Report { finding, severity }),
            2 => still_there.prop_map(|there| Action::EndScan { still_there: there.into_iter().collect() }),
            1 => finding.prop_map(|finding| Action::ReportWithoutScanner { finding }),
        ]
        .boxed()
    }

    fn is_known(state: &Self::State, action: &Action) -> bool {
        match action {
            Action::EndScan { still_there } => still_there.is_subset(state),
            _ => true,
        }
    }

    fn next(state: &mut Self::State, action: &Action) {
        if let Action::Report { finding, .. } = action {
            state.insert(*finding);
        }
    }

    async fn begin(stage: &Stage) -> Result<Self, Difference> {
        Ok(Self {
            unique: stage.fill("{unique}").await?,
            agent: stage.number("{agent.id}").await?,
            uuids: BTreeMap::new(),
        })
    }

    async fn perform(&mut self, stage: &Stage, step: Step<'_, Self>) -> Result<(), Difference> {
        match step.action {
            Action::Report { finding, severity } => {
                let parameters = self.report(*finding, severity);
                let answer = stage.call("kas.starboard_create", parameters).await?;
                status(&answer, &[200, 201])?;
                let uuid = answer.json.as_ref().and_then(|body| body["uuid"].as_str());
                self.compare(*finding, uuid.unwrap_or_default())
            }
            Action::EndScan { still_there } => {
                let uuids: Vec<&String> = still_there.iter().map(|finding| &self.uuids[finding]).collect();
                let parameters = json!({ "uuids": uuids });
                let answer = stage.call("kas.starboard_scan_result", parameters).await?;
                status(&answer, &[200, 204])
            }
            Action::ReportWithoutScanner { finding } => {
                let mut parameters = self.report(*finding, "high");
                parameters.as_object_mut().unwrap().remove("scanner");
                let answer = stage.call("kas.starboard_create", parameters).await?;
                status(&answer, &[400])
            }
        }
    }
}

impl Findings {
    /// The UUID is the one of before; the other resources' findings have others.
    ///
    /// What two vulnerabilities of one resource have is not judged: the facts by which GitLab tells findings
    /// apart are of the place alone.
    fn compare(&mut self, finding: Finding, uuid: &str) -> Result<(), Difference> {
        let known = self.uuids.entry(finding).or_insert_with(|| uuid.to_owned());
        check(known == uuid, || format!("{finding:?} was {known} and is {uuid}"))?;
        let mut elsewhere = self
            .uuids
            .iter()
            .filter(|(other, _)| other.resource != finding.resource);
        let twin = elsewhere.find(|(_, other)| *other == uuid);
        check(twin.is_none(), || {
            format!("{finding:?} and {twin:?} are both {uuid}")
        })
    }

    fn report(&self, finding: Finding, severity: &str) -> Value {
        let name = format!("{}-{}", self.unique, finding.resource);
        let identifier = format!("CVE-2031-{}", 1000 + finding.vulnerability);
        let location = json!({
            "image": "index.docker.io/library/nginx:latest",
            "dependency": { "package": { "name": "libc" } },
            "kubernetes_resource": {
                "namespace": "production",
                "kind": "deployment",
                "name": name,
                "container_name": "nginx",
                "agent_id": self.agent.to_string(),
            },
        });
        let vendor = json!({ "name": "GitLab" });
        json!({
            "vulnerability": {
                "name": format!("{identifier} in libc"),
                "severity": severity,
                "confidence": "unknown",
                "location": location,
                "identifiers": [{ "type": "cve", "name": identifier, "value": identifier }],
            },
            "scanner": { "id": "starboard_trivy", "name": "Trivy (via Starboard Operator)", "vendor": vendor },
        })
    }
}
