//! What kind of instance a server is, as a target file says it: what conditions are about.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::condition::{Condition, ConditionKind};

/// The Community or the Enterprise Edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Distribution {
    /// The Community Edition.
    Ce,
    /// The Enterprise Edition.
    Ee,
}

/// What is known of the kind of an instance; whatever is not said may be either way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct InstanceKind {
    /// Whether it is the Community or the Enterprise Edition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edition: Option<Distribution>,
    /// Whether it is GitLab.com.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub saas: Option<bool>,
    /// Whether its licence has these features, by the names of conditions.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub features: BTreeMap<String, bool>,
    /// Whether its administrators have set it so, by the names of conditions.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub settings: BTreeMap<String, bool>,
    /// Whether these run beside it, by the names of conditions.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub components: BTreeMap<String, bool>,
}

impl InstanceKind {
    /// The Enterprise Edition of which every condition is met that does not contradict another.
    #[must_use]
    pub fn with_everything(conditions: &BTreeMap<String, Condition>) -> Self {
        let met = |kind: ConditionKind| -> BTreeMap<String, bool> {
            let its = conditions.iter().filter(|(_, it)| it.kind == kind);
            its.map(|(name, it)| (name.clone(), it.when)).collect()
        };
        Self {
            edition: Some(Distribution::Ee),
            saas: None,
            features: met(ConditionKind::Licence),
            settings: met(ConditionKind::Setting),
            components: met(ConditionKind::Component),
        }
    }

    /// What this says, and what the other says where this says nothing.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        let joined = |mine: BTreeMap<String, bool>, others: BTreeMap<String, bool>| {
            others.into_iter().chain(mine).collect()
        };
        Self {
            edition: self.edition.or(other.edition),
            saas: self.saas.or(other.saas),
            features: joined(self.features, other.features),
            settings: joined(self.settings, other.settings),
            components: joined(self.components, other.components),
        }
    }

    /// Whether it meets a condition; nothing where nobody says.
    #[must_use]
    pub fn meets(&self, name: &str, condition: &Condition) -> Option<bool> {
        let said = |of: &BTreeMap<String, bool>| of.get(name).copied();
        let is_so = match condition.kind {
            ConditionKind::Distribution => self.edition.map(|edition| edition == Distribution::Ee),
            // The Community Edition has no licence.
            ConditionKind::Licence if self.edition == Some(Distribution::Ce) => Some(false),
            ConditionKind::Licence => said(&self.features),
            ConditionKind::Setting => said(&self.settings),
            ConditionKind::Component => said(&self.components),
            ConditionKind::Offering => self.saas,
        };
        is_so.map(|is_so| is_so == condition.when)
    }

    /// Names that no condition of that kind has, each with its JSON pointer below the block and those that there are.
    #[must_use]
    pub fn faults(&self, conditions: &BTreeMap<String, Condition>) -> Vec<String> {
        let sections = [
            ("features", &self.features, ConditionKind::Licence),
            ("settings", &self.settings, ConditionKind::Setting),
            ("components", &self.components, ConditionKind::Component),
        ];
        let of_section = |(section, said, kind): (&str, &BTreeMap<String, bool>, ConditionKind)| {
            let its = conditions.iter().filter(|(_, it)| it.kind == kind);
            let known: Vec<&str> = its.map(|(name, _)| name.as_str()).collect();
            let unknown = said.keys().filter(|name| !known.contains(&name.as_str()));
            let told = unknown.map(|name| {
                format!(
                    "/{section}/{name}: nothing hangs on it; there are: {}",
                    known.join(", ")
                )
            });
            told.collect::<Vec<String>>()
        };
        sections.into_iter().flat_map(of_section).collect()
    }
}
