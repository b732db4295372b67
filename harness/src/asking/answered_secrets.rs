//! What an answer gives that nobody else may see: tokens and codes, by what the documents say they are, and what
//! headers carry that are there for such things.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use labproof_spec::Api;

use crate::asking::exchange::Answer;
use crate::asking::volatile;

/// What headers for credentials have in their names, whoever invented them.
const WORDS: [&str; 7] = [
    "authorization",
    "api-key",
    "cookie",
    "password",
    "secret",
    "session",
    "token",
];

/// Where secrets are in answers.
pub(crate) struct AnsweredSecrets {
    /// The words of volatile members by JSON pointer, by operation; those that give no secret are not there.
    members: BTreeMap<String, BTreeMap<String, String>>,
    /// The headers that have credentials in requests, in lower case.
    headers: BTreeSet<String>,
}

impl AnsweredSecrets {
    pub(crate) fn of(api: &Api) -> Self {
        let members = api.operations.iter().filter_map(|operation| {
            let schemas = operation.responses.values().filter_map(|it| it.schema.as_ref());
            let members: BTreeMap<String, String> = schemas
                .flat_map(|schema| volatile::pointers(schema, &api.schemas))
                .filter(|(_, word)| volatile::is_secret(word))
                .collect();
            (!members.is_empty()).then(|| (operation.slug.clone(), members))
        });
        let schemes = api.schemes.values();
        let headers = schemes.flat_map(|scheme| [&scheme.header].into_iter().chain(&scheme.other_headers));
        Self {
            members: members.collect(),
            headers: headers.map(|name| name.to_ascii_lowercase()).collect(),
        }
    }

    /// The tokens and codes in the body of an operation's answer, each with the word for it.
    pub(crate) fn in_body(&self, operation: &str, answer: &Answer) -> Vec<(String, String)> {
        match (self.members.get(operation), &answer.json) {
            (Some(members), Some(body)) => volatile::secrets(body, members),
            _ => Vec::new(),
        }
    }

    /// Which part of a header's value is a secret, and the word for it.
    pub(crate) fn in_header(&self, name: &str, value: &str) -> Option<(Range<usize>, &'static str)> {
        let name = name.to_ascii_lowercase();
        if name == "set-cookie" {
            // What it is called, and how long and where it holds, is no secret.
            let start = value.find('=')? + 1;
            let end = value.find(';').unwrap_or(value.len());
            return (start < end).then_some((start..end, "cookie"));
        }
        let is_one = self.headers.contains(&name) || WORDS.iter().any(|word| name.contains(word));
        (is_one && !value.is_empty()).then_some((0..value.len(), "credential"))
    }
}
