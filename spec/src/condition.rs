//! What has to be true of an instance for an operation, an answer, a requirement or an example to be about it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::choice::ByEdition;
use crate::{Edition, Editions};

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
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// What has to be true, in a sentence.
    pub is: String,
    /// What of the instance it is about.
    pub kind: ConditionKind,
    /// Whether it is true where the instance has, is or does that, or where it does not.
    #[serde(default = "yes")]
    pub when: bool,
    /// The editions in which anything hangs on it.
    #[serde(default)]
    pub editions: Editions,
    /// What is answered where it is not met and the operation says nothing else.
    pub(crate) otherwise: Option<ByEdition<Otherwise>>,
}

impl Condition {
    /// What the edition answers where it is not met and the operation says nothing else.
    #[must_use]
    pub fn otherwise(&self, edition: Edition) -> Option<&Otherwise> {
        self.otherwise.as_ref()?.of(edition)
    }
}

fn yes() -> bool {
    true
}

/// What an operation answers where a condition is not met.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Otherwise {
    /// How far a request comes.
    #[serde(default)]
    pub before: Stage,
    /// The status.
    pub status: u16,
    /// The body, to the letter; any where absent.
    pub body: Option<Value>,
    /// A part of the body, to the letter.
    pub words: Option<String>,
    /// Where the answer leads to.
    pub location: Option<String>,
}

impl Otherwise {
    /// Whether an answer is this one.
    #[must_use]
    pub fn is(&self, status: u16, body: Option<&Value>, text: &str) -> bool {
        self.status == status
            && self.body.as_ref().is_none_or(|wanted| body == Some(wanted))
            && self.words.as_ref().is_none_or(|words| text.contains(words))
    }
}

/// What a server does with a request before it would answer it, in this order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// The credential is looked at.
    Credential,
    /// The parameters are looked at, in operations that declare them.
    Parameters,
    /// What was asked for is looked up.
    Lookup,
    /// It is answered: the operation itself says how it comes to that.
    #[default]
    Answer,
}
