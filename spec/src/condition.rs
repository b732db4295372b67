//! What has to be true of an instance for an operation, an answer, a requirement or an example to be about it.

use serde::{Deserialize, Serialize};

/// What of an instance a condition is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ConditionKind {
    /// Whether it is the Community or the Enterprise Edition.
    Distribution,
    /// A feature that its licence has.
    Licence,
    /// A setting of its administrators.
    Setting,
    /// A component that runs beside it.
    Component,
    /// Whether it is GitLab's own or somebody else's.
    Offering,
}

/// Something that is true of some instances only, as `conditions.yaml` describes it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// What has to be true, in a sentence.
    pub is: String,
    /// What of the instance it is about.
    pub kind: ConditionKind,
}
