//! The request of a documented example: as it is written, and with the target's own values.

use labproof_spec::{Example, Operation};
use serde_json::Value;

use crate::asking::placeholders::Placeholders;
use crate::asking::request::{Parameters, Request, Travel};
use crate::asking::subject::Subject;
use crate::asking::template::plain;
use crate::judging::verdict::{Breach, Outcome};

/// The example whose request has to be accepted: the operation's first documented one, or what stands in for it.
pub(crate) fn first(operation: &Operation) -> Result<&Example, Outcome> {
    let example = operation.usual_example();
    example.ok_or_else(|| Outcome::Untestable("the operation has no documented example".to_owned()))
}

/// Makes what the example presumes, and gives its parameters with the target's own values where they are bound.
pub(crate) async fn prepare(
    subject: &Subject,
    operation: &Operation,
    example: &Example,
    placeholders: &mut Placeholders,
) -> Result<Parameters, Outcome> {
    for call in &example.before {
        let other = subject.operation(&call.operation);
        let other = other
            .ok_or_else(|| Outcome::Error(format!("no operation `{}` in this edition", call.operation)))?;
        let filled = placeholders
            .fill_value(subject, &Value::Object(call.with.clone()))
            .await?;
        let parameters = Parameters::from_value(filled);
        let request = Request::with(other, &parameters, Travel::documented(other));
        let exchange = subject.send(&request).await?;
        if !(200..300).contains(&exchange.answer.status) {
            let wanted = format!(
                "{} to be accepted, which the documented example presumes",
                other.slug
            );
            let actual = vec![exchange.answer.summary()];
            return Err(Outcome::breach(Breach::new(wanted, actual, &exchange)));
        }
    }
    let mut parameters = written(operation, example);
    for (place, text) in &example.request.bind {
        let value = placeholders
            .fill_value(subject, &Value::String(text.clone()))
            .await?;
        // Documented parameters are text, unless they are JSON.
        let value = if Travel::documented(operation) == Travel::Json {
            value
        } else {
            plain(&value).into()
        };
        parameters.bind(place, value);
    }
    Ok(parameters)
}

/// The parameters as the documentation writes them.
pub(crate) fn written(operation: &Operation, example: &Example) -> Parameters {
    let text = example.request.body.as_ref().or(example.request.query.as_ref());
    let text = text.map_or("", String::as_str);
    let as_json = (Travel::documented(operation) == Travel::Json).then(|| Parameters::from_json(text));
    let mut parameters = as_json.flatten().unwrap_or_else(|| Parameters::from_form(text));
    for (name, value) in &example.request.path {
        parameters.set(name, Value::String(value.clone()));
    }
    parameters
}

/// The request as the documentation writes it; where the target's values differ, with those.
pub(crate) fn literal(operation: &Operation, example: &Example, parameters: &Parameters) -> Request {
    let mut request = Request::with(operation, parameters, Travel::documented(operation));
    let headers = example.request.headers.iter();
    request
        .headers
        .extend(headers.map(|(name, value)| (name.clone(), value.clone())));
    let same = |place: &str| {
        let documented = written(operation, example).to_value();
        let in_path = example.request.path.contains_key(place);
        let pointer = if place.starts_with('/') {
            place.to_owned()
        } else {
            format!("/{place}")
        };
        in_path || documented.pointer(&pointer) == parameters.to_value().pointer(&pointer)
    };
    if !example.request.bind.keys().all(|place| same(place)) {
        return request;
    }
    match (
        &mut request.payload,
        &example.request.body,
        &example.request.query,
    ) {
        (Some(payload), Some(text), _) => payload.bytes = text.as_bytes().to_vec(),
        (_, _, Some(text)) => request.query = text.replace(' ', "%20"),
        _ => {}
    }
    request
}

#[cfg(test)]
mod tests {
    use labproof_spec::{Edition, Spec};
    use serde_json::json;

    use super::*;

    fn spec() -> &'static Spec {
        Spec::shipped().unwrap_or_else(|faults| panic!("{faults}"))
    }

    #[test]
    fn every_example_is_sent_to_the_letter() {
        for api in spec().editions().map(|edition| spec().api(edition)) {
            for operation in &api.operations {
                for example in &operation.examples {
                    let request = literal(operation, example, &written(operation, example));
                    let (body, query) = (&example.request.body, &example.request.query);
                    if let Some(body) = body {
                        let sent = request.payload.map(|payload| payload.bytes);
                        assert_eq!(sent.as_deref(), Some(body.as_bytes()), "{}", operation.slug);
                    } else if let Some(query) = query {
                        assert_eq!(request.query, query.replace(' ', "%20"), "{}", operation.slug);
                    }
                }
            }
        }
    }

    #[test]
    fn a_value_of_the_target_takes_the_place_of_the_documented_one() {
        let api = spec().api(Edition::new(16, 3));
        let (mut in_paths, mut in_bodies) = (0, 0);
        for operation in &api.operations {
            for example in &operation.examples {
                let Example { request, .. } = example;
                for place in request.bind.keys().filter(|place| !place.starts_with('/')) {
                    let mut parameters = written(operation, example);
                    parameters.set(place, json!("somebody"));
                    let sent = literal(operation, example, &parameters);
                    let is_in_path = request.path.contains_key(place);
                    match (&request.query, &sent.payload) {
                        // In the path it leaves the query to the letter.
                        (Some(query), None) if is_in_path => {
                            in_paths += 1;
                            assert!(sent.path.contains("/somebody"), "{}", sent.path);
                            assert_eq!(sent.query, query.replace(' ', "%20"));
                        }
                        // In the body it cannot.
                        (None, Some(body)) if !is_in_path => {
                            in_bodies += 1;
                            assert!(String::from_utf8_lossy(&body.bytes).contains("somebody"));
                        }
                        _ => {}
                    }
                }
            }
        }
        assert!(in_paths > 0 && in_bodies > 0, "{in_paths} {in_bodies}");
    }
}
