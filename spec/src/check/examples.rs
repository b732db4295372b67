//! That examples speak of operations, members and fixture fields that exist.

use serde_json::Value;

use crate::Faults;
use crate::document::OperationDocument;
use crate::load::Documents;

/// Notes what the operation's examples speak of and nobody describes.
pub(super) fn all(file: &str, operation: &OperationDocument, documents: &Documents, faults: &mut Faults) {
    for (index, example) in operation.examples.iter().enumerate() {
        let pointer = format!("/examples/{index}");
        for (part, bind) in [
            ("request", &example.request.bind),
            ("response", &example.response.bind),
        ] {
            for (name, text) in bind {
                let pointer = format!("{pointer}/{part}/bind/{name}");
                placeholders(file, &pointer, text, documents, faults);
            }
        }
        for (at, call) in example.before.iter().enumerate() {
            let pointer = format!("{pointer}/before/{at}");
            if !documents
                .operations
                .iter()
                .any(|(_, other)| other.operation == call.operation)
            {
                let message = format!("unknown operation `{}`", call.operation);
                faults.add(file, format!("{pointer}/operation"), message);
            }
            let with = Value::Object(call.with.clone()).to_string();
            placeholders(file, &format!("{pointer}/with"), &with, documents, faults);
        }
        for name in example.request.path.keys() {
            let segment = format!("{{{name}}}");
            let mut paths = documents.known().filter_map(|edition| operation.path.of(edition));
            if !paths.any(|path| path.contains(&segment)) {
                let message = format!("the operation's path has no `{name}`");
                faults.add(file, format!("{pointer}/request/path/{name}"), message);
            }
        }
        for member in example.response.bind.keys() {
            let body = example.response.body.as_ref();
            if body.and_then(|body| body.pointer(member)).is_none() {
                let message = format!("the example's body has nothing at {member}");
                faults.add(file, format!("{pointer}/response/bind"), message);
            }
        }
        if example.request.body.is_some() && operation.request_body.is_none() {
            faults.add(
                file,
                format!("{pointer}/request/body"),
                "the operation takes no body",
            );
        }
    }
}

/// Every `{role.field}` in a text has to be one of fixtures.yaml.
fn placeholders(file: &str, pointer: &str, text: &str, documents: &Documents, faults: &mut Faults) {
    let inner = text.split('{').skip(1).filter_map(|rest| rest.split_once('}'));
    for (name, _) in inner {
        let is_field = |c: char| c.is_ascii_lowercase() || c == '_' || c == '.';
        if name.contains('.') && name.chars().all(is_field) {
            known_field(file, pointer, name, documents, faults);
        }
    }
}

pub(super) fn known_field(
    file: &str,
    pointer: &str,
    field: &str,
    documents: &Documents,
    faults: &mut Faults,
) {
    let known = field == "unique"
        || field.split_once('.').is_some_and(|(role, field)| {
            documents
                .fixtures
                .roles
                .get(role)
                .is_some_and(|role| role.fields.contains_key(field))
        });
    if !known {
        faults.add(
            file,
            pointer,
            format!("unknown fixture field `{field}`; describe it in fixtures.yaml"),
        );
    }
}
