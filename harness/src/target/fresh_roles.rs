//! How a target makes what every use needs another one of.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A POST that makes one: for a GitLab, say, `/api/v4/groups` with an administrator's token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Maker {
    /// The path below the instance's URL.
    pub post: String,
    /// The scheme of auth.yaml that signs it; nothing signs it where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheme: Option<String>,
    /// The members of its JSON body; `{unique}` in a text is text that no other has.
    #[serde(default)]
    pub body: Map<String, Value>,
    /// Where the answer has the fields of the role, by JSON pointer.
    pub fields: BTreeMap<String, String>,
}
