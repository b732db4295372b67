//! What the documents of an edition say about an operation, where its handler goes by it.
//!
//! Whatever a document lists (the members of an answer, the names in an attribute, statuses) is read off here, so that
//! an edition which lists something else needs no code. What no document says is in [`crate::edition_rules`].

use std::collections::BTreeSet;
use std::sync::Arc;

use labproof_spec::{Edition, Operation, Refusal};
use serde_json::{Map, Value};

use crate::answer::{JSON, SCIM_JSON};

/// Deeper than the members of any answer nest, so that schemas which name each other come to an end.
const MAX_DEPTH: usize = 16;
/// What stands before the name of a schema that operations share.
const SHARED: &str = "#/components/schemas/";

/// An operation as an edition has it.
pub(crate) struct Contract {
    pub(crate) edition: Edition,
    pub(crate) operation: Arc<Operation>,
    /// The members of what it answers to accepted requests, as JSON pointers.
    members: BTreeSet<String>,
}

impl Contract {
    /// The schemas are those that the operations of the edition share, by name.
    pub(crate) fn new(edition: Edition, operation: &Arc<Operation>, schemas: &Map<String, Value>) -> Self {
        let mut members = Members {
            schemas,
            found: BTreeSet::new(),
        };
        for (_, response) in operation.responses.range(200..300) {
            if let Some(schema) = &response.schema {
                members.collect(schema, "", 0);
            }
        }
        Self {
            edition,
            operation: Arc::clone(operation),
            members: members.found,
        }
    }

    /// Whether a request may have this parameter.
    pub(crate) fn takes(&self, name: &str) -> bool {
        let mut parameters = self.operation.parameters.iter();
        parameters.any(|parameter| parameter.name == name) || self.attribute(name).is_some()
    }

    /// Whether an answer may have this member, a JSON pointer, which has `-` for any item of a list.
    pub(crate) fn answers(&self, member: &str) -> bool {
        self.members.contains(member)
    }

    /// Whether a body of JSON of this type is read: of the documented one, or of the usual one where none is.
    pub(crate) fn reads_json(&self, media_type: &str) -> bool {
        let body = self.operation.body.as_ref();
        let documented = body.map(|body| body.media_types.as_slice()).unwrap_or_default();
        let mut documented = documented.iter().filter(|it| it.ends_with("json")).peekable();
        if documented.peek().is_none() {
            return media_type == JSON;
        }
        documented.any(|it| it == media_type)
    }

    /// The media type of all that is answered in JSON, be it a refusal.
    pub(crate) fn media_type(&self) -> &'static str {
        let mut answers = self.operation.responses.values();
        let speaks_scim = answers.any(|answer| answer.media_types.iter().any(|it| it == SCIM_JSON));
        if speaks_scim { SCIM_JSON } else { JSON }
    }

    /// Whether a request may be answered with this status.
    pub(crate) fn has_status(&self, status: u16) -> bool {
        self.operation.responses.contains_key(&status)
    }

    /// The refusal of this name, as the newest GitLab of the edition words it.
    pub(crate) fn refusal(&self, name: &str) -> Option<&Refusal> {
        self.operation.refusal(name)
    }

    /// The members that an attribute of the body may have, in the order of the documents.
    pub(crate) fn names_in(&self, attribute: &str) -> impl Iterator<Item = &str> {
        let members = self
            .attribute(attribute)
            .and_then(|schema| schema.get("properties")?.as_object());
        members.into_iter().flatten().map(|(name, _)| name.as_str())
    }

    /// The values that are known for an attribute of the body, in the order of the documents.
    pub(crate) fn known(&self, attribute: &str) -> Vec<&str> {
        let known = self
            .attribute(attribute)
            .and_then(|schema| schema.get("x-known")?.as_array());
        let known = known.into_iter().flatten();
        known.filter_map(|value| value.get("const")?.as_str()).collect()
    }

    fn attribute(&self, name: &str) -> Option<&Value> {
        let body = self.operation.body.as_ref()?;
        body.schema.get("properties")?.get(name)
    }
}

/// The members that a schema allows.
struct Members<'s> {
    schemas: &'s Map<String, Value>,
    found: BTreeSet<String>,
}

impl Members<'_> {
    fn collect(&mut self, schema: &Value, pointer: &str, depth: usize) {
        if depth == MAX_DEPTH {
            return;
        }
        let shared = schema.get("$ref").and_then(Value::as_str);
        if let Some(schema) = shared.and_then(|path| self.schemas.get(path.strip_prefix(SHARED)?)) {
            self.collect(schema, pointer, depth + 1);
        }
        for key in ["oneOf", "anyOf", "allOf"] {
            for branch in schema.get(key).and_then(Value::as_array).into_iter().flatten() {
                self.collect(branch, pointer, depth + 1);
            }
        }
        if let Some(item) = schema.get("items") {
            self.collect(item, &format!("{pointer}/-"), depth + 1);
        }
        let members = schema.get("properties").and_then(Value::as_object);
        for (name, member) in members.into_iter().flatten() {
            let pointer = format!("{pointer}/{name}");
            self.collect(member, &pointer, depth + 1);
            self.found.insert(pointer);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::spec;

    fn contract(edition: Edition, slug: &str) -> Contract {
        let api = spec().api(edition);
        let operation = api.operations.iter().find(|operation| operation.slug == slug);
        Contract::new(edition, operation.unwrap(), &api.schemas)
    }

    #[test]
    fn an_answer_has_the_members_of_its_edition_shared_ones_among_them() {
        let older = contract(Edition::new(16, 3), "kas.agent_info");
        let newer = contract(Edition::new(17, 9), "kas.agent_info");
        for pointer in ["/agent_id", "/gitaly_info/address", "/default_branch"] {
            assert!(older.answers(pointer) && newer.answers(pointer), "{pointer}");
        }
        assert!(older.answers("/gitaly_info/features") && !newer.answers("/gitaly_info/features"));
        assert!(!older.answers("/address") && !older.answers("agent_id"));
        // One of several kinds of answers.
        assert!(contract(Edition::new(16, 3), "ssh.personal_access_token").answers("/expires_at"));
    }

    #[test]
    fn a_request_takes_the_attributes_of_its_edition() {
        let takes = |edition, name| contract(edition, "git.allowed").takes(name);
        assert!(
            takes(Edition::new(17, 9), "namespace_path") && !takes(Edition::new(16, 3), "namespace_path")
        );
        assert!(contract(Edition::new(17, 9), "ssh.discover").takes("key_id"));
    }

    #[test]
    fn names_and_values_are_those_of_the_edition_in_the_order_of_the_documents() {
        let counters = |edition| -> Vec<String> {
            let contract = contract(edition, "kas.usage_metrics");
            contract.names_in("counters").map(str::to_owned).collect()
        };
        assert_eq!(counters(Edition::new(13, 10)), [""; 0]);
        assert_eq!(counters(Edition::new(16, 3))[0], "gitops_sync");
        assert!(!counters(Edition::new(17, 9)).contains(&"gitops_sync".to_owned()));
        for (edition, number) in [
            (Edition::new(13, 10), 7),
            (Edition::new(16, 3), 8),
            (Edition::new(17, 9), 12),
        ] {
            let contract = contract(edition, "ssh.personal_access_token");
            let scopes = contract.known("scopes");
            assert_eq!((scopes.len(), scopes.is_sorted()), (number, true), "{edition}");
        }
    }

    #[test]
    fn schemas_that_name_each_other_come_to_an_end() {
        let whole = serde_json::json!({"properties": {"inner": {"$ref": "#/components/schemas/whole"}}});
        let schemas = Map::from_iter([("whole".to_owned(), whole.clone())]);
        let mut members = Members {
            schemas: &schemas,
            found: BTreeSet::new(),
        };
        members.collect(&whole, "", 0);
        assert!(members.found.contains("/inner/inner") && members.found.len() < MAX_DEPTH);
    }
}
