//! A request before it is sent: parameters, how they travel, and which credential goes with them.

use std::time::Duration;

use labproof_spec::{Operation, Place};
use serde_json::{Map, Value};

use crate::asking::encoding::{encoded, encoded_pair};
use crate::asking::signing::Signing;
use crate::asking::template::plain;

/// The media type of forms.
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";
/// The media type of JSON.
pub(crate) const JSON: &str = "application/json";

/// How parameters travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Travel {
    Query,
    /// In the query, under the media type of JSON and without a body, as GitLab Shell sends a GET.
    QueryAsJson,
    Form,
    Json,
}

impl Travel {
    /// As the documentation sends the operation's parameters.
    pub(crate) fn documented(operation: &Operation) -> Self {
        match &operation.body {
            None => Self::Query,
            Some(body) if body.media_types.first().is_some_and(|media| is_json(media)) => Self::Json,
            Some(_) => Self::Form,
        }
    }

    /// Every way in which the operation has to take its parameters, the documented one first.
    pub(crate) fn every_documented(operation: &Operation) -> Vec<Self> {
        let mut travels = vec![Self::documented(operation)];
        let bodies = operation.body.iter().flat_map(|body| &body.media_types);
        for media in bodies {
            let travel = if is_json(media) { Self::Json } else { Self::Form };
            if !travels.contains(&travel) {
                travels.push(travel);
            }
        }
        if operation.method == "GET" {
            travels.push(Self::QueryAsJson);
        }
        travels
    }

    /// The other ways in which a server may take them: nobody sends a body with a GET.
    pub(crate) fn every_other(operation: &Operation) -> Vec<Self> {
        let all = [Self::Query, Self::QueryAsJson, Self::Form, Self::Json];
        let documented = Self::every_documented(operation);
        let is_other = |travel: &Self| operation.method != "GET" && !documented.contains(travel);
        all.into_iter().filter(is_other).collect()
    }

    /// As a report tells of it.
    pub(crate) fn told(self) -> &'static str {
        match self {
            Self::Query => "the parameters in the query, and no body",
            Self::QueryAsJson => "the parameters in the query, and no body under the media type of JSON",
            Self::Form => "the parameters as a form",
            Self::Json => "the parameters as JSON",
        }
    }
}

/// Whether bodies of this media type are JSON.
pub(crate) fn is_json(media_type: &str) -> bool {
    media_type == JSON || media_type.ends_with("+json")
}

/// The media type by which the operation takes JSON.
pub(crate) fn json_media_type(operation: &Operation) -> &str {
    let media_types = operation.body.iter().flat_map(|body| &body.media_types);
    media_types
        .map(String::as_str)
        .find(|media| is_json(media))
        .unwrap_or(JSON)
}

/// Named values in the order they were given.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Parameters(Vec<(String, Value)>);

impl Parameters {
    pub(crate) fn set(&mut self, name: &str, value: Value) {
        match self.0.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => *old = value,
            None => self.0.push((name.to_owned(), value)),
        }
    }

    pub(crate) fn remove(&mut self, name: &str) {
        self.0.retain(|(known, _)| known != name);
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &(String, Value)> {
        self.0.iter()
    }

    /// Reads form text leniently, as it stands in a documented example: repeated `name[]` become arrays.
    pub(crate) fn from_form(text: &str) -> Self {
        let mut parameters = Self::default();
        for (name, value) in form_urlencoded::parse(text.as_bytes()) {
            let value = Value::from(value);
            match name.strip_suffix("[]") {
                None => parameters.set(&name, value),
                Some(array) => match parameters.0.iter_mut().find(|(known, _)| known == array) {
                    Some((_, Value::Array(items))) => items.push(value),
                    _ => parameters.set(array, Value::Array(vec![value])),
                },
            }
        }
        parameters
    }

    /// Reads the members of a JSON object; nothing where the text is none.
    pub(crate) fn from_json(text: &str) -> Option<Self> {
        let object: Map<String, Value> = serde_json::from_str(text).ok()?;
        Some(Self(object.into_iter().collect()))
    }

    /// The members of an object.
    pub(crate) fn from_value(value: Value) -> Self {
        match value {
            Value::Object(members) => Self(members.into_iter().collect()),
            _ => Self::default(),
        }
    }

    /// Sets a parameter by its name, or what a JSON pointer into the parameters leads to.
    pub(crate) fn bind(&mut self, place: &str, value: Value) {
        if !place.starts_with('/') {
            return self.set(place, value);
        }
        let mut whole = self.to_value();
        if let Some(member) = whole.pointer_mut(place) {
            *member = value;
        }
        *self = Self::from_value(whole);
    }

    /// As one JSON object.
    pub(crate) fn to_value(&self) -> Value {
        Value::Object(self.0.iter().cloned().collect())
    }

    /// As `name=value&…`; arrays repeat `name[]`, objects become `name[key]`, null is left out.
    pub(crate) fn to_form(&self) -> String {
        let mut pairs = Vec::new();
        for (name, value) in &self.0 {
            push_pairs(name, value, &mut pairs);
        }
        pairs.join("&")
    }

    fn to_json(&self) -> String {
        self.to_value().to_string()
    }
}

fn push_pairs(name: &str, value: &Value, pairs: &mut Vec<String>) {
    match value {
        Value::Null => {}
        Value::Array(items) => items
            .iter()
            .for_each(|item| push_pairs(&format!("{name}[]"), item, pairs)),
        Value::Object(members) => {
            for (key, member) in members {
                push_pairs(&format!("{name}[{key}]"), member, pairs);
            }
        }
        scalar => {
            pairs.push(encoded_pair(name, &plain(scalar)));
        }
    }
}

/// A body and what it claims to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Payload {
    pub(crate) media_type: Option<String>,
    pub(crate) bytes: Vec<u8>,
}

/// A request, complete but for the credential's value, which is minted when it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Request {
    /// The operation it is meant for.
    pub(crate) operation: String,
    pub(crate) method: String,
    /// The path below the instance's URL.
    pub(crate) path: String,
    /// The encoded query without `?`, or nothing.
    pub(crate) query: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) payload: Option<Payload>,
    /// What is special about its credentials.
    pub(crate) signing: Signing,
    /// How long its answer may take, where that is not as long as any other's.
    pub(crate) patience: Option<Duration>,
    /// The status that it is sent for, which is an answer then even if it puts other requests off.
    pub(crate) awaited: Option<u16>,
}

impl Request {
    /// A request to the operation that carries nothing yet but an ordinary credential.
    pub(crate) fn to(operation: &Operation) -> Self {
        Self {
            operation: operation.slug.clone(),
            method: operation.method.clone(),
            path: operation.path.clone(),
            query: String::new(),
            headers: Vec::new(),
            payload: None,
            signing: Signing::Ordinary,
            patience: None,
            awaited: None,
        }
    }

    /// A request with these parameters, in the path or in headers where the operation has them there, else as they
    /// travel.
    pub(crate) fn with(operation: &Operation, parameters: &Parameters, travel: Travel) -> Self {
        let mut request = Self::to(operation);
        let mut others = Parameters::default();
        let place = |name: &str| {
            let mut parameters = operation.parameters.iter();
            parameters
                .find(|parameter| parameter.name == name)
                .map(|parameter| parameter.place)
        };
        for (name, value) in parameters.iter() {
            match place(name) {
                Some(Place::Path) => {
                    let segment = encoded(&plain(value));
                    request.path = request.path.replace(&format!("{{{name}}}"), &segment);
                }
                Some(Place::Header) => request.headers.push((name.clone(), plain(value))),
                _ => others.set(name, value.clone()),
            }
        }
        match travel {
            Travel::Query => request.query = others.to_form(),
            Travel::QueryAsJson => {
                request.query = others.to_form();
                request.payload = Some(Payload::new(JSON, ""));
            }
            Travel::Form => request.payload = Some(Payload::new(FORM, others.to_form())),
            Travel::Json => {
                request.payload = Some(Payload::new(json_media_type(operation), others.to_json()));
            }
        }
        request
    }
}

impl Payload {
    pub(crate) fn new(media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            media_type: Some(media_type.to_owned()),
            bytes: body.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_documented_form_is_read_and_written_again() {
        let text = "user_id=29&name=my token&scopes[]=read_user&scopes[]=read_repository";
        let parameters = Parameters::from_form(text);
        let scopes = parameters.iter().find(|(name, _)| name == "scopes").unwrap();
        assert_eq!(scopes.1, json!(["read_user", "read_repository"]));
        assert_eq!(
            parameters.to_form(),
            "user_id=29&name=my%20token&scopes%5B%5D=read_user&scopes%5B%5D=read_repository"
        );
    }
}
