//! Which edition a server is to be judged by, where nobody says: the one that speaks for the release it says it is.

use std::sync::Arc;

use labproof_spec::{Api, Edition, EditionEntry, EditionKind, Operation, Scheme, Spec};

use crate::asking::ask_error::AskError;
use crate::asking::client::Limits;
use crate::asking::request::Request;
use crate::asking::schema_members;
use crate::asking::subject::Subject;
use crate::running::suite_error::SuiteError;
use crate::target::file::base_url;
use crate::target::server::Server;

/// What documents call a member that has the instance's own version.
const VERSION: &str = "version";

/// Asks the server for its release and has it judged by the edition that speaks for that; why is noted with it.
///
/// It is the newest served edition that is not newer than the release, or the documented one of that time where all
/// served ones are newer. A server that does not tell is judged by the newest documented edition.
///
/// # Errors
///
/// Where the server cannot be reached.
pub async fn choose_edition(spec: &Spec, server: &mut Server, limits: Limits) -> Result<(), SuiteError> {
    let mut untold = None;
    let mut asked = Vec::new();
    for entry in spec.edition_entries().iter().rev() {
        // Editions that ask alike get the same answer.
        let question = question(&spec.api(entry.edition));
        if asked.contains(&question) {
            continue;
        }
        asked.push(question);
        let candidate = Server {
            edition: entry.edition,
            ..server.clone()
        };
        match release(spec, candidate, limits).await? {
            Ok((release, place)) => {
                let (edition, why) = chosen(spec, &release);
                server.edition = edition;
                server.why = Some(format!("edition {edition}: {place} says {release}{why}"));
                return Ok(());
            }
            Err(what) => {
                untold.get_or_insert(what);
            }
        }
    }
    server.edition = spec.newest();
    let what = untold.unwrap_or_else(|| "no edition has an operation that tells it".to_owned());
    server.why = Some(format!(
        "edition {}, the newest documented one, since the server does not tell its release ({what}); name another with --edition",
        server.edition
    ));
    Ok(())
}

/// The edition that speaks for a release, and the reason after its name.
fn chosen(spec: &Spec, release: &str) -> (Edition, String) {
    let entries = spec.edition_entries().iter().rev();
    let Some(version) = version(release) else {
        let why = ", which is no release of GitLab; this is the newest documented one";
        return (spec.newest(), format!("{why}; name another with --edition"));
    };
    let not_newer = |entry: &&EditionEntry| entry.gitlab.first <= version;
    let of_kind = |kind| {
        let mut not_newer = entries.clone().filter(not_newer);
        not_newer.find(|entry: &&EditionEntry| entry.kind == kind)
    };
    let found = of_kind(EditionKind::Served).map(|entry| (entry, "served"));
    let found = found.or_else(|| of_kind(EditionKind::Documented).map(|entry| (entry, "documented")));
    match found {
        Some((entry, kind)) => {
            let why = format!(", and this is the newest {kind} edition that is not newer; ");
            (entry.edition, why + "--edition names another")
        }
        None => {
            let why = ", which is older than all editions; this is the newest documented one";
            (spec.newest(), format!("{why}; name another with --edition"))
        }
    }
}

/// The first two numbers of a version such as `18.9.0-pre`.
fn version(text: &str) -> Option<Edition> {
    let mut numbers = text.split(|it: char| !it.is_ascii_digit());
    let number = |text: Option<&str>| text?.parse().ok();
    Some(Edition::new(number(numbers.next())?, number(numbers.next())?))
}

/// How an edition asks for the release: the operation as it is there, and the pointer to the member.
fn question(api: &Api) -> Option<(String, String, Vec<Vec<String>>)> {
    let (operation, pointer) = telling(api)?;
    let names = |way: &[Scheme]| way.iter().map(|scheme| scheme.name.clone()).collect();
    let ways = operation.ways().map(names).collect();
    Some((format!("{} {}", operation.method, operation.path), pointer, ways))
}

/// The operation that tells the instance's version, and where in its answer.
fn telling(api: &Api) -> Option<(&Operation, String)> {
    api.operations
        .iter()
        .find_map(|operation| Some((operation.as_ref(), tells_version(operation, &api.schemas)?)))
}

/// What the server says of its release when it is asked as this edition asks, and where; else why it says nothing.
async fn release(
    spec: &Spec,
    server: Server,
    limits: Limits,
) -> Result<Result<(String, String), String>, SuiteError> {
    let (api, base) = (spec.api(server.edition), base_url(&server.url)?);
    let Some((operation, pointer)) = telling(&api) else {
        return Ok(Err(format!("edition {} has no such operation", api.edition)));
    };
    let subject = Subject::new(Arc::clone(&api), server, base, limits)?;
    let asked = format!("{} {}", operation.method, operation.path);
    let answer = match subject.ask(&Request::to(operation)).await {
        Ok((_, Ok(answer))) => answer,
        Ok((_, Err(error))) => return Err(error.into()),
        Err(AskError::Lacking(reason)) => return Ok(Err(reason)),
        Err(error) => return Err(SuiteError::Broken(error.to_string())),
    };
    let told = answer
        .json
        .as_ref()
        .and_then(|json| json.pointer(&pointer)?.as_str());
    Ok(match told {
        Some(told) if answer.status == 200 => Ok((
            answer.without_secrets(told).into_owned(),
            format!("{pointer} of {asked}"),
        )),
        _ => Err(format!("{asked} answers {}", answer.status)),
    })
}

/// Where an operation that changes nothing and needs nothing tells the instance's version.
fn tells_version(
    operation: &Operation,
    schemas: &serde_json::Map<String, serde_json::Value>,
) -> Option<String> {
    let is_plain = !operation.writes && operation.attributes().iter().all(|it| !it.required);
    let schema = operation
        .responses
        .get(&200)
        .filter(|_| is_plain)?
        .schema
        .as_ref()?;
    let mut members = schema_members::all(schema, schemas).into_iter();
    let member = members.find(|member| member.volatile.as_deref() == Some(VERSION))?;
    Some(member.pointer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_edition_is_the_newest_served_one_that_is_not_newer_than_the_release() {
        let spec = Spec::shipped().unwrap_or_else(|faults| panic!("{faults}"));
        let edition = |release: &str| chosen(spec, release).0.to_string();
        let newest = spec.newest().to_string();
        for (release, wanted) in [
            ("18.9.0-pre", "18.9"),
            ("18.10.3-ee", "18.9"),
            ("19.2.0", "18.9"),
            ("18.8.4", "17.9"),
            ("17.9.0", "17.9"),
            ("17.8.6-ee.0", "16.3"),
            ("16.2", "13.10"),
            ("12.4.1", "12.4"),
            ("11.11.8", &newest),
            ("nightly", &newest),
            ("18", &newest),
        ] {
            assert_eq!(edition(release), wanted, "{release}");
        }
    }
}
