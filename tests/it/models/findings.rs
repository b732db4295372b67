//! What Starboard finds in a cluster: a finding keeps its UUID, through ratings, scans and being found again, and
//! what is found elsewhere has another.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use super::machine::{Model, Step};
use super::stage::{Difference, Stage, check, status};

/// How many containers there are, and how many vulnerabilities each may have.
const CONTAINERS: usize = 3;
const VULNERABILITIES: usize = 2;

pub(crate) struct Findings {
    unique: String,
    agent: u64,
    /// The UUIDs that were answered so far.
    uuids: BTreeMap<Finding, String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    container: usize,
    vulnerability: usize,
    /// Whether it is told in the full words of the security reports.
    in_full: bool,
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
        let finding = (0..CONTAINERS, 0..VULNERABILITIES, any::<bool>());
        let finding = finding.prop_map(|(container, vulnerability, in_full)| Finding {
            container,
            vulnerability,
            in_full,
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
                status(&answer, &[200])?;
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
    /// The UUID is the one of before; the other containers' findings have others.
    ///
    /// What two vulnerabilities of one container have is not judged: the facts by which GitLab tells findings
    /// apart are of the place alone. Nor are two ways to tell of one finding.
    fn compare(&mut self, finding: Finding, uuid: &str) -> Result<(), Difference> {
        let known = self.uuids.entry(finding).or_insert_with(|| uuid.to_owned());
        check(known == uuid, || format!("{finding:?} was {known} and is {uuid}"))?;
        let mut elsewhere = self
            .uuids
            .iter()
            .filter(|(other, _)| other.container != finding.container);
        let twin = elsewhere.find(|(_, other)| *other == uuid);
        check(twin.is_none(), || {
            format!("{finding:?} and {twin:?} are both {uuid}")
        })
    }

    fn report(&self, finding: Finding, severity: &str) -> Value {
        let container = format!("{}-{}", self.unique, finding.container);
        let identifier = format!("CVE-2031-{}", 1000 + finding.vulnerability);
        let mut resource = json!({ "namespace": "production", "kind": "deployment", "name": container });
        let mut location = json!({});
        let mut vendor = json!("GitLab");
        if finding.in_full {
            resource["container_name"] = json!(container);
            resource["agent_id"] = json!(self.agent.to_string());
            location["image"] = json!("index.docker.io/library/nginx:latest");
            location["dependency"] = json!({ "package": { "name": "libc" } });
            vendor = json!({ "name": "GitLab" });
        } else {
            resource["container"] = json!(container);
        }
        location["kubernetes_resource"] = resource;
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
