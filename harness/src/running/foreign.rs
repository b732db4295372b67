//! What answers where an instance was expected: told by how it answers, with what to do about it.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::asking::exchange::Answer;
use crate::asking::request::Request;
use crate::asking::schema_members;
use crate::asking::subject::Subject;

/// A request and its answer.
pub(crate) struct Met {
    pub(crate) request: Request,
    pub(crate) answer: Answer,
}

/// Whether a server says so of what it does not have.
pub(crate) fn is_absence(status: u16) -> bool {
    matches!(status, 404 | 405 | 501)
}

/// What is there instead of an instance, where operations are answered as paths are that nobody has.
pub(crate) fn what(subject: &Subject, met: &[Met], nobodys: &[Met]) -> Option<String> {
    let is_like_nobodys = |one: &Met| {
        let mut same = nobodys
            .iter()
            .filter(|it| it.request.method == one.request.method);
        same.any(|it| are_alike(&it.answer, &one.answer))
    };
    let (first, nobodys) = (met.first()?, nobodys.first()?);
    let what = met
        .iter()
        .all(is_like_nobodys)
        .then(|| kind(subject, first, nobodys))??;
    Some(subject.without_secrets(&what).into_owned())
}

/// The same status, the same media type, and members of the same names; what they hold may hang on the path.
fn are_alike(one: &Answer, other: &Answer) -> bool {
    one.status == other.status && one.media_type() == other.media_type() && names(one) == names(other)
}

/// The names of the members of a body that has some.
fn names(answer: &Answer) -> Option<BTreeSet<&String>> {
    Some(answer.json.as_ref()?.as_object()?.keys().collect())
}

fn kind(subject: &Subject, met: &Met, nobodys: &Met) -> Option<String> {
    let (answer, status) = (&met.answer, met.answer.status);
    let is_page = answer.media_type().is_some_and(|it| it.ends_with("html"));
    match status {
        301 | 302 | 303 | 307 | 308 => return Some(redirect(met)),
        502..=504 if is_page || answer.json.is_none() => {
            return Some(format!(
                "answers {status} with a page of a proxy ({}); start the instance behind it, or give the instance's own URL",
                answer.excerpt()
            ));
        }
        // What a server that speaks TLS says to plain HTTP.
        400 if is_page && answer.text.contains("HTTPS") => {
            return Some("was sent plain HTTP and speaks TLS; write https:// in the URL".to_owned());
        }
        _ => {}
    }
    let own = nobodys.request.path.rsplit('/').next().unwrap_or_default();
    if (200..300).contains(&status) && !is_page && nobodys.answer.text.contains(own) {
        return Some(format!(
            "repeats what it is sent, as echo services do; {INSTANCE}"
        ));
    }
    if is_page {
        return Some(match status {
            200..300 => format!(
                "answers every path with a web page ({}); {INSTANCE}",
                title(answer)
            ),
            401 | 403 => format!(
                "asks for a login with a web page ({}); give a URL at which no login stands before the instance",
                title(answer)
            ),
            _ => format!(
                "answers {status} with a web page ({}) to whatever it is asked, as web servers and static sites do; {PREFIX}",
                title(answer)
            ),
        });
    }
    match &answer.json {
        Some(body) => other_api(subject, status, body, answer),
        None if is_absence(status) => Some(format!(
            "answers {status} to whatever it is asked ({}); {PREFIX}",
            answer.excerpt()
        )),
        None if answer.text.is_empty() => None,
        None => Some(format!(
            "answers {status} with something that is no JSON to whatever it is asked ({}); {INSTANCE}",
            answer.excerpt()
        )),
    }
}

const INSTANCE: &str = "give the URL of the instance itself";
const PREFIX: &str = "give the URL of the instance, with the path below which it is, if there is one";

fn other_api(subject: &Subject, status: u16, body: &Value, answer: &Answer) -> Option<String> {
    let errors = body["errors"].as_array();
    let has_messages = |errors: &Vec<Value>| errors.iter().any(|error| error["message"].is_string());
    if matches!(status, 200 | 400) && errors.is_some_and(has_messages) {
        return Some(format!(
            "answers as GraphQL does ({}); {INSTANCE}, without the path of GraphQL",
            answer.excerpt()
        ));
    }
    if is_absence(status) {
        return Some(format!(
            "answers {status} to whatever it is asked, as another API or another path of the instance would ({}); {PREFIX}",
            answer.excerpt()
        ));
    }
    let names = names(answer).filter(|names| !names.is_empty())?;
    let known = documented_names(subject);
    names.is_disjoint(&known.iter().collect()).then(|| {
        format!(
            "answers {status} with nothing that the API has, as another API does ({}); {INSTANCE}",
            answer.excerpt()
        )
    })
}

/// The names of the members that some answer of the edition has, refusals included.
fn documented_names(subject: &Subject) -> BTreeSet<String> {
    let api = &subject.api;
    let operations = || api.operations.iter();
    let responses = operations().flat_map(|it| it.responses.values());
    let schemas = responses.filter_map(|it| it.schema.as_ref());
    let members = schemas.flat_map(|schema| schema_members::all(schema, &api.schemas));
    let members = members.filter_map(|it| Some(it.pointer.split('/').nth(1)?.to_owned()));
    let refusals = operations().flat_map(|it| it.refusals.values().flatten());
    let refusals = refusals.filter_map(|it| it.body.as_object());
    members
        .chain(refusals.flat_map(|body| body.keys().cloned()))
        .collect()
}

/// What paths of logins are made of.
const LOGINS: [&str; 10] = [
    "login",
    "log_in",
    "log-in",
    "signin",
    "sign_in",
    "sign-in",
    "sso",
    "oauth",
    "oauth2",
    "authorize",
];

/// Where it leads to, and which URL may have been meant.
fn redirect(met: &Met) -> String {
    let to = met
        .answer
        .without_secrets(met.answer.header("location").unwrap_or("nowhere"));
    let to = to.as_ref();
    let place = to.split(['?', '#']).next().unwrap_or(to);
    if let Some(base) = place
        .strip_suffix(&met.request.path)
        .filter(|base| base.contains("://"))
    {
        return format!("redirects to {to}; give {base} as the URL");
    }
    let path = place.split_once("://").map_or(place, |(_, rest)| rest);
    let is_login = |segment: &str| LOGINS.contains(&segment.to_ascii_lowercase().as_str());
    match path.split('/').skip(1).any(is_login) {
        true => format!(
            "redirects to a login ({to}): it is a web interface, or one stands before the instance; give a URL at which the API answers without"
        ),
        false => format!("redirects to {to}; give the URL at which the instance itself answers"),
    }
}

/// What a page calls itself, else how it begins.
fn title(answer: &Answer) -> String {
    let after = |text: &'_ str, mark: &str| {
        let at = text.to_ascii_lowercase().find(mark)?;
        text.get(at + mark.len()..).map(str::to_owned)
    };
    let title = after(&answer.text, "<title").and_then(|rest| after(&rest, ">"));
    let title = title.and_then(|rest| Some(rest.split('<').next()?.trim().to_owned()));
    let title = title.filter(|title| !title.is_empty() && title.chars().count() <= 160);
    title.map_or_else(|| answer.excerpt(), |title| format!("“{title}”"))
}
